/** Sends events to a ledger's intake queue. */
import { sendMessage } from '../shared/aws/queue.ts';
import { forEachConcurrent } from '../shared/for-each-concurrent.ts';
import {
  IMPORTED_EVENTS_PER_MESSAGE,
  ImportTooLargeError,
  importMessage,
} from '../shared/intake/import-messages.ts';
import { CommandError } from './command.ts';
import { CALLS_CONCURRENCY, type LedgerResources } from './target/target.ts';

/**
 * Sends events under a source's name, in messages of a few.
 *
 * @param headers kept with them in the archive: who imports, and why. @default none
 * @throws CommandError where a message would be too large
 */
export async function sendImported(
  { connection, queueUrl }: Pick<LedgerResources, 'connection' | 'queueUrl'>,
  source: string,
  events: readonly object[],
  headers: Readonly<Record<string, string>> = {},
): Promise<void> {
  const now = Date.now();
  const batches = Array.from({ length: Math.ceil(events.length / IMPORTED_EVENTS_PER_MESSAGE) }, (_, index) =>
    events.slice(index * IMPORTED_EVENTS_PER_MESSAGE, (index + 1) * IMPORTED_EVENTS_PER_MESSAGE),
  );
  await forEachConcurrent(batches, CALLS_CONCURRENCY, async (batch) => {
    const message = await importMessage(source, batch, now, headers).catch((error: unknown) => {
      throw error instanceof ImportTooLargeError ? new CommandError(error.message) : error;
    });
    await sendMessage(connection, queueUrl, message);
  });
}
