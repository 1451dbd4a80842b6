/** `replay.events_per_second`: events of the archive that are sent to the queue again, start of the command included. */
import { startBulkLedger } from './ledger.ts';

const EVENTS = 10_000;

export async function run(): Promise<Record<string, number>> {
  const ledger = await startBulkLedger();
  try {
    await ledger.importRows(ledger.rows(EVENTS));
    const { milliseconds, peakMegabytes } = await ledger.run('replay', '--since', '1d');
    await ledger.drained();
    return {
      'replay.events_per_second': Math.round((EVENTS / milliseconds) * 1_000),
      'replay.peak_megabytes': Math.round(peakMegabytes),
    };
  } finally {
    await ledger.stop();
  }
}
