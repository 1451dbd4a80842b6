import { splitAddressList } from '../../address/scan.ts';
import type { FailureEvidence } from '../../events/event.ts';
import { payloadOf } from '../delivery.ts';
import { parseEntries, peekEntries } from '../parsing/entries.ts';
import { eventId, eventName, eventOf, forEachCandidate, recipientOf } from '../parsing/event.ts';
import { type EventMapping, mapEvent, UNMAPPED } from '../parsing/event-map.ts';
import { at, field, isRecord, type JsonRecord, parseJson, recordAt, textOf } from '../parsing/json.ts';
import { type EntryEvents, parser } from '../parsing/parser.ts';
import { parseTime } from '../parsing/time.ts';
import {
  type Delivery,
  defineProvider,
  type Verification,
  type VerificationContext,
  type WebhookRequest,
} from '../provider.ts';
import { isFresh } from '../signature/freshness.ts';
import { hmacMatches } from '../signature/hmac.ts';
import { rejected, verified } from '../signature/outcome.ts';
import { mailgunCodes, mailgunEvents } from './event-map.ts';

/** Mailgun tries for eight hours and is not known to sign a retry afresh. */
const TOLERANCE_SECONDS = 12 * 3600;

/**
 * Mailgun: one event, as JSON around `event-data`, or from legacy webhooks as a form whose fields lie among the
 * sender's own variables. The signature covers a timestamp and a token, and not the event.
 */
export const mailgun = defineProvider({
  name: 'mailgun',
  title: 'Mailgun',
  takesApiKey: true,
  retryHours: 8,
  verify,
  ...parser(parseEntries, parseBody),
});

function verify(request: WebhookRequest, context: VerificationContext): Verification {
  const proofs = peekEntries(payloadOf(request)).map((body) => verifyBody(body, context));
  const [first] = proofs;
  return proofs.find((proof) => !proof.verified) ?? first ?? rejected('The body carries no signature.');
}

function verifyBody(body: JsonRecord, context: VerificationContext): Verification {
  const signatures = signaturesOf(body);
  if (signatures.length === 0) return rejected('The body carries no signature.');
  const fits = signatures.some(({ timestamp, token, signature }) =>
    hmacMatches({
      algorithm: 'sha256',
      keys: context.secrets,
      parts: [timestamp, token],
      signature,
      encoding: 'hex',
    }),
  );
  if (!fits) return rejected('The signature does not fit its timestamp and token.');
  const fresh = signatures.every(({ timestamp }) => isFresh(timestamp, context.now, TOLERANCE_SECONDS));
  return fresh ? verified() : rejected('The signature is too old, or from the future.');
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

function parseBody(body: JsonRecord, { receivedAt }: Delivery): EntryEvents {
  const signedAt = parseTime(at(body, 'signature', 'timestamp'));
  return parseEvent(eventIn(body), signedAt ?? receivedAt);
}

/** The event inside `event-data`, which a form holds as text; legacy webhooks and the Events API put none around it. */
function eventIn(body: JsonRecord): JsonRecord {
  const data = field(body, 'event-data');
  const event = typeof data === 'string' && data !== '' ? parseJson(data) : data;
  return isRecord(event) ? event : body;
}

function parseEvent(event: JsonRecord, otherwiseAt: number) {
  const mapping = mappingOf(event);
  const evidence = evidenceOf(event, mapping);
  const facts = {
    occurredAt: parseTime(field(event, 'timestamp')) ?? otherwiseAt,
    eventId: mailgunEventId(event),
  };
  return forEachCandidate(recipientsOf(event), facts).map((candidate) =>
    eventOf(mapping, candidate, evidence),
  );
}

/** A rejected message has no recipient of its own, only the envelope's targets or the message's To. */
function recipientsOf(event: JsonRecord): ReadonlyArray<string | undefined> {
  const recipient = recipientOf(event, 'recipient');
  if (recipient !== undefined) return [recipient];
  const to = splitAddressList(
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
  if (id !== undefined) return eventId(name, id, Math.floor((parseTime(time) ?? 0) / 86_400_000));
  const message = textOf(recordAt(event, 'message', 'headers'), 'message-id') ?? textOf(event, 'Message-Id');
  return eventId(name, message ?? textOf(event, 'token'), time);
}

function mappingOf(event: JsonRecord): EventMapping {
  const name = eventName(event, 'event');
  const code = mapEvent(mailgunCodes, codeOf(event));
  if (code?.kind === 'dropped') return code;
  if (name === 'dropped' && hasReply(event)) return mapEvent(mailgunEvents, 'dropped/reply') ?? UNMAPPED;
  const reason = textOf(event, 'reason');
  const kind = `${name}/${textOf(event, 'severity')}`;
  return (
    mapEvent(mailgunEvents, `${kind}/${reason}`) ??
    mapEvent(mailgunEvents, kind) ??
    mapEvent(mailgunEvents, `${name}/${reason}`) ??
    mapEvent(mailgunEvents, `${name}/permanent/${reason}`) ??
    mapEvent(mailgunEvents, name) ??
    UNMAPPED
  );
}

/** Legacy webhooks call dropped what Mailgun did not try, and also what a server refused: there its reply stands. */
function hasReply(event: JsonRecord): boolean {
  const code = codeOf(event);
  const isServers =
    matching(ENHANCED, code) ?? (mapEvent(mailgunCodes, code) ? undefined : matching(REPLY, code));
  return isServers !== undefined && textIn(event) !== undefined;
}

function codeOf(event: JsonRecord): string | undefined {
  return textOf(recordAt(event, 'delivery-status'), 'code') ?? textOf(event, 'code');
}

function evidenceOf(event: JsonRecord, mapping: EventMapping): FailureEvidence {
  const status = recordAt(event, 'delivery-status');
  const code = codeOf(event);
  const reason = textOf(event, 'reason') ?? textOf(recordAt(event, 'reject'), 'reason');
  // Of a message that was never sent the texts are Mailgun's own, and no server's reply.
  if (mapping.kind === 'dropped') return { espClass: reason ?? code };
  return {
    diagnostic: textIn(event),
    status: textOf(status, 'enhanced-code') ?? textOf(status, 'bounce-code') ?? matching(ENHANCED, code),
    replyCode: mapEvent(mailgunCodes, code) ? undefined : matching(REPLY, code),
    espClass: reason,
    espCode: mapEvent(mailgunCodes, code)?.code ?? undefined,
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
