/**
 * `export.time_to_calls`: the suppressed addresses of a local ledger as CSV, over the bare calls that page through them;
 * the start of the command is part of its time.
 */
import * as v from 'valibot';
import { MAX_PAGE_ENTRIES } from '../../../shared/api/routes/suppressions.ts';
import type { BenchOptions } from '../bench.ts';
import { median } from '../cpu.ts';
import { startBulkLedger } from './ledger.ts';

const ROWS = 10_000;
const ROUNDS = 3;

export async function run({ rows = ROWS }: BenchOptions): Promise<Record<string, number>> {
  const ledger = await startBulkLedger();
  try {
    await ledger.importRows(ledger.rows(rows));
    const ratios: number[] = [];
    const times: number[] = [];
    let peak = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const began = performance.now();
      await barePages(ledger.host.url);
      const bareMs = performance.now() - began;
      const { milliseconds, peakMegabytes, lines } = await ledger.run('export');
      // The first line is the head.
      if (lines !== rows + 1) throw new Error(`The export has ${lines - 1} rows, not ${rows}.`);
      ratios.push(milliseconds / bareMs);
      times.push(milliseconds);
      peak = Math.max(peak, peakMegabytes);
    }
    return {
      'export.rows_per_second': Math.round((rows / median(times)) * 1_000),
      'export.time_to_calls': median(ratios),
      'export.peak_megabytes': Math.round(peak),
    };
  } finally {
    await ledger.stop();
  }
}

const page = v.object({ cursor: v.nullable(v.string()) });

async function barePages(url: string): Promise<void> {
  let cursor: string | null = null;
  do {
    const query = new URLSearchParams({
      limit: String(MAX_PAGE_ENTRIES),
      ...(cursor !== null && { cursor }),
    });
    const response = await fetch(`${url}/v1/suppressions?${query}`);
    if (response.status !== 200) throw new Error(`GET /v1/suppressions answered ${response.status}.`);
    cursor = v.parse(page, await response.json()).cursor;
  } while (cursor !== null);
}
