/** Resend's `resend`. */
import { isObject } from '../http/answers.ts';
import {
  allowedBatch,
  allowedMessage,
  type GuardOptions,
  messagesOf,
  type RecipientFilter,
  type Replacement,
  withFirstAllowed,
  withMethods,
} from './guarded.ts';

const FIELDS = ['to', 'cc', 'bcc'] as const;

/**
 * Guards `emails` and `batch` of a Resend client. In a batch, a message without any recipient left is not sent and is
 * named among the result's `errors` by its index, as Resend names those that it refuses in permissive mode.
 * @example
 * const resend = guardResend(new Resend(key), ledger);
 * await resend.emails.send({ to: 'ann@example.com', from, subject, text });
 */
export function guardResend<Client extends { readonly emails: object; readonly batch: object }>(
  client: Client,
  ledger: RecipientFilter,
  options: GuardOptions = {},
): Client {
  const allow = <Message>(message: Message) =>
    allowedMessage(ledger, message, { ...options, fields: FIELDS, toRequired: true });
  const single = withFirstAllowed(allow);

  const batchOf: Replacement = async (original, [messages, ...rest]) => {
    const parts = await allowedBatch<unknown>(messages as readonly unknown[], allow);
    const result = await original([messagesOf(parts), ...rest]);
    const withheld = parts.flatMap(({ error }, index) => (error ? [{ index, message: error.message }] : []));
    if (withheld.length === 0 || !isObject(result) || !isObject(result.data)) return result;
    // Resend's own indexes are those of the messages that it was given.
    const sentAt = parts.flatMap(({ error }, index) => (error ? [] : [index]));
    const refused = Array.isArray(result.data.errors) ? result.data.errors : [];
    const errors = refused.map((error) => ({ ...error, index: sentAt[error.index] ?? error.index }));
    return { ...result, data: { ...result.data, errors: [...errors, ...withheld] } };
  };
  const emails = withMethods(client.emails, { send: single, create: single });
  const batch = withMethods(client.batch, { send: batchOf, create: batchOf });
  return new Proxy(client, {
    get: (target, name) => {
      if (name === 'emails') return emails;
      return name === 'batch' ? batch : Reflect.get(target, name);
    },
  });
}
