import type { FailureEvidence, ReportedEvent } from '../../events/event.ts';
import { type FailureCode, isFailureCode } from '../../failure-codes/scheme.ts';
import { payloadOf } from '../delivery.ts';
import { parseEntries } from '../parsing/entries.ts';
import { eventId, eventName, eventOf, recipientOf } from '../parsing/event.ts';
import { type EventMapping, mapEvent, UNMAPPED } from '../parsing/event-map.ts';
import { field, isRecord, type JsonRecord, numberOf, textOf } from '../parsing/json.ts';
import { parser } from '../parsing/parser.ts';
import { peek } from '../parsing/peek.ts';
import { parseTime } from '../parsing/time.ts';
import {
  type Delivery,
  defineProvider,
  type Handshake,
  type Payload,
  type Verification,
  type VerificationContext,
  type WebhookRequest,
} from '../provider.ts';
import { sameText } from '../signature/constant-time.ts';
import { rejected, verified } from '../signature/outcome.ts';
import { socketlabsCodes, socketlabsEvents } from './event-map.ts';

/**
 * SocketLabs' Event Webhook: one event or a list, JSON (a form before June 2021), with the endpoint's secret key in
 * each. It states the failure code itself: this scheme is SocketLabs' own.
 */
export const socketlabs = defineProvider({
  name: 'socketlabs',
  title: 'SocketLabs',
  takesApiKey: true,
  verify,
  handshake,
  ...parser(eventsIn, parseEvent),
});

function verify(request: WebhookRequest, context: VerificationContext): Verification {
  const keys = peek(() => eventsIn(payloadOf(request)), []).map((event) => textOf(event, 'SecretKey') ?? '');
  if (keys.length === 0 || keys.includes('')) return rejected('The body has no SecretKey.');
  const fits = keys.every((key) => context.secrets.filter((secret) => sameText(secret, key)).length > 0);
  return fits ? verified() : rejected('The SecretKey is not the one of this source.');
}

/** Answers with the key that the validation wants to see again. */
function handshake(request: WebhookRequest): Handshake | null {
  const [event] = peek(() => eventsIn(payloadOf(request)), []);
  if (event === undefined || textOf(event, 'Type')?.toLowerCase() !== 'validation') return null;
  const key = textOf(event, 'ValidationKey') ?? textOf(event, 'SecretKey');
  return { status: 200, body: { ValidationKey: key } };
}

/** Some of SocketLabs' own examples put the event inside `data`. */
function eventsIn(payload: Payload): readonly JsonRecord[] {
  return parseEntries(payload).map((body) => {
    const inner = field(body, 'data');
    return textOf(body, 'Type') === undefined && isRecord(inner) ? inner : body;
  });
}

function parseEvent(event: JsonRecord, { receivedAt }: Delivery): ReportedEvent | null {
  const type = eventName(event, 'Type') ?? '';
  const time = textOf(event, 'DateTime');
  const code = statedCode(event);
  return eventOf(
    mappingOf(type, event, code),
    {
      recipient: recipientOf(event, 'Address'),
      occurredAt: parseTime(time) ?? receivedAt,
      eventId: eventId(type, textOf(event, 'MessageId') ?? textOf(event, 'MailingId'), time),
    },
    evidenceOf(event, code),
  );
}

const failureTypes = ['Temporary', 'Permanent', 'Suppressed'];
const trackingTypes = ['Click', 'Open', 'Unsubscribe'];

function mappingOf(type: string, event: JsonRecord, code: FailureCode | undefined): EventMapping {
  const detail =
    type.toLowerCase() === 'tracking'
      ? named(textOf(event, 'TrackingType'), trackingTypes)
      : named(textOf(event, 'FailureType'), failureTypes);
  const mapping =
    mapEvent(socketlabsEvents, `${type}/${detail}`) ?? mapEvent(socketlabsEvents, type) ?? UNMAPPED;
  if (mapping.kind === 'complaint' && textOf(event, 'FblType')?.toLowerCase() === 'not-spam') return UNMAPPED;
  return (mapping.kind === 'bounce' && mapEvent(socketlabsCodes, String(code))) || mapping;
}

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
