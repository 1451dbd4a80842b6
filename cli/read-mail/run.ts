/** Reads mails on as many cores as there are, and gives their results in the order of the mails. */
import { availableParallelism } from 'node:os';
import type { Classifier } from '../../shared/classifier/classifier.ts';
import { loadClassifier } from '../code-settings.ts';
import { type Batch, type BatchOptions, type BatchOutput, batchesOf, processBatch } from './batch.ts';
import type { WorkerPool } from './pool.ts';

/**
 * Bytes after which threads are started, about a second of CPU: each spends half of that until it is as fast. A mail
 * counts for some more than its size.
 */
const MAX_BYTES_ALONE = 32 * 1024 * 1024;
const BYTES_PER_MAIL = 2 * 1024;

export interface ReadOptions extends BatchOptions {
  /** The configuration whose custom rules apply. */
  readonly config: string | undefined;
  /**
   * Threads, started at once.
   * @default one per core, when there is much to do
   */
  readonly threads: number | undefined;
}

/**
 * The results of the mails in files, folders and standard input, in order. Little work is done by the main thread
 * alone; more of it by a thread per core.
 */
export async function* readMailFiles(
  paths: Iterable<string>,
  options: ReadOptions,
): AsyncGenerator<BatchOutput> {
  const processor = new Processor(await loadClassifier(options.config), options);
  const pending: Array<Promise<BatchOutput>> = [];
  try {
    for await (const batch of batchesOf(paths)) {
      const output = processor.process(batch);
      // It is awaited later, in order; until then a failure is not unhandled.
      output.catch(() => undefined);
      pending.push(output);
      while (pending.length > processor.capacity) yield* first(pending);
    }
    while (pending.length > 0) yield* first(pending);
  } finally {
    await processor.close();
  }
}

async function* first(pending: Array<Promise<BatchOutput>>): AsyncGenerator<BatchOutput> {
  const output = await pending.shift();
  if (output !== undefined) yield output;
}

class Processor {
  readonly #classifier: Classifier;
  readonly #options: ReadOptions;
  #pool: WorkerPool | undefined;
  #bytes = 0;

  constructor(classifier: Classifier, options: ReadOptions) {
    this.#classifier = classifier;
    this.#options = options;
  }

  get capacity(): number {
    return this.#pool?.capacity ?? 0;
  }

  async process(batch: Batch): Promise<BatchOutput> {
    if (this.#pool !== undefined) return this.#pool.process(batch);
    const output = processBatch(batch, this.#classifier, this.#options);
    const { threads = availableParallelism() } = this.#options;
    this.#bytes += batch.reduce((sum, { mail }) => sum + mail.length + BYTES_PER_MAIL, 0);
    const isMuch = this.#options.threads !== undefined || this.#bytes > MAX_BYTES_ALONE;
    if (threads > 1 && isMuch) await this.#startPool(threads);
    return output;
  }

  /** Loaded where there is much: threads take longer to load than a few mails to read. */
  async #startPool(threads: number): Promise<void> {
    const { WorkerPool } = await import('./pool.ts');
    this.#pool ??= new WorkerPool(threads, { ...this.#options });
  }

  async close(): Promise<void> {
    await this.#pool?.close();
  }
}
