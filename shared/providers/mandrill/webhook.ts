import type { ReportedEvent } from '../../events/event.ts';
import { payloadOf } from '../delivery.ts';
import { parseEntries } from '../parsing/entries.ts';
import { eventId, eventName, eventOf, recipientOf } from '../parsing/event.ts';
import { type EventMapping, mapEvent, UNMAPPED } from '../parsing/event-map.ts';
import { looksLikeJson, parseForm } from '../parsing/form.ts';
import {
  at,
  booleanOf,
  field,
  type JsonRecord,
  list,
  parseJson,
  record,
  recordAt,
  textOf,
} from '../parsing/json.ts';
import { parser } from '../parsing/parser.ts';
import { peek } from '../parsing/peek.ts';
import { parseTime } from '../parsing/time.ts';
import {
  type Delivery,
  defineProvider,
  type Handshake,
  InvalidPayloadError,
  type Payload,
  type Verification,
  type VerificationContext,
  type WebhookRequest,
} from '../provider.ts';
import { header } from '../signature/headers.ts';
import { hmacMatches } from '../signature/hmac.ts';
import { rejected, verified } from '../signature/outcome.ts';
import { urlSpellings, withCredentials } from '../signature/url-spellings.ts';
import { mandrillActions, mandrillBounces, mandrillEvents, mandrillRejects } from './event-map.ts';

/** What Mandrill signs with while a webhook is made and has no key of its own yet. */
const SETUP_KEY = 'test-webhook';

/**
 * Mandrill (Mailchimp Transactional): a form whose one field is a list of events, signed with HMAC-SHA1 over the
 * URL as it was configured and every field's name and value.
 */
export const mandrill = defineProvider({
  name: 'mandrill',
  title: 'Mandrill (Mailchimp Transactional)',
  takesApiKey: true,
  retryHours: 72,
  verify,
  handshake,
  ...parser(eventsIn, parseEvent),
});

function verify(request: WebhookRequest, context: VerificationContext): Verification {
  const signature = header(request, 'x-mandrill-signature');
  if (!signature) return rejected('The signature header is missing.');
  const fields = peek(() => parseForm(payloadOf(request)), {});
  const keys = isSetup(request) ? [...context.secrets, SETUP_KEY] : context.secrets;
  const signedFields = Object.keys(fields)
    .sort()
    .map((name) => `${name}${field(fields, name)}`);
  const fits = signedUrls(request).some((url) =>
    hmacMatches({ algorithm: 'sha1', keys, parts: [url, ...signedFields], signature, encoding: 'base64' }),
  );
  return fits ? verified() : rejected('The signature does not fit the URL and the fields.');
}

/** A URL configured with credentials is signed with them, though they arrive as a header. */
function signedUrls(request: WebhookRequest): readonly string[] {
  const urls = urlSpellings(request.url);
  const [scheme = '', credentials = ''] = (header(request, 'authorization') ?? '').split(' ', 2);
  if (!/^basic$/i.test(scheme)) return urls;
  return [...urls, ...withCredentials(urls, Buffer.from(credentials, 'base64').toString('utf8'))];
}

/** While a webhook is made, a HEAD and an empty list want 200. */
function handshake(request: WebhookRequest): Handshake | null {
  if (request.method === 'HEAD') return { status: 200, beforeVerification: true };
  return isSetup(request) ? { status: 200 } : null;
}

/** An empty list and nothing else: what is read as JSON is no set-up, whatever it holds besides. */
function isSetup(request: WebhookRequest): boolean {
  const fields = looksLikeJson(request.body) ? {} : peek(() => parseForm(payloadOf(request)), {});
  return /^\s*\[\s*\]\s*$/.test(textOf(fields, EVENTS_FIELD) ?? '');
}

/** The list in the form's one field. Programs that pass it on send the same field, or what is in it, as JSON. */
function eventsIn(payload: Payload): readonly JsonRecord[] {
  if (looksLikeJson(payload.body)) {
    return parseEntries(payload).flatMap((entry) =>
      Object.hasOwn(entry, EVENTS_FIELD) ? listIn(field(entry, EVENTS_FIELD)) : [entry],
    );
  }
  const events = field(parseForm(payload), EVENTS_FIELD);
  if (events === undefined) throw new InvalidPayloadError('The form has no field mandrill_events.');
  return listIn(events);
}

const EVENTS_FIELD = 'mandrill_events';

function listIn(events: unknown): readonly JsonRecord[] {
  return list(typeof events === 'string' ? parseJson(events) : events).map(record);
}

function parseEvent(event: JsonRecord, { receivedAt }: Delivery): ReportedEvent | null {
  // The documentation also writes `hard-bounce`.
  const name = eventName(event, 'event', 'type')?.replace('-', '_');
  const message = recordAt(event, 'msg');
  const mapping = mapEvent(mandrillEvents, name) ?? UNMAPPED;
  const bounced = textOf(message, 'bounce_description');
  const rejected =
    textOf(recordAt(event, 'reject'), 'reason') ??
    textOf(recordAt(message, 'reject'), 'reason') ??
    textOf(message, 'reject_reason');
  return eventOf(
    rejectMapping(event, mapping, rejected),
    {
      recipient:
        recipientOf(message, 'email') ??
        recipientOf(recordAt(event, 'reject'), 'email') ??
        recipientOf(recordAt(event, 'entry'), 'email'),
      // Without its own time an event has that of its message.
      occurredAt: parseTime(field(event, 'ts')) ?? parseTime(field(message, 'ts')) ?? receivedAt,
      eventId: eventId(name, textOf(event, '_id') ?? textOf(message, '_id'), textOf(event, 'ts')),
    },
    {
      diagnostic: textOf(message, 'diag') ?? lastDiagnostic(message),
      espClass: bounced ?? rejected ?? name,
      espCode: mapEvent(mandrillBounces, bounced)?.code ?? undefined,
    },
  );
}

/**
 * What a rejection means by its reason. A change of the denylist is one where the address is on it now: not one that
 * was removed, or whose entry has expired.
 */
function rejectMapping(event: JsonRecord, mapping: EventMapping, reason: string | undefined): EventMapping {
  if (mapping.kind !== 'dropped') return mapping;
  const action = textOf(event, 'action');
  if (action !== undefined) {
    const isListed = mapEvent(mandrillActions, action)?.kind === 'dropped';
    if (!isListed || booleanOf(recordAt(event, 'reject'), 'expired')) return NO_EVENT;
    return { ...(mapEvent(mandrillRejects, reason) ?? mapping), onEspSuppressionList: true };
  }
  return mapEvent(mandrillRejects, reason) ?? mapping;
}

const NO_EVENT: EventMapping = { kind: 'other', permanent: null, code: null };

/** A deferral's replies are listed by attempt. */
function lastDiagnostic(message: JsonRecord): string | undefined {
  return textOf(record(list(at(message, 'smtp_events')).at(-1)), 'diag');
}
