/** A thread that parses and classifies batches of mails. */
import { parentPort, workerData } from 'node:worker_threads';
import { loadClassifier } from '../code-settings.ts';
import { type BatchOptions, type PackedBatch, processBatch, unpackBatch } from './batch.ts';

/** What a worker is started with. */
export interface WorkerOptions extends BatchOptions {
  /** The configuration whose custom rules apply, as `--config` has it. */
  readonly config: string | undefined;
}

const options = workerData as WorkerOptions;
const classifier = await loadClassifier(options.config);

parentPort?.on('message', (batch: PackedBatch) => {
  parentPort?.postMessage(processBatch(unpackBatch(batch), classifier, options));
});
