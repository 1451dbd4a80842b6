/** Postmark's `postmark`. */
import { isObject } from '../http/answers.ts';
import type { RecipientsWithheldError } from '../recipients/withheld.ts';
import {
  allowedBatch,
  allowedMessage,
  type GuardOptions,
  messagesOf,
  type RecipientFilter,
  type Replacement,
  resultsInOrder,
  withFirstAllowed,
  withMethods,
} from './guarded.ts';

const FIELDS = ['To', 'Cc', 'Bcc'] as const;
/** Postmark's own code for a recipient that it has on its suppression list. */
const INACTIVE_RECIPIENT = 406;

/**
 * Guards the sending methods of a Postmark server client. In a batch, a message without any recipient left is not sent
 * and has Postmark's error 406 (inactive recipient) in its place of the result.
 * @example
 * const postmark = guardPostmark(new ServerClient(token), ledger);
 * await postmark.sendEmail({ To: 'ann@example.com', From, Subject, TextBody });
 */
export function guardPostmark<Client extends object>(
  client: Client,
  ledger: RecipientFilter,
  options: GuardOptions = {},
): Client {
  const allow = <Message>(message: Message) =>
    allowedMessage(ledger, message, { ...options, fields: FIELDS, toRequired: true });
  const single = withFirstAllowed(allow);

  const batch: Replacement = async (original, [messages, ...rest]) => {
    const parts = await allowedBatch<unknown>(messages as readonly unknown[], allow);
    const results = await original([messagesOf(parts), ...rest]);
    return Array.isArray(results) ? resultsInOrder<unknown>(parts, results, inactive) : results;
  };

  const bulk: Replacement = async (original, [request, ...rest]) => {
    if (!isObject(request) || !Array.isArray(request.Messages)) return original([request, ...rest]);
    const parts = await allowedBatch<unknown>(request.Messages, allow);
    return original([{ ...request, Messages: messagesOf(parts) }, ...rest]);
  };
  return withMethods(client, {
    sendEmail: single,
    sendEmailWithTemplate: single,
    sendEmailBatch: batch,
    sendEmailBatchWithTemplates: batch,
    sendBulkEmail: bulk,
  });
}

function inactive({ message }: RecipientsWithheldError): object {
  return { ErrorCode: INACTIVE_RECIPIENT, Message: message };
}
