/** `export.rows_per_second`: the suppressed addresses of a local ledger as CSV, start of the command included. */
import { startBulkLedger } from './ledger.ts';

const ROWS = 10_000;

export async function run(): Promise<Record<string, number>> {
  const ledger = await startBulkLedger();
  try {
    await ledger.importRows(ledger.rows(ROWS));
    const { milliseconds, peakMegabytes, lines } = await ledger.run('export');
    // The first line is the head.
    if (lines !== ROWS + 1) throw new Error(`The export has ${lines - 1} rows, not ${ROWS}.`);
    return {
      'export.rows_per_second': Math.round((ROWS / milliseconds) * 1_000),
      'export.peak_megabytes': Math.round(peakMegabytes),
    };
  } finally {
    await ledger.stop();
  }
}
