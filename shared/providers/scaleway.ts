import type { ReportedEvent } from '../events/event.ts';
import { refused } from './proof/outcome.ts';
import { proveSharedSecret } from './proof/shared-secret.ts';
import type { Greeting, Proof, ProofContext, Provider, Reading, WebhookRequest } from './provider.ts';
import { readEach } from './reading/batch.ts';
import { peekEntries, readEntries } from './reading/entries.ts';
import { eventId, eventName, eventOf, recipientOf } from './reading/event.ts';
import { field, type JsonRecord, parseJson, record, textOf } from './reading/json.ts';
import { readTime } from './reading/time.ts';
import { meaningOf, UNHEARD_OF } from './reading/vocabulary.ts';
import { scalewayBlocklists, scalewayEvents } from './vocabulary/scaleway.ts';

/** Scaleway Transactional Email, through a topic of Topics and Events: an envelope like that of Amazon SNS. */
export const scaleway: Provider = {
  name: 'scaleway',
  title: 'Scaleway Transactional Email',
  prove,
  greet,
  read,
  guide: {
    where:
      'Topics and Events > the topic > Subscriptions (HTTPS, this URL), then Transactional Email > the domain > Webhooks',
    tick: [
      'email_delivered',
      'email_deferred',
      'email_dropped',
      'email_spam',
      'email_mailbox_not_found',
      'email_blocklisted',
      'blocklist_created',
    ],
    secret: { from: 'us', how: 'url', field: 'Endpoint of the subscription' },
    proof:
      "The URL or basic authentication carries the secret, and the topic must be on the source's list where it has one. The envelope's signature is not checked.",
    documents: [
      'https://www.scaleway.com/en/docs/transactional-email/how-to/create-webhooks/',
      'https://www.scaleway.com/en/docs/transactional-email/reference-content/webhook-events-payloads/',
      'https://www.scaleway.com/en/docs/topics-and-events/reference-content/verifying-webhooks/',
    ],
    notes: [
      'Scaleway publishes the authority behind its signing certificates, and not which text they sign: the signature ' +
        'is not checked, and the secret in the URL proves the request.',
      "List the topic's ARN in the source's `topics`, and any other topic is refused.",
      'The subscription is confirmed by itself.',
    ],
  },
};

function prove(request: WebhookRequest, context: ProofContext): Proof {
  const proof = proveSharedSecret(request, context);
  const listed = context.topics?.filter((topic) => topic.startsWith('arn:scw:')) ?? [];
  if (!proof.genuine || listed.length === 0) return proof;
  const isListed = peekEntries(request).every((envelope) =>
    listed.includes(textOf(envelope, 'TopicArn') ?? ''),
  );
  return isListed ? proof : refused("The topic is not among the source's topics.");
}

function greet(request: WebhookRequest): Greeting | null {
  const envelope = peekEntries(request)[0] ?? record(undefined);
  switch (textOf(envelope, 'Type')) {
    case 'SubscriptionConfirmation':
      return confirmation(textOf(envelope, 'SubscribeURL'));
    case 'UnsubscribeConfirmation':
      return { status: 200 };
    default:
      return null;
  }
}

function read(request: WebhookRequest): Reading {
  return readEach(readEntries(request), (envelope) => readEnvelope(envelope, request.receivedAt));
}

/** Confirms at Scaleway's own hosts only: the URL comes in the body. */
function confirmation(url: string | undefined): Greeting {
  const target = url !== undefined && URL.canParse(url) ? new URL(url) : null;
  const isScaleway =
    target?.protocol === 'https:' &&
    target.username === '' &&
    target.port === '' &&
    /\.(scaleway\.com|scw\.cloud)$/.test(target.hostname);
  return isScaleway
    ? { status: 200, confirm: target.href }
    : { status: 403, body: 'The SubscribeURL is not at scaleway.com or scw.cloud.' };
}

/** The event stands in the envelope as text; with raw delivery it is the body itself. */
function readEnvelope(envelope: JsonRecord, receivedAt: number): ReportedEvent | null {
  const message = field(envelope, 'Message');
  return readEvent(typeof message === 'string' ? record(parseJson(message)) : envelope, receivedAt);
}

function readEvent(event: JsonRecord, receivedAt: number): ReportedEvent | null {
  const type = eventName(event, 'type');
  const blocklist = textOf(event, 'blocklist_type');
  return eventOf(
    meaningOf(scalewayEvents, type) ?? UNHEARD_OF,
    {
      recipient: recipientOf(event, 'email_to', 'blocklist_email', 'email'),
      occurredAt: readTime(field(event, 'created_at')) ?? receivedAt,
      eventId: eventId(
        type,
        textOf(event, 'id') ?? eventId(textOf(event, 'email_id'), textOf(event, 'created_at')),
      ),
    },
    {
      diagnostic:
        textOf(event, 'email_response_message') ??
        textOf(event, 'email_error') ??
        textOf(event, 'blocklist_reason'),
      replyCode: textOf(event, 'email_response_code'),
      espClass: blocklist === undefined ? type : `${type}: ${blocklist}`,
      espCode: meaningOf(scalewayBlocklists, blocklist)?.code ?? undefined,
    },
  );
}
