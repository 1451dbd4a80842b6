/**
 * `import.rows_per_second` of a list of bounces, start included, and `import.rows_to_queue`: those over the rows a
 * second that the same queue takes in bare messages of as many rows.
 */
import { mapConcurrent } from '../../../cli/streams.ts';
import { openTarget } from '../../../cli/target/target.ts';
import { sendMessage } from '../../../shared/aws/queue.ts';
import { queueMessage } from '../functions/events.ts';
import { startBulkLedger } from './ledger.ts';

const ROWS = 20_000;
const ROWS_A_MESSAGE = 50;
const IN_FLIGHT = 8;

export async function run(): Promise<Record<string, number>> {
  const ledger = await startBulkLedger();
  try {
    // What warms the queue and the processor up is not measured.
    await ledger.importRows(ledger.rows(ROWS_A_MESSAGE * IN_FLIGHT));
    const { connection, queueUrl } = await (await openTarget({ url: ledger.host.url })).resources();
    const messages = messagesOf(ledger.rows(ROWS));
    const began = performance.now();
    for await (const _ of mapConcurrent(messages, IN_FLIGHT, (body) =>
      sendMessage(connection, queueUrl, body),
    ));
    const queueRows = perSecond(ROWS, performance.now() - began);
    await ledger.drained();
    const { milliseconds, peakMegabytes } = await ledger.importRows(ledger.rows(ROWS));
    const rows = perSecond(ROWS, milliseconds);
    return {
      'import.rows_per_second': Math.round(rows),
      'import.rows_to_queue': rows / queueRows,
      'import.peak_megabytes': Math.round(peakMegabytes),
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

function perSecond(count: number, milliseconds: number): number {
  return (count / milliseconds) * 1_000;
}
