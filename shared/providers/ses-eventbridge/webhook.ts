import { readAll } from '../parsing/batch.ts';
import { readEntries } from '../parsing/entries.ts';
import { textOf } from '../parsing/json.ts';
import { readTime } from '../parsing/time.ts';
import {
  defineProvider,
  type ParsedEvents,
  type Verification,
  type VerificationContext,
  type WebhookRequest,
} from '../provider.ts';
import { readSesMessage } from '../ses/events.ts';
import { verifySharedSecret } from '../signature/shared-secret.ts';

/**
 * Amazon SES through EventBridge: `detail` holds the same object that SNS would carry. A rule that targets the
 * queue needs no proof but IAM's; an API destination brings the secret in a header of its connection.
 */
export const sesEventBridge = defineProvider({
  name: 'ses-eventbridge',
  title: 'Amazon SES through EventBridge',
  family: 'ses',
  verify,
  parse,
});

function verify(request: WebhookRequest, context: VerificationContext): Verification {
  return verifySharedSecret(request, context, { header: 'x-api-key' });
}

function parse(request: WebhookRequest): ParsedEvents {
  return readAll(readEntries(request), (envelope) =>
    readSesMessage(envelope, readTime(textOf(envelope, 'time')) ?? request.receivedAt),
  );
}
