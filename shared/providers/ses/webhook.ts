import { type JsonRecord, textOf } from '../parsing/json.ts';
import { parser } from '../parsing/parser.ts';
import {
  defineProvider,
  type Handshake,
  type Payload,
  type Verification,
  type VerificationContext,
  type WebhookRequest,
} from '../provider.ts';
import { verifySharedSecret } from '../signature/shared-secret.ts';
import { envelopesIn, type PublishedMessage, publishedMessages } from '../sns/envelope.ts';
import { amazonSns, ownUrl, verifySns } from '../sns/verify.ts';
import { parseSesNotification, requireSesNotification } from './notification.ts';

/**
 * Amazon SES through SNS: over HTTPS in a signed envelope; with raw delivery over HTTPS, where nothing is
 * signed and the URL or basic authentication must carry the secret; or from the queue, where IAM has verified it.
 */
export const ses = defineProvider({
  name: 'ses',
  title: 'Amazon SES',
  takesAwsCredentials: true,
  retryHours: 6,
  verify,
  handshake,
  ...parser(
    ({ body }: Payload) => publishedMessages(body),
    ({ message, publishedAt }: PublishedMessage, { receivedAt }) =>
      parseSesNotification(message, publishedAt ?? receivedAt),
    ({ message }) => requireSesNotification(message),
  ),
});

function verify(request: WebhookRequest, context: VerificationContext): Verification | Promise<Verification> {
  return envelopesIn(request.body).length > 0
    ? verifySns(request, context)
    : verifySharedSecret(request, context);
}

function handshake(request: WebhookRequest): Handshake | null {
  const [envelope, ...others] = envelopesIn(request.body);
  if (envelope === undefined || others.length > 0) return null;
  switch (textOf(envelope, 'Type')) {
    case 'SubscriptionConfirmation':
      return confirmation(envelope);
    case 'UnsubscribeConfirmation':
      return { status: 200 };
    default:
      return null;
  }
}

function confirmation(envelope: JsonRecord): Handshake | null {
  const region = textOf(envelope, 'TopicArn')?.split(':')[3] ?? '';
  const url = ownUrl(textOf(envelope, 'SubscribeURL'), region, amazonSns);
  return url && { status: 200, confirm: url.href };
}
