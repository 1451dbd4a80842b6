import type { FailureEvidence } from '../events/event.ts';
import { isFresh } from './proof/freshness.ts';
import { hmacMatches } from './proof/hmac.ts';
import { genuine, refused } from './proof/outcome.ts';
import type { Proof, ProofContext, Provider, Reading, WebhookRequest } from './provider.ts';
import { splitAddresses } from './reading/address-list.ts';
import { readEach } from './reading/batch.ts';
import { peekEntries, readEntries } from './reading/entries.ts';
import { eventId, eventName, eventOf, recipientOf } from './reading/event.ts';
import { at, field, isRecord, type JsonRecord, parseJson, recordAt, textOf } from './reading/json.ts';
import { readTime } from './reading/time.ts';
import { meaningOf, UNHEARD_OF, type Word } from './reading/vocabulary.ts';
import { mailgunCodes, mailgunEvents } from './vocabulary/mailgun.ts';

/** Mailgun tries for eight hours and is not known to sign a retry afresh. */
const TOLERANCE_SECONDS = 12 * 3600;

/**
 * Mailgun: one event, as JSON around `event-data`, or from legacy webhooks as a form whose fields lie among the
 * sender's own variables. The signature covers a timestamp and a token, and not the event.
 */
export const mailgun: Provider = {
  name: 'mailgun',
  title: 'Mailgun',
  prove,
  read,
  guide: {
    where: 'Send > Sending > Webhooks > Add webhook, once for each event',
    tick: ['Delivered Messages', 'Permanent Failure', 'Temporary Failure', 'Spam Complaints', 'Unsubscribes'],
    secret: { from: 'esp', field: 'HTTP webhook signing key' },
    proof:
      'HMAC-SHA256 over timestamp and token, hex, in the body; at most 12 hours old. The event itself is not covered.',
    documents: [
      'https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/webhooks',
      'https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/securing-webhooks',
    ],
    notes: [
      'The signature does not cover the event: keep the URL secret and on https. A signature older than 12 hours is refused.',
      'Events of a sub-account may be signed with the key of its parent: give the source both keys.',
      'Mailgun stops only at 200 and 406. What is refused or cannot be stored is answered otherwise, so that a wrong key loses nothing within 8 hours.',
    ],
  },
};

function prove(request: WebhookRequest, context: ProofContext): Proof {
  const proofs = peekEntries(request).map((body) => proveBody(body, context));
  const [first] = proofs;
  return proofs.find((proof) => !proof.genuine) ?? first ?? refused('The body carries no signature.');
}

function proveBody(body: JsonRecord, context: ProofContext): Proof {
  const signatures = signaturesOf(body);
  if (signatures.length === 0) return refused('The body carries no signature.');
  const fits = signatures.some(({ timestamp, token, signature }) =>
    hmacMatches({
      algorithm: 'sha256',
      keys: context.secrets,
      parts: [timestamp, token],
      signature,
      encoding: 'hex',
    }),
  );
  if (!fits) return refused('The signature does not fit its timestamp and token.');
  const fresh = signatures.every(({ timestamp }) => isFresh(timestamp, context.now, TOLERANCE_SECONDS));
  return fresh ? genuine() : refused('The signature is too old, or from the future.');
}

interface MailgunSignature {
  readonly timestamp: string;
  readonly token: string;
  readonly signature: string;
}

/** The account's own signature and its parent's; in a form the three parts lie among the other fields. */
function signaturesOf(body: JsonRecord): MailgunSignature[] {
  const own = at(body, 'signature');
  const parts = [
    isRecord(own) ? own : body,
    recordAt(body, 'parent-signature'),
    recordAt(own, 'parent-signature'),
  ];
  return parts.flatMap((from) => {
    const [timestamp, token, signature] = ['timestamp', 'token', 'signature'].map((key) => textOf(from, key));
    return timestamp && token && signature ? [{ timestamp, token, signature }] : [];
  });
}

function read(request: WebhookRequest): Reading {
  return readEach(readEntries(request), (body) => {
    const signedAt = readTime(at(body, 'signature', 'timestamp'));
    return readEvent(eventIn(body), signedAt ?? request.receivedAt);
  });
}

/** The event inside `event-data`, which a form holds as text; legacy webhooks and the Events API put none around it. */
function eventIn(body: JsonRecord): JsonRecord {
  const data = field(body, 'event-data');
  const event = typeof data === 'string' && data !== '' ? parseJson(data) : data;
  return isRecord(event) ? event : body;
}

