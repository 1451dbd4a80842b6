/** Events that an operator brings, as messages of the intake queue: raw into the archive, like any sender's. */
import { generic } from '../providers/generic/webhook.ts';
import { encodeQueueMessage } from './queue-message-codec.ts';

/** Events in one message: far below what one may hold, whatever the replies. */
export const IMPORTED_EVENTS_PER_MESSAGE = 50;

/** More text than a queue message holds. */
export class ImportTooLargeError extends Error {
  override readonly name = 'ImportTooLargeError';
}

/**
 * The message of a batch of events of the `generic` provider.
 *
 * @param source the source that the ledger names for them
 * @param headers kept with them in the archive. @default none
 * @throws ImportTooLargeError
 */
export function importMessage(
  source: string,
  events: readonly object[],
  now: number,
  headers: Readonly<Record<string, string>> = {},
): Promise<string> {
  const delivery = {
    source,
    provider: generic.name,
    receivedAt: now,
    contentType: 'application/json',
    headers,
    body: Buffer.from(JSON.stringify({ events })),
  };
  return encodeQueueMessage('import', delivery, async () => {
    throw new ImportTooLargeError('The events are too long for a queue message.');
  });
}
