import type { ReportedEvent } from '../../events/event.ts';
import { payloadOf } from '../delivery.ts';
import { parseEntries, peekEntries } from '../parsing/entries.ts';
import { eventId, eventName, eventOf, recipientOf } from '../parsing/event.ts';
import { mapEvent, UNMAPPED } from '../parsing/event-map.ts';
import { field, type JsonRecord, parseJson, record, textOf } from '../parsing/json.ts';
import { parser } from '../parsing/parser.ts';
import { parseTime } from '../parsing/time.ts';
import {
  type Delivery,
  defineProvider,
  type Handshake,
  type Verification,
  type VerificationContext,
  type WebhookRequest,
} from '../provider.ts';
import { rejected } from '../signature/outcome.ts';
import { verifySharedSecret } from '../signature/shared-secret.ts';
import { scalewayBlocklists, scalewayEvents } from './event-map.ts';

/** Scaleway Transactional Email, through a topic of Topics and Events: an envelope like that of Amazon SNS. */
export const scaleway = defineProvider({
  name: 'scaleway',
  title: 'Scaleway Transactional Email',
  takesApiKey: true,
  verify,
  handshake,
  ...parser(parseEntries, parseEnvelope),
});

function verify(request: WebhookRequest, context: VerificationContext): Verification {
  const proof = verifySharedSecret(request, context);
  const onEspSuppressionList = context.topics?.filter((topic) => topic.startsWith('arn:scw:')) ?? [];
  if (!proof.verified || onEspSuppressionList.length === 0) return proof;
  const isListed = peekEntries(payloadOf(request)).every((envelope) =>
    onEspSuppressionList.includes(textOf(envelope, 'TopicArn') ?? ''),
  );
  return isListed ? proof : rejected("The topic is not among the source's topics.");
}

function handshake(request: WebhookRequest): Handshake | null {
  const envelope = peekEntries(payloadOf(request))[0] ?? record(undefined);
  switch (textOf(envelope, 'Type')) {
    case 'SubscriptionConfirmation':
      return confirmation(textOf(envelope, 'SubscribeURL'));
    case 'UnsubscribeConfirmation':
      return { status: 200 };
    default:
      return null;
  }
}

/**
 * The hosts of Topics and Events. Customers have hosts under `scw.cloud`, too.
 * https://www.scaleway.com/en/docs/topics-and-events/reference-content/
 */
const TOPIC_HOST = /^sns\.mnq\.[a-z]{2}-[a-z]{3}\.scaleway\.com$/;

/** Confirms at a topic's own host only: the URL comes in the body. */
function confirmation(url: string | undefined): Handshake {
  const target = url !== undefined && URL.canParse(url) ? new URL(url) : null;
  const isScaleway =
    target?.protocol === 'https:' &&
    target.username === '' &&
    target.port === '' &&
    TOPIC_HOST.test(target.hostname);
  return isScaleway
    ? { status: 200, confirm: target.href }
    : { status: 403, body: 'The SubscribeURL is not at a host of Topics and Events.' };
}

/** The event stands in the envelope as text; with raw delivery it is the body itself. */
function parseEnvelope(envelope: JsonRecord, { receivedAt }: Delivery): ReportedEvent | null {
  const message = field(envelope, 'Message');
  return parseEvent(typeof message === 'string' ? record(parseJson(message)) : envelope, receivedAt);
}

function parseEvent(event: JsonRecord, receivedAt: number): ReportedEvent | null {
  const type = eventName(event, 'type');
  const blocklist = textOf(event, 'blocklist_type');
  const mapping = mapEvent(scalewayEvents, type) ?? UNMAPPED;
  return eventOf(
    // Whatever the type of the blocklist, and whichever event tells of it: Scaleway sends nothing.
    (mapping.kind === 'dropped' && mapEvent(scalewayBlocklists, blocklist)) || mapping,
    {
      recipient: recipientOf(event, 'email_to', 'blocklist_email', 'email'),
      occurredAt: parseTime(field(event, 'created_at')) ?? receivedAt,
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
    },
  );
}
