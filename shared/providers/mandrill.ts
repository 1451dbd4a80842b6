import type { ReportedEvent } from '../events/event.ts';
import { header } from './proof/headers.ts';
import { hmacMatches } from './proof/hmac.ts';
import { genuine, refused } from './proof/outcome.ts';
import { urlSpellings, withCredentials } from './proof/url-spellings.ts';
import {
  type Handshake,
  type Proof,
  type ProofContext,
  type Provider,
  type Reading,
  UnreadableBody,
  type WebhookRequest,
} from './provider.ts';
import { readEach } from './reading/batch.ts';
import { readEntries } from './reading/entries.ts';
import { eventId, eventName, eventOf, recipientOf } from './reading/event.ts';
import { looksLikeJson, readForm } from './reading/form.ts';
import { at, field, type JsonRecord, list, parseJson, record, recordAt, textOf } from './reading/json.ts';
import { peek } from './reading/peek.ts';
import { readTime } from './reading/time.ts';
import { meaningOf, UNHEARD_OF } from './reading/vocabulary.ts';
import { mandrillBounces, mandrillEvents, mandrillRejects } from './vocabulary/mandrill.ts';

/** What Mandrill signs with while a webhook is made and has no key of its own yet. */
const SETUP_KEY = 'test-webhook';

/**
 * Mandrill (Mailchimp Transactional): a form whose one field is a list of events, signed with HMAC-SHA1 over the
 * URL as it was configured and every field's name and value.
 */
export const mandrill: Provider = {
  name: 'mandrill',
  title: 'Mandrill (Mailchimp Transactional)',
  prove,
  greet,
  read,
  guide: {
    where: 'Settings > Webhooks > Add a webhook',
    tick: [
      'Message Is Delayed',
      'Message Is Bounced',
      'Message Is Soft-Bounced',
      'Message Is Marked As Spam',
      'Message Recipient Unsubscribes',
      'Message Is Rejected',
      'Message Is Delivered',
    ],
    secret: { from: 'esp', field: 'Key, in the list of webhooks' },
    proof: 'HMAC-SHA1 over the URL and the sorted fields, base64, in `X-Mandrill-Signature`.',
    documents: [
      'https://mailchimp.com/developer/transactional/docs/webhooks/',
      'https://mailchimp.com/developer/transactional/guides/track-respond-activity-webhooks/',
    ],
    notes: [
      'The signature covers the URL as it is configured at Mandrill, with its query: a proxy on the way must not rewrite it. The standard port, a slash at its end and credentials may be lost.',
      'Changes of the rejection lists (sync events) are acknowledged and change nothing here.',
    ],
  },
};

function prove(request: WebhookRequest, context: ProofContext): Proof {
  const signature = header(request, 'x-mandrill-signature');
  if (!signature) return refused('The signature header is missing.');
  const fields = peek(() => readForm(request), {});
  const keys = isSetup(request) ? [...context.secrets, SETUP_KEY] : context.secrets;
  const signedFields = Object.keys(fields)
    .sort()
    .map((name) => `${name}${field(fields, name)}`);
  const fits = signedUrls(request).some((url) =>
    hmacMatches({ algorithm: 'sha1', keys, parts: [url, ...signedFields], signature, encoding: 'base64' }),
  );
  return fits ? genuine() : refused('The signature does not fit the URL and the fields.');
}

/** A URL configured with credentials is signed with them, though they arrive as a header. */
function signedUrls(request: WebhookRequest): readonly string[] {
  const urls = urlSpellings(request.url);
  const [scheme = '', credentials = ''] = (header(request, 'authorization') ?? '').split(' ', 2);
  if (!/^basic$/i.test(scheme)) return urls;
  return [...urls, ...withCredentials(urls, Buffer.from(credentials, 'base64').toString('utf8'))];
}

/** While a webhook is made, a HEAD and an empty list want 200. */
function greet(request: WebhookRequest): (Handshake & { readonly unproven?: boolean }) | null {
  if (request.method === 'HEAD') return { status: 200, unproven: true };
  return isSetup(request) ? { status: 200 } : null;
}

/** An empty list and nothing else: what is read as JSON is no set-up, whatever it holds besides. */
function isSetup(request: WebhookRequest): boolean {
  const fields = looksLikeJson(request.body) ? {} : peek(() => readForm(request), {});
  return /^\s*\[\s*\]\s*$/.test(textOf(fields, EVENTS_FIELD) ?? '');
}

function read(request: WebhookRequest): Reading {
  return readEach(eventsIn(request), (entry) => readEvent(record(entry), request.receivedAt));
}

/** The list in the form's one field. Programs that pass it on send the same field, or what is in it, as JSON. */
function eventsIn(request: WebhookRequest): readonly unknown[] {
  if (looksLikeJson(request.body)) {
    return readEntries(request).flatMap((entry) =>
      Object.hasOwn(entry, EVENTS_FIELD) ? listIn(field(entry, EVENTS_FIELD)) : [entry],
    );
  }
  const events = field(readForm(request), EVENTS_FIELD);
  if (events === undefined) throw new UnreadableBody('The form has no field mandrill_events.');
  return listIn(events);
}

const EVENTS_FIELD = 'mandrill_events';

function listIn(events: unknown): readonly unknown[] {
  return list(typeof events === 'string' ? parseJson(events) : events);
}

function readEvent(event: JsonRecord, receivedAt: number): ReportedEvent | null {
  // The documentation also writes `hard-bounce`.
  const name = eventName(event, 'event', 'type')?.replace('-', '_');
  const message = recordAt(event, 'msg');
  const word = meaningOf(mandrillEvents, name) ?? UNHEARD_OF;
  const bounced = textOf(message, 'bounce_description');
  const rejected =
    textOf(recordAt(event, 'reject'), 'reason') ??
    textOf(recordAt(message, 'reject'), 'reason') ??
    textOf(message, 'reject_reason');
  return eventOf(
    (word.kind === 'dropped' && meaningOf(mandrillRejects, rejected)) || word,
    {
      recipient:
        recipientOf(message, 'email') ??
        recipientOf(recordAt(event, 'reject'), 'email') ??
        recipientOf(recordAt(event, 'entry'), 'email'),
      // Without its own time an event has that of its message.
      occurredAt: readTime(field(event, 'ts')) ?? readTime(field(message, 'ts')) ?? receivedAt,
      eventId: eventId(name, textOf(event, '_id') ?? textOf(message, '_id'), textOf(event, 'ts')),
    },
    {
      diagnostic: textOf(message, 'diag') ?? lastDiagnostic(message),
      espClass: bounced ?? rejected ?? name,
      espCode: meaningOf(mandrillBounces, bounced)?.code ?? undefined,
    },
  );
}

/** A deferral's replies are listed by attempt. */
function lastDiagnostic(message: JsonRecord): string | undefined {
  return textOf(record(list(at(message, 'smtp_events')).at(-1)), 'diag');
}
