/** Threads that parse mails, each with a queue of batches of its own. */
import { Worker } from 'node:worker_threads';
import { type Batch, type BatchOutput, packBatch } from './batch.ts';
import type { WorkerOptions } from './worker.ts';

/** Batches that a worker has at hand and waiting: the next one is there when it has finished one. */
const MAX_QUEUED = 2;

interface Waiting {
  readonly resolve: (output: BatchOutput) => void;
  readonly reject: (error: Error) => void;
}

interface PoolWorker {
  readonly worker: Worker;
  /** Batches at hand and waiting, in order. */
  readonly waiting: Waiting[];
}

/** In the package this file is a chunk of the command line, and the worker an entry beside the chunks. */
const WORKER = new URL(
  import.meta.url.endsWith('/pool.ts') ? './worker.ts' : '../read-mail/worker.js',
  import.meta.url,
);

export class WorkerPool {
  readonly #workers: readonly PoolWorker[];

  constructor(size: number, options: WorkerOptions) {
    this.#workers = Array.from({ length: size }, () => startWorker(options));
  }

  /** Batches to have under way for all workers to be busy. */
  get capacity(): number {
    return this.#workers.length * MAX_QUEUED;
  }

  /** Processes a batch on the worker with the shortest queue. */
  process(batch: Batch): Promise<BatchOutput> {
    const [free] = [...this.#workers].sort((one, other) => one.waiting.length - other.waiting.length);
    if (free === undefined) throw new RangeError('The pool has no worker.');
    return new Promise((resolve, reject) => {
      free.waiting.push({ resolve, reject });
      const packed = packBatch(batch);
      free.worker.postMessage(packed, [packed.octets.buffer]);
    });
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.map(({ worker }) => worker.terminate()));
  }
}

function startWorker(options: WorkerOptions): PoolWorker {
  const worker = new Worker(WORKER, { workerData: options });
  const waiting: Waiting[] = [];
  worker.on('message', (output: BatchOutput) => waiting.shift()?.resolve(output));
  worker.on('error', (error: Error) => {
    for (const each of waiting.splice(0)) each.reject(error);
  });
  return { worker, waiting };
}