function readEvent(event: JsonRecord, otherwiseAt: number) {
  const word = wordOf(event);
  const evidence = evidenceOf(event, word);
  const facts = {
    occurredAt: readTime(field(event, 'timestamp')) ?? otherwiseAt,
    eventId: mailgunEventId(event),
  };
  return recipientsOf(event).map((recipient) => eventOf(word, { ...facts, recipient }, evidence));
}

/** A rejected message has no recipient of its own, only the envelope's targets or the message's To. */
function recipientsOf(event: JsonRecord): ReadonlyArray<string | undefined> {
  const recipient = recipientOf(event, 'recipient');
  if (recipient !== undefined) return [recipient];
  const to = splitAddresses(
    textOf(recordAt(event, 'envelope'), 'targets') ??
      textOf(recordAt(event, 'message', 'headers'), 'to') ??
      '',
  );
  return to.length > 0 ? to : [undefined];
}

/** Mailgun's ids are unique within a day. Legacy events have none; their token is new with each event. */
function mailgunEventId(event: JsonRecord): string {
  const name = textOf(event, 'event');
  const time = textOf(event, 'timestamp');
  const id = textOf(event, 'id');
  if (id !== undefined) return eventId(name, id, Math.floor((readTime(time) ?? 0) / 86_400_000));
  const message = textOf(recordAt(event, 'message', 'headers'), 'message-id') ?? textOf(event, 'Message-Id');
  return eventId(name, message ?? textOf(event, 'token'), time);
}

function wordOf(event: JsonRecord): Word {
  const name = eventName(event, 'event');
  const code = meaningOf(mailgunCodes, codeOf(event));
  if (code?.kind === 'dropped') return code;
  if (name === 'dropped' && hasReply(event)) return meaningOf(mailgunEvents, 'dropped/reply') ?? UNHEARD_OF;
  const reason = textOf(event, 'reason');
  const kind = `${name}/${textOf(event, 'severity')}`;
  return (
    meaningOf(mailgunEvents, `${kind}/${reason}`) ??
    meaningOf(mailgunEvents, kind) ??
    meaningOf(mailgunEvents, `${name}/${reason}`) ??
    meaningOf(mailgunEvents, `${name}/permanent/${reason}`) ??
    meaningOf(mailgunEvents, name) ??
    UNHEARD_OF
  );
}

/** Legacy webhooks call dropped what Mailgun did not try, and also what a server refused: there its reply stands. */
function hasReply(event: JsonRecord): boolean {
  const code = codeOf(event);
  const isServers =
    matching(ENHANCED, code) ?? (meaningOf(mailgunCodes, code) ? undefined : matching(REPLY, code));
  return isServers !== undefined && textIn(event) !== undefined;
}

function codeOf(event: JsonRecord): string | undefined {
  return textOf(recordAt(event, 'delivery-status'), 'code') ?? textOf(event, 'code');
}

function evidenceOf(event: JsonRecord, word: Word): FailureEvidence {
  const status = recordAt(event, 'delivery-status');
  const code = codeOf(event);
  const reason = textOf(event, 'reason') ?? textOf(recordAt(event, 'reject'), 'reason');
  // Of a message that was never sent the texts are Mailgun's own, and no server's reply.
  if (word.kind === 'dropped') return { espClass: reason ?? code };
  return {
    diagnostic: textIn(event),
    status: textOf(status, 'enhanced-code') ?? textOf(status, 'bounce-code') ?? matching(ENHANCED, code),
    replyCode: meaningOf(mailgunCodes, code) ? undefined : matching(REPLY, code),
    espClass: reason,
    espCode: meaningOf(mailgunCodes, code)?.code ?? undefined,
  };
}

function textIn(event: JsonRecord): string | undefined {
  const status = recordAt(event, 'delivery-status');
  return (
    textOf(status, 'message') ??
    textOf(status, 'description') ??
    textOf(event, 'error') ??
    textOf(event, 'description') ??
    textOf(event, 'notification')
  );
}

const ENHANCED = /^[245]\.\d{1,3}\.\d{1,3}$/;
const REPLY = /^[2-5]\d\d$/;

function matching(pattern: RegExp, text: string | undefined): string | undefined {
  return text !== undefined && pattern.test(text) ? text : undefined;
}
