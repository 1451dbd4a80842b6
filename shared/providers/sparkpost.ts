import type { ReportedEvent } from '../events/event.ts';
import { proveSharedSecret } from './proof/shared-secret.ts';
import {
  type Proof,
  type ProofContext,
  type Provider,
  type Reading,
  UnreadableBody,
  type WebhookRequest,
} from './provider.ts';
import { readEach } from './reading/batch.ts';
import { readEntries } from './reading/entries.ts';
import { eventId, eventOf, recipientOf } from './reading/event.ts';
import { field, isRecord, type JsonRecord, textOf } from './reading/json.ts';
import { readTime } from './reading/time.ts';
import { meaningOf, UNHEARD_OF, type Word } from './reading/vocabulary.ts';
import { sparkpostBounceClasses, sparkpostEvents } from './vocabulary/sparkpost.ts';

/** SparkPost (Bird): a list of events, each wrapped in `msys` and the name of its class. It signs nothing. */
export const sparkpost: Provider = {
  name: 'sparkpost',
  title: 'SparkPost (Bird)',
  prove,
  read,
  guide: {
    where: 'Configuration > Webhooks > Create Webhook',
    tick: [
      'Bounce',
      'Out of Band',
      'Delay',
      'Policy Rejection',
      'Spam Complaint',
      'Delivery',
      'Generation Failure',
      'Generation Rejection',
      'List Unsubscribe',
      'Link Unsubscribe',
    ],
    secret: { from: 'us', how: 'basic', field: 'Authentication: Basic Auth' },
    proof:
      'Nothing is signed: basic authentication, a bearer token, `X-MessageSystems-Webhook-Token` or the URL carries the secret.',
    documents: [
      'https://developers.sparkpost.com/api/webhooks/',
      'https://support.sparkpost.com/docs/deliverability/bounce-classification-codes',
    ],
    notes: [
      'SparkPost posts `[{"msys":{}}]` when the webhook is made and tested, and wants 200.',
      'With OAuth 2 the bearer token is the secret of the source; SparkPost fetches a new one when it is answered 401.',
    ],
  },
};

function prove(request: WebhookRequest, context: ProofContext): Proof {
  return proveSharedSecret(request, context, { header: 'x-messagesystems-webhook-token' });
}

function read(request: WebhookRequest): Reading {
  return readEach(readEntries(request), (entry) => readEntry(entry, request.receivedAt));
}

/**
 * An entry holds one event under the name of its class: `message_event`, `track_event`, and so on. The events of the
 * Events API, which programs pass on, have the same fields and stand by themselves.
 */
function readEntry(entry: JsonRecord, receivedAt: number): ReadonlyArray<ReportedEvent | null> {
  const classes = field(entry, 'msys');
  if (classes === undefined && recipientOf(entry, 'raw_rcpt_to', 'rcpt_to') !== undefined) {
    return [readEvent(entry, receivedAt)];
  }
  if (!isRecord(classes)) throw new UnreadableBody('The entry has no msys.');
  return Object.entries(classes).map(([name, event]) =>
    name !== INCOMING && isRecord(event) ? readEvent(event, receivedAt) : null,
  );
}

/** A mail that came in for the operator, and no event of a sent one. */
const INCOMING = 'relay_message';

const DNS_FAILURE = '21';

function readEvent(event: JsonRecord, receivedAt: number): ReportedEvent | null {
  const bounceClass = textOf(event, 'bounce_class');
  // Only what failed has a class, and programs that pass events on may leave the type out.
  const type = textOf(event, 'type') ?? (bounceClass && 'bounce');
  const time = field(event, 'timestamp');
  const reply = textOf(event, 'raw_reason') ?? textOf(event, 'reason');
  return eventOf(
    wordOf(type, event),
    {
      // `rcpt_to` is lower-cased by SparkPost.
      recipient: recipientOf(event, 'raw_rcpt_to', 'rcpt_to'),
      occurredAt: readTime(time) ?? receivedAt,
      eventId: eventId(
        type,
        textOf(event, 'event_id') ?? eventId(textOf(event, 'message_id'), textOf(event, 'timestamp')),
      ),
    },
    {
      diagnostic: reply,
      // Without DNS no server was reached, and the code is SparkPost's own.
      replyCode: bounceClass === DNS_FAILURE ? undefined : textOf(event, 'error_code'),
      espClass: bounceClass ?? type,
      espCode: meaningOf(sparkpostBounceClasses, bounceClass)?.code ?? undefined,
      // Of a policy rejection only the words tell the suppression list from other policies.
      ...(reply && /suppress/i.test(reply) && { listed: true }),
    },
  );
}

function wordOf(type: string | undefined, event: JsonRecord): Word {
  const word = meaningOf(sparkpostEvents, type) ?? UNHEARD_OF;
  if (word.kind === 'bounce') return meaningOf(sparkpostBounceClasses, textOf(event, 'bounce_class')) ?? word;
  return word.kind === 'complaint' && textOf(event, 'fbtype') === 'not-spam'
    ? { ...word, kind: 'other' }
    : word;
}
