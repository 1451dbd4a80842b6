import type { ReportedEvent } from '../events/event.ts';
import { header } from './proof/headers.ts';
import { hmacMatches } from './proof/hmac.ts';
import { genuine } from './proof/outcome.ts';
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
import { looksLikeJson } from './reading/form.ts';
import {
  asText,
  bodyText,
  field,
  type JsonRecord,
  list,
  parseJson,
  record,
  recordAt,
  textOf,
} from './reading/json.ts';
import { readTime } from './reading/time.ts';
import { meaningOf, UNHEARD_OF } from './reading/vocabulary.ts';
import { zeptomailEvents } from './vocabulary/zeptomail.ts';

/** ZeptoMail of Zoho: events in lists that run in parallel, as JSON or inside a form. */
export const zeptomail: Provider = {
  name: 'zeptomail',
  title: 'Zoho ZeptoMail',
  prove,
  read,
  guide: {
    where: 'Mail Agents > the agent > Webhooks > Add webhook',
    tick: ['Soft bounce', 'Hard bounce', 'Feedback loop', 'Delivered'],
    secret: { from: 'esp', field: 'Authorization key' },
    proof:
      'HMAC-SHA256 over the event, base64, in `producer-signature`; of any age. Or a header of your own or the URL carries the secret.',
    documents: ['https://www.zoho.com/zeptomail/help/webhooks.html'],
    notes: [
      'What exactly `producer-signature` covers is an open question. It is read as the base64 HMAC-SHA256 of the ' +
        'event alone: of a JSON body as it came, of a form what follows its first `=`.',
      'The time in the signature is not covered by it, so it is not checked.',
      'Where the console offers no key but headers of your own, let one carry a secret you made. The URL may carry it ' +
        'too: the console saves a URL only once its test call is answered with 200.',
      'The test request of the console is answered and stores nothing.',
    ],
  },
};

/** `ts=<ms>;s=<base64, URL-encoded>;s-algorithm=HmacSHA256`, or the secret itself. */
function prove(request: WebhookRequest, context: ProofContext): Proof {
  const producer = header(request, 'producer-signature') ?? '';
  const signature = decoded(/(?:^|;)\s*s=([^;]+)/.exec(producer)?.[1] ?? '');
  const matches = hmacMatches({
    algorithm: 'sha256',
    keys: context.secrets,
    parts: [looksLikeJson(request.body) ? request.body : fieldValue(request.body.toString('utf8'))],
    signature,
    encoding: 'base64',
  });
  return matches ? genuine() : proveSharedSecret(request, context, { header: 'any' });
}

function read(request: WebhookRequest): Reading {
  return readEach(payloadsOf(request).flatMap(messagesOf), ({ name, message, requestId }) =>
    readMessage(name, message, requestId, request.receivedAt),
  );
}

/** The notifications: JSON that is the body, or the value of the one field of a form. */
function payloadsOf(request: WebhookRequest): readonly unknown[] {
  return looksLikeJson(request.body)
    ? readEntries(request)
    : list(parseJson(fieldValue(bodyText(request.body))));
}

/** What follows the first `=`, whatever the field is called. */
function fieldValue(form: string): string {
  return decoded(form.slice(form.indexOf('=') + 1).replaceAll('+', ' '));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

interface NamedMessage {
  readonly name: string;
  readonly message: JsonRecord;
  readonly requestId: string | undefined;
}

/** `event_name` and `event_message` are lists of the same length; older webhooks have one value in each. */
function messagesOf(notification: unknown): readonly NamedMessage[] {
  const from = record(notification);
  const names = list(field(from, 'event_name')).map((name) => asText(name) ?? '');
  const requestId = textOf(from, 'webhook_request_id');
  return list(field(from, 'event_message')).map((message, index) => ({
    name: (names[index] ?? names[0] ?? '').toLowerCase().replaceAll(/[\s_]/g, ''),
    message: record(message),
    requestId,
  }));
}

function readMessage(
  name: string,
  message: JsonRecord,
  requestId: string | undefined,
  receivedAt: number,
): readonly ReportedEvent[] {
  const word = meaningOf(zeptomailEvents, name) ?? UNHEARD_OF;
  const info = recordAt(message, 'email_info');
  const details = list(field(message, 'event_data')).flatMap((data) =>
    list(field(record(data), 'details')).map(record),
  );
  return (details.length === 0 ? [record(undefined)] : details).flatMap((detail) => {
    const time = field(detail, 'time') ?? field(info, 'processed_time');
    const event = eventOf(
      word,
      {
        recipient:
          recipientOf(detail, 'bounced_recipient', 'recipient') ??
          (word.kind === 'other' ? undefined : onlyTo(info)),
        occurredAt: readTime(time) ?? receivedAt,
        eventId: eventId(name, requestId ?? textOf(message, 'request_id'), asText(time)),
      },
      { diagnostic: textOf(detail, 'diagnostic_message') ?? textOf(detail, 'reason'), espClass: name },
    );
    return event ?? [];
  });
}

/** @throws UnreadableBody when the message went to several, since then nothing says which of them is meant */
function onlyTo(info: JsonRecord): string | undefined {
  const to = ['to', 'cc', 'bcc']
    .flatMap((key) => list(field(info, key)))
    .flatMap((item) => list(field(record(item), 'email_address')))
    .flatMap((mailbox) => recipientOf(record(mailbox), 'address') ?? []);
  if (to.length > 1)
    throw new UnreadableBody('The message has several recipients, and the event names none of them.');
  return to[0];
}
