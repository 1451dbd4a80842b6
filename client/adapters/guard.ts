import type { MessageWithRecipients } from '../recipients/split.ts';
import { allowedMessage, type GuardOptions, type RecipientFilter } from './guarded.ts';

const FIELDS = ['to', 'cc', 'bcc'] as const;

/**
 * Guards a function that sends a message with `to`, `cc` and `bcc`: it is called with the recipients that the ledger
 * allows, or not at all.
 * @throws RecipientsWithheldError from the guarded function, when no recipient is left
 * @throws LedgerUnavailableError from the guarded function, under the policy `throw`
 * @example
 * const send = guard((message) => queue.add('mail', message), ledger);
 * await send({ to: 'ann@example.com', subject: 'Your receipt' });
 */
export function guard<Message extends MessageWithRecipients, Rest extends readonly unknown[], Result>(
  send: (message: Message, ...rest: Rest) => Result | Promise<Result>,
  ledger: RecipientFilter,
  options: GuardOptions = {},
): (message: Message, ...rest: Rest) => Promise<Result> {
  return async (message, ...rest) =>
    send(await allowedMessage(ledger, message, { ...options, fields: FIELDS }), ...rest);
}
