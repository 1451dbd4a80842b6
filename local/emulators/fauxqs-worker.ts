/** SQS, SNS and S3 on this machine: fauxqs, in memory or on SQLite, which it writes before it answers. */
import { Server as HttpServer } from 'node:http';
import { Server } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import { startFauxqs } from 'fauxqs';
import { loopback, region } from '../account.ts';
import { guardRequests } from '../http/guard.ts';
import { patchListOrder, patchMessageCharacters, patchVisibilityReset } from './fauxqs-patches.ts';
import type { EmulatorOptions, EmulatorReport } from './worker.ts';

/**
 * fauxqs listens on every interface and has no option for it. Nothing else listens in this thread, so every
 * server here is told to listen on the loopback interface, behind the guard.
 */
function listenOnLoopbackOnly(): void {
  const listen = Server.prototype.listen;
  Server.prototype.listen = function (this: Server, options: unknown, ...rest: unknown[]) {
    if (this instanceof HttpServer) guardRequests(this);
    const bound = typeof options === 'object' && options !== null ? { ...options, host: loopback } : options;
    return Reflect.apply(listen, this, [bound, ...rest]);
  };
}

const { folder }: EmulatorOptions = workerData;
listenOnLoopbackOnly();
patchListOrder();
await patchVisibilityReset();
await patchMessageCharacters();
const server = await startFauxqs({
  port: 0,
  logger: false,
  defaultRegion: region,
  ...(folder === null ? {} : { dataDir: folder }),
});
const report: EmulatorReport = { port: server.port };
parentPort?.postMessage(report);
parentPort?.once('message', async () => {
  await server.stop();
  parentPort?.close();
});
