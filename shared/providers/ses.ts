import { proveSharedSecret } from './proof/shared-secret.ts';
import { amazonSns, ownUrl, proveSns, snsEnvelope, snsEnvelopeOf, snsEnvelopes } from './proof/sns.ts';
import type { Handshake, Proof, ProofContext, Provider, Reading, WebhookRequest } from './provider.ts';
import { readAll } from './reading/batch.ts';
import { batchIn, readJsonOrLines } from './reading/entries.ts';
import { field, isRecord, type JsonRecord, parseJson, record, textOf } from './reading/json.ts';
import { lambdaRecords } from './reading/lambda-event.ts';
import { readTime } from './reading/time.ts';
import { readSesMessage } from './ses-events.ts';

/**
 * Amazon SES through SNS: over HTTPS in a signed envelope; with raw delivery over HTTPS, where nothing is
 * signed and the URL or basic authentication must carry the secret; or from the queue, where IAM has proven it.
 */
export const ses: Provider = {
  name: 'ses',
  title: 'Amazon SES',
  prove,
  greet,
  read,
  guide: {
    where: 'Amazon SES > Configuration sets > (the set) > Event destinations > Add destination > Amazon SNS',
    tick: [
      'Hard bounces',
      'Complaints',
      'Deliveries',
      'Delivery delays',
      'Rejects',
      'Rendering failures',
      'Subscriptions',
    ],
    secret: {
      from: 'us',
      how: 'url',
      field: 'endpoint of the SNS subscription (only with raw message delivery)',
    },
    proof:
      "SNS signs each envelope with RSA, under a certificate of the topic's region, and the topic must be on the list. Raw delivery is not signed: the URL or basic authentication carries the secret.",
    documents: [
      'https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html',
      'https://docs.aws.amazon.com/ses/latest/dg/notification-contents.html',
      'https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html',
    ],
    notes: [
      "The stack's own topic feeds its queue and needs no URL; a URL is for topics of other accounts. List each topic's ARN in the source's `topics`: any AWS account can send messages that SNS signs.",
      'Raw message delivery over HTTPS has no signature at all; prefer the envelope.',
      'A delivery delay exists only with event publishing through a configuration set.',
      'With identity notifications and event publishing both on, each bounce comes twice and counts once.',
      'A complaint whose receiver hides the address may name several recipients, any of whom may have complained.',
    ],
  },
};

function prove(request: WebhookRequest, context: ProofContext): Proof | Promise<Proof> {
  return snsEnvelopes(request.body).length > 0
    ? proveSns(request, context)
    : proveSharedSecret(request, context);
}

function greet(request: WebhookRequest): Handshake | null {
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

function read(request: WebhookRequest): Reading {
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

const NOTHING: Reading = { events: [], broken: [] };

/** Setting a topic up sends one line of prose: as the message of an envelope, or by itself with raw delivery. */
function isGreeting(body: Buffer): boolean {
  return body.subarray(0, GREETING.length).equals(GREETING);
}

const GREETING = Buffer.from('Successfully validated SNS topic');

/** An envelope with the message as text in it, or the message itself. */
function readDelivery(delivered: unknown, receivedAt: number): Reading {
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
