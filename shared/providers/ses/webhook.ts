import { readAll } from '../parsing/batch.ts';
import { batchIn, readJsonOrLines } from '../parsing/entries.ts';
import { field, isRecord, type JsonRecord, parseJson, record, textOf } from '../parsing/json.ts';
import { lambdaRecords } from '../parsing/lambda-event.ts';
import { readTime } from '../parsing/time.ts';
import {
  defineProvider,
  type Handshake,
  type ParsedEvents,
  type Verification,
  type VerificationContext,
  type WebhookRequest,
} from '../provider.ts';
import { verifySharedSecret } from '../signature/shared-secret.ts';
import { amazonSns, ownUrl, snsEnvelope, snsEnvelopeOf, snsEnvelopes, verifySns } from '../signature/sns.ts';
import { readSesMessage } from './events.ts';

/**
 * Amazon SES through SNS: over HTTPS in a signed envelope; with raw delivery over HTTPS, where nothing is
 * signed and the URL or basic authentication must carry the secret; or from the queue, where IAM has proven it.
 */
export const ses = defineProvider({
  name: 'ses',
  title: 'Amazon SES',
  verify,
  handshake,
  parse,
});

function verify(request: WebhookRequest, context: VerificationContext): Verification | Promise<Verification> {
  return snsEnvelopes(request.body).length > 0
    ? verifySns(request, context)
    : verifySharedSecret(request, context);
}

function handshake(request: WebhookRequest): Handshake | null {
  const envelope = snsEnvelope(request.body);
  switch (envelope && textOf(envelope, 'Type')) {
    case 'SubscriptionConfirmation':
      return confirmation(envelope ?? {});
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

function parse(request: WebhookRequest): ParsedEvents {
  if (isGreeting(request.body)) return NOTHING;
  const body = readJsonOrLines(request.body);
  return readAll(deliveriesIn(body), (delivered) => readDelivery(delivered, request.receivedAt));
}

/** What was proven, and nothing that lies beside it: of an envelope the signature covers its own fields alone. */
function deliveriesIn(body: unknown): readonly unknown[] {
  const records = lambdaRecords(body);
  if (records !== null) return records;
  if (snsEnvelopeOf(body) !== null) return [body];
  return batchIn(body).flatMap((entry) => lambdaRecords(entry) ?? [entry]);
}

const NOTHING: ParsedEvents = { events: [], invalid: [] };

/** Setting a topic up sends one line of prose: as the message of an envelope, or by itself with raw delivery. */
function isGreeting(body: Buffer): boolean {
  return body.subarray(0, GREETING.length).equals(GREETING);
}

const GREETING = Buffer.from('Successfully validated SNS topic');

/** An envelope with the message as text in it, or the message itself. */
function readDelivery(delivered: unknown, receivedAt: number): ParsedEvents {
  const envelope = record(delivered);
  if (snsEnvelopeOf(envelope) === null && !isBareEnvelope(envelope)) {
    return readSesMessage(delivered, receivedAt);
  }
  const message = field(envelope, 'Message') ?? '';
  const otherwiseAt = readTime(textOf(envelope, 'Timestamp')) ?? receivedAt;
  if (typeof message !== 'string') return readSesMessage(message, otherwiseAt);
  return message.trimStart().startsWith('{') ? readSesMessage(parseJson(message), otherwiseAt) : NOTHING;
}

/** Programs that pass an envelope on leave out what they do not need; the message is what is left. */
function isBareEnvelope(envelope: JsonRecord): boolean {
  const message = field(envelope, 'Message');
  return isRecord(message) || (typeof message === 'string' && message.trimStart().startsWith('{'));
}
