import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** An emulator in a thread of its own: it shares the second core with the functions, and ends with the host. */
export interface EmulatorWorker {
  /** `http://127.0.0.1:N`, where it listens. */
  readonly endpoint: string;
  stop(): Promise<void>;
}

/** What an emulator's thread reports to the host once it listens. */
export interface EmulatorReport {
  readonly port: number;
}

/** @throws Error when the emulator cannot open its data or a port. */
export async function startThread(module: URL, options: EmulatorOptions): Promise<EmulatorWorker> {
  const worker = new Worker(module, { workerData: options });
  const report: EmulatorReport = await new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error(`The emulator ${module.pathname} ended before it listened.`)));
  });
  return {
    endpoint: `http://127.0.0.1:${report.port}`,
    async stop() {
      const ended = once(worker, 'exit');
      worker.postMessage('stop');
      await ended;
    },
  };
}

/** `folder` null keeps everything in memory. */
export interface EmulatorOptions {
  readonly folder: string | null;
}
