import { parseEntries } from '../parsing/entries.ts';
import { textOf } from '../parsing/json.ts';
import { parser } from '../parsing/parser.ts';
import { parseTime } from '../parsing/time.ts';
import {
  defineProvider,
  type Verification,
  type VerificationContext,
  type WebhookRequest,
} from '../provider.ts';
import { parseSesNotification, requireSesNotification } from '../ses/notification.ts';
import { verifySharedSecret } from '../signature/shared-secret.ts';

/**
 * Amazon SES through EventBridge: `detail` holds the same object that SNS would carry. A rule that targets the
 * queue needs no verification but IAM's; an API destination brings the secret in a header of its connection.
 */
export const sesEventBridge = defineProvider({
  name: 'ses-eventbridge',
  title: 'Amazon SES through EventBridge',
  takesAwsCredentials: true,
  verify,
  ...parser(
    parseEntries,
    (envelope, { receivedAt }) =>
      parseSesNotification(envelope, parseTime(textOf(envelope, 'time')) ?? receivedAt),
    requireSesNotification,
  ),
});

function verify(request: WebhookRequest, context: VerificationContext): Verification {
  return verifySharedSecret(request, context, { header: 'x-api-key' });
}
