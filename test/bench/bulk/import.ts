/**
 * `import.rows_per_second` of a list of bounces, start included, and `import.rows_to_queue`: those over the rows a
 * second that the same queue takes in bare messages of as many rows.
 */
import { mapConcurrent } from '../../../cli/streams.ts';
import { openTarget } from '../../../cli/target/target.ts';
import { sendMessage } from '../../../shared/aws/queue.ts';
import type { BenchOptions } from '../bench.ts';
import { median } from '../cpu.ts';
import { queueMessage } from '../functions/events.ts';
import { startBulkLedger } from './ledger.ts';

const ROWS = 20_000;
const ROUNDS = 3;
const ROWS_A_MESSAGE = 50;
const IN_FLIGHT = 8;

export async function run({ rows = ROWS }: BenchOptions): Promise<Record<string, number>> {
  const ledger = await startBulkLedger();
  try {
    // What warms the queue and the processor up is not measured.
    await ledger.importRows(ledger.rows(ROWS_A_MESSAGE * IN_FLIGHT));
    const { connection, queueUrl } = await (await openTarget({ url: ledger.host.url })).resources();
    const ratios: number[] = [];
    const times: number[] = [];
    let peak = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const messages = messagesOf(ledger.rows(rows));
      const began = performance.now();
      for await (const _ of mapConcurrent(messages, IN_FLIGHT, (body) =>
        sendMessage(connection, queueUrl, body),
      ));
      const bareMs = performance.now() - began;
      await ledger.drained();
      const { milliseconds, peakMegabytes } = await ledger.importRows(ledger.rows(rows));
      ratios.push(bareMs / milliseconds);
      times.push(milliseconds);
      peak = Math.max(peak, peakMegabytes);
    }
    return {
      'import.rows_per_second': Math.round((rows / median(times)) * 1_000),
      'import.rows_to_queue': median(ratios),
      'import.peak_megabytes': Math.round(peak),
    };
  } finally {
    await ledger.stop();
  }
}

/** Messages of the queue, each a webhook of SendGrid of as many bounces as an import sends in one. */
async function* messagesOf(rows: readonly string[]): AsyncGenerator<string> {
  for (let start = 0; start < rows.length; start += ROWS_A_MESSAGE) {
    const entries = rows.slice(start, start + ROWS_A_MESSAGE).map((row, n) => {
      const [email = '', reason] = row.split(',', 2);
      return {
        event: 'bounce',
        type: 'bounce',
        email,
        reason,
        timestamp: 1_777_636_800,
        sg_event_id: `${start}-${n}`,
      };
    });
    yield queueMessage(JSON.stringify(entries), Date.now());
  }
}
