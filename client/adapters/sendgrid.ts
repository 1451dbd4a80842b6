/** SendGrid's `@sendgrid/mail`. */
import { RecipientsWithheldError } from '../recipients/withheld.ts';
import {
  allowedBatch,
  allowedMessage,
  type GuardOptions,
  messagesOf,
  type RecipientFilter,
  type Replacement,
  withMethods,
} from './guarded.ts';

const FIELDS = ['to', 'cc', 'bcc'] as const;

/**
 * Guards `send` and `sendMultiple`. A personalization without a To or Cc recipient left is dropped, since SendGrid asks
 * for a To. Of an array of messages those with recipients are sent before the call rejects because of the others.
 * @example
 * const mail = guardSendGrid(sgMail, ledger);
 * await mail.send({ to: 'ann@example.com', from, subject, text });
 */
export function guardSendGrid<Service extends object>(
  service: Service,
  ledger: RecipientFilter,
  options: GuardOptions = {},
): Service {
  const allowFields = (message: object) =>
    allowedMessage(ledger, message, { ...options, fields: FIELDS, toRequired: true });

  async function allow(message: object): Promise<object> {
    const personalizations: unknown = Reflect.get(message, 'personalizations');
    if (!Array.isArray(personalizations)) return allowFields(message);
    const parts = await allowedBatch<object>(personalizations, allowFields);
    return { ...message, personalizations: messagesOf(parts) };
  }

  const send: Replacement = async (original, [data, ...rest]) => {
    if (!Array.isArray(data)) return original([await allow(data as object), ...rest]);
    const parts = await allowedBatch<object>(data, allow);
    const result = await original([messagesOf(parts), ...rest]);
    const withheld = parts.flatMap(({ error }) => error?.withheld ?? []);
    if (withheld.length > 0) throw new RecipientsWithheldError(withheld);
    return result;
  };
  return withMethods(service, { send, sendMultiple: send });
}
