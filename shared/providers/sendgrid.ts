import { verify } from 'node:crypto';
import type { ReportedEvent } from '../events/event.ts';
import { bytesOfBase64 } from './proof/base64.ts';
import { header } from './proof/headers.ts';
import { genuine, refused } from './proof/outcome.ts';
import { publicKeyOf } from './proof/public-key.ts';
import type { Proof, ProofContext, Provider, Reading, WebhookRequest } from './provider.ts';
import { readEach } from './reading/batch.ts';
import { readEntries } from './reading/entries.ts';
import { eventId, eventName, eventOf, recipientOf } from './reading/event.ts';
import { asText, field, type JsonRecord, textOf } from './reading/json.ts';
import { readTime } from './reading/time.ts';
import { meaningOf, UNHEARD_OF, type Word } from './reading/vocabulary.ts';
import { sendgridClassifications, sendgridDrops, sendgridEvents } from './vocabulary/sendgrid.ts';

export const SIGNATURE_HEADER = 'x-twilio-email-event-webhook-signature';
export const TIMESTAMP_HEADER = 'x-twilio-email-event-webhook-timestamp';

/**
 * Twilio SendGrid's Event Webhook: a list of events, signed with ECDSA over the timestamp and the exact body.
 * The bytes matter: SendGrid puts line breaks between and behind the events, and signs them too. Its first versions,
 * an event as a form and a line an event, were not signed: they are read, and refused where anything is proven.
 */
export const sendgrid: Provider = {
  name: 'sendgrid',
  title: 'Twilio SendGrid',
  prove,
  read,
  guide: {
    where: 'Settings > Mail Settings > Event Webhooks > Create new webhook',
    tick: [
      'Delivered',
      'Deferred',
      'Bounced',
      'Dropped',
      'Spam Reports',
      'Unsubscribed',
      'Group Unsubscribes',
      'Group Resubscribes',
    ],
    secret: { from: 'esp', field: 'Verification Key (under Security features, Enable Signed Event Webhook)' },
    proof:
      'ECDSA (P-256, SHA-256) over timestamp and body, base64, in `X-Twilio-Email-Event-Webhook-Signature`.',
    documents: [
      'https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event',
      'https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features',
    ],
    notes: [
      'An unsubscribe group becomes the list `group-<asm_group_id>`, so that leaving one group leaves the others alone.',
      'A bounce of the type `blocked` is recorded, and suppresses nobody unless the reply itself names the address.',
      'The timestamp is signed but its age is not checked: whether SendGrid signs a retry afresh is not documented.',
    ],
  },
};

/** The secret is the verification key: a P-256 public key, base64 of its SPKI. */
function prove(request: WebhookRequest, context: ProofContext): Proof {
  const signature = header(request, SIGNATURE_HEADER);
  const timestamp = header(request, TIMESTAMP_HEADER);
  if (!signature || !timestamp) return refused('The signature headers are missing.');
  const signed = Buffer.concat([Buffer.from(timestamp), request.body]);
  const bytes = bytesOfBase64(signature);
  if (bytes === null) return refused('The signature is not base64.');
  const fits = context.secrets.some((secret) => {
    const key = publicKeyOf(secret);
    return key?.asymmetricKeyType === 'ec' && verify('sha256', signed, key, bytes);
  });
  return fits ? genuine() : refused('The signature does not fit the timestamp and body.');
}

function read(request: WebhookRequest): Reading {
  return readEach(readEntries(request), (entry) => readEvent(entry, request.receivedAt));
}

function readEvent(entry: JsonRecord, receivedAt: number): ReportedEvent | null {
  const event = eventName(entry, 'event') ?? '';
  const timestamp = field(entry, 'timestamp');
  const group = textOf(entry, 'asm_group_id');
  const word = wordOf(event, entry);
  return eventOf(
    word,
    {
      recipient: recipientOf(entry, 'email'),
      occurredAt: readTime(timestamp) ?? receivedAt,
      eventId: eventId(
        event,
        textOf(entry, 'sg_event_id') ?? eventId(textOf(entry, 'sg_message_id'), asText(timestamp)),
      ),
      list: group && event.startsWith('group_') ? `group-${group}` : undefined,
    },
    evidenceOf(word, entry),
  );
}

function wordOf(event: string, entry: JsonRecord): Word {
  const type = textOf(entry, 'type');
  const word = (type && meaningOf(sendgridEvents, `${event}/${type}`)) || meaningOf(sendgridEvents, event);
  if (word?.kind === 'dropped') return meaningOf(sendgridDrops, textOf(entry, 'reason')) ?? word;
  if (word === undefined) return UNHEARD_OF;
  // Of before there was a type the status says which bounces are not for good.
  const isForNow = word.kind === 'bounce' && type === undefined && textOf(entry, 'status')?.startsWith('4.');
  return isForNow ? { ...word, permanent: false, code: null } : word;
}

/** The reply is in `reason` or `response`; of a dropped message `reason` is SendGrid's own word instead. */
function evidenceOf(word: Word, entry: JsonRecord) {
  const reason = textOf(entry, 'reason');
  const status = textOf(entry, 'status');
  if (word.kind === 'dropped') return { status, espClass: reason };
  const classification = textOf(entry, 'bounce_classification');
  return {
    diagnostic: reason ?? textOf(entry, 'response'),
    status,
    espClass: classification ?? textOf(entry, 'type'),
    espCode: meaningOf(sendgridClassifications, classification)?.code ?? undefined,
  };
}
