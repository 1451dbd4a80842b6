import type { FailureEvidence, ReportedEvent } from '../../events/event.ts';
import { codeNamed, type FailureCode, isFailureCode } from '../../failure-codes/scheme.ts';
import { readEach } from '../parsing/batch.ts';
import { readEntries } from '../parsing/entries.ts';
import { eventId, eventName, eventOf, recipientOf } from '../parsing/event.ts';
import { type EventMapping, mapEvent, UNMAPPED } from '../parsing/event-map.ts';
import { field, isRecord, type JsonRecord, numberOf, textOf } from '../parsing/json.ts';
import { peek } from '../parsing/peek.ts';
import { readTime } from '../parsing/time.ts';
import {
  defineProvider,
  type Handshake,
  type ParsedEvents,
  type Verification,
  type VerificationContext,
  type WebhookRequest,
} from '../provider.ts';
import { isAllowed } from '../signature/allow-list.ts';
import { sameText } from '../signature/constant-time.ts';
import { rejected, verified } from '../signature/outcome.ts';
import { socketlabsEvents } from './event-map.ts';

/**
 * SocketLabs' Event Webhook: one event or a list, JSON (a form before June 2021), with the endpoint's secret key in
 * each. It states the failure code itself: this scheme is SocketLabs' own.
 */
export const socketlabs = defineProvider({
  name: 'socketlabs',
  title: 'SocketLabs',
  verify,
  handshake,
  parse,
});

function verify(request: WebhookRequest, context: VerificationContext): Verification {
  if (context.allow && !(context.ip && isAllowed(context.ip, context.allow))) {
    return rejected('The request comes from an address outside the allowed ranges.');
  }
  const keys = peek(() => eventsIn(request), []).map((event) => textOf(event, 'SecretKey') ?? '');
  if (keys.length === 0 || keys.includes('')) return rejected('The body has no SecretKey.');
  const fits = keys.every((key) => context.secrets.filter((secret) => sameText(secret, key)).length > 0);
  return fits ? verified() : rejected('The SecretKey is not the one of this source.');
}

/** Answers with the key that the validation wants to see again. */
function handshake(request: WebhookRequest): Handshake | null {
  const [event] = peek(() => eventsIn(request), []);
  if (event === undefined || textOf(event, 'Type')?.toLowerCase() !== 'validation') return null;
  const key = textOf(event, 'ValidationKey') ?? textOf(event, 'SecretKey');
  return { status: 200, body: { ValidationKey: key } };
}

function parse(request: WebhookRequest): ParsedEvents {
  return readEach(eventsIn(request), (event) => readEvent(event, request.receivedAt));
}

/** Some of SocketLabs' own examples put the event inside `data`. */
function eventsIn(request: WebhookRequest): readonly JsonRecord[] {
  return readEntries(request).map((body) => {
    const inner = field(body, 'data');
    return textOf(body, 'Type') === undefined && isRecord(inner) ? inner : body;
  });
}

function readEvent(event: JsonRecord, receivedAt: number): ReportedEvent | null {
  const type = eventName(event, 'Type') ?? '';
  const time = textOf(event, 'DateTime');
  const code = statedCode(event);
  return eventOf(
    wordOf(type, event, code),
    {
      recipient: recipientOf(event, 'Address'),
      occurredAt: readTime(time) ?? receivedAt,
      eventId: eventId(type, textOf(event, 'MessageId') ?? textOf(event, 'MailingId'), time),
    },
    evidenceOf(event, code),
  );
}

const failureTypes = ['Temporary', 'Permanent', 'Suppressed'];
const trackingTypes = ['Click', 'Open', 'Unsubscribe'];

function wordOf(type: string, event: JsonRecord, code: FailureCode | undefined): EventMapping {
  const detail =
    type.toLowerCase() === 'tracking'
      ? named(textOf(event, 'TrackingType'), trackingTypes)
      : named(textOf(event, 'FailureType'), failureTypes);
  const word =
    mapEvent(socketlabsEvents, `${type}/${detail}`) ?? mapEvent(socketlabsEvents, type) ?? UNMAPPED;
  if (word.kind === 'complaint' && textOf(event, 'FblType')?.toLowerCase() === 'not-spam') return UNMAPPED;
  return word.kind === 'bounce' && code === AUTO_REPLY ? { ...word, kind: 'auto-reply' } : word;
}

const AUTO_REPLY = codeNamed('auto-reply');

/** Older endpoints write the type as its number. */
function named(type: string | undefined, names: readonly string[]): string | undefined {
  return type === undefined ? undefined : (names[Number(type)] ?? type);
}

function statedCode(event: JsonRecord): FailureCode | undefined {
  const code = numberOf(event, 'FailureCode') ?? numberOf(event, 'DeferralCode');
  return isFailureCode(code) ? code : undefined;
}

function evidenceOf(event: JsonRecord, code: FailureCode | undefined): FailureEvidence {
  return {
    diagnostic: textOf(event, 'DiagnosticCode') ?? textOf(event, 'Reason'),
    status: textOf(event, 'BounceStatus'),
    espClass: textOf(event, 'FailureCode') ?? textOf(event, 'DeferralCode'),
    statedCode: code,
  };
}
