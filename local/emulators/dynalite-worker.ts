/** DynamoDB on this machine: dynalite, in memory or on LevelDB, whose log is written before a put is answered. */
import { once } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import { loopback } from '../account.ts';
import { guardRequests } from '../http/guard.ts';
import { listeningPort } from '../listening-port.ts';
import { captureStreams, serveStreams } from './dynalite-streams.ts';
import type { EmulatorOptions, EmulatorReport } from './worker.ts';

const { folder }: EmulatorOptions = workerData;
const openedStreams = captureStreams();
const { default: dynalite } = await import('dynalite');
const server = dynalite({
  ...(folder === null ? {} : { path: folder }),
  createTableMs: 0,
  deleteTableMs: 0,
  updateTableMs: 0,
});
serveStreams(server, openedStreams());
server.keepAliveTimeout = 60_000;
guardRequests(server);
server.listen(0, loopback);
await once(server, 'listening');
const report: EmulatorReport = { port: listeningPort(server) };
parentPort?.postMessage(report);
parentPort?.once('message', () => {
  // A write under way finds the database closed. No caller has had a response to it, so nothing is lost.
  process.on('uncaughtException', () => {});
  server.close(() => parentPort?.close());
  server.closeAllConnections();
});
