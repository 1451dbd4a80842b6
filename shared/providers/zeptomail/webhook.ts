import type { ReportedEvent } from '../../events/event.ts';
import { parseEntries } from '../parsing/entries.ts';
import { eventId, eventOf, forEachCandidate, recipientOf } from '../parsing/event.ts';
import { mapEvent, UNMAPPED } from '../parsing/event-map.ts';
import { looksLikeJson } from '../parsing/form.ts';
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
} from '../parsing/json.ts';
import { parser } from '../parsing/parser.ts';
import { parseTime } from '../parsing/time.ts';
import {
  type Delivery,
  defineProvider,
  type Payload,
  type Verification,
  type VerificationContext,
  type WebhookRequest,
} from '../provider.ts';
import { header } from '../signature/headers.ts';
import { hmacMatches } from '../signature/hmac.ts';
import { verified } from '../signature/outcome.ts';
import { verifySharedSecret } from '../signature/shared-secret.ts';
import { zeptomailEvents } from './event-map.ts';

/** ZeptoMail of Zoho: events in lists that run in parallel, as JSON or inside a form. */
export const zeptomail = defineProvider({
  name: 'zeptomail',
  title: 'Zoho ZeptoMail',
  takesApiKey: true,
  verify,
  ...parser((payload) => notificationsOf(payload).flatMap(messagesOf), parseMessage),
});

/** `ts=<ms>;s=<base64, URL-encoded>;s-algorithm=HmacSHA256`, or the secret itself. */
function verify(request: WebhookRequest, context: VerificationContext): Verification {
  const producer = header(request, 'producer-signature') ?? '';
  const signature = decoded(/(?:^|;)\s*s=([^;]+)/.exec(producer)?.[1] ?? '');
  const matches = hmacMatches({
    algorithm: 'sha256',
    keys: context.secrets,
    parts: [looksLikeJson(request.body) ? request.body : fieldValue(request.body.toString('utf8'))],
    signature,
    encoding: 'base64',
  });
  return matches ? verified() : verifySharedSecret(request, context, { header: 'any' });
}

/** The notifications: JSON that is the body, or the value of the one field of a form. */
function notificationsOf(payload: Payload): readonly unknown[] {
  return looksLikeJson(payload.body)
    ? parseEntries(payload)
    : list(parseJson(fieldValue(bodyText(payload.body))));
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

function parseMessage(
  { name, message, requestId }: NamedMessage,
  { receivedAt }: Delivery,
): readonly ReportedEvent[] {
  const mapping = mapEvent(zeptomailEvents, name) ?? UNMAPPED;
  const info = recordAt(message, 'email_info');
  const details = list(field(message, 'event_data')).flatMap((data) =>
    list(field(record(data), 'details')).map(record),
  );
  return (details.length === 0 ? [record(undefined)] : details).flatMap((detail) => {
    const time = field(detail, 'time') ?? field(info, 'processed_time');
    const facts = {
      occurredAt: parseTime(time) ?? receivedAt,
      eventId: eventId(name, requestId ?? textOf(message, 'request_id'), asText(time)),
    };
    const diagnostic = textOf(detail, 'diagnostic_message') ?? textOf(detail, 'reason');
    const named = recipientOf(detail, 'bounced_recipient', 'recipient');
    const recipients = named === undefined && mapping.kind !== 'other' ? addressees(info) : [named];
    return forEachCandidate(recipients, facts).flatMap(
      (candidate) => eventOf(mapping, candidate, { diagnostic, espClass: name }) ?? [],
    );
  });
}

/** Everyone the message went to. */
function addressees(info: JsonRecord): ReadonlyArray<string | undefined> {
  const to = ['to', 'cc', 'bcc']
    .flatMap((key) => list(field(info, key)))
    .flatMap((item) => list(field(record(item), 'email_address')))
    .flatMap((mailbox) => recipientOf(record(mailbox), 'address') ?? []);
  return to.length > 0 ? to : [undefined];
}
