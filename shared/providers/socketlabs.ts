import type { FailureEvidence, ReportedEvent } from '../events/event.ts';
import { codeNamed, type FailureCode, isFailureCode } from '../failure-codes/scheme.ts';
import { isAllowed } from './proof/allow-list.ts';
import { sameText } from './proof/constant-time.ts';
import { genuine, refused } from './proof/outcome.ts';
import type { Handshake, Proof, ProofContext, Provider, Reading, WebhookRequest } from './provider.ts';
import { readEach } from './reading/batch.ts';
import { readEntries } from './reading/entries.ts';
import { eventId, eventName, eventOf, recipientOf } from './reading/event.ts';
import { field, isRecord, type JsonRecord, numberOf, textOf } from './reading/json.ts';
import { peek } from './reading/peek.ts';
import { readTime } from './reading/time.ts';
import { meaningOf, UNHEARD_OF, type Word } from './reading/vocabulary.ts';
import { socketlabsEvents } from './vocabulary/socketlabs.ts';

/**
 * SocketLabs' Event Webhook: one event or a list, JSON (a form before June 2021), with the endpoint's secret key in
 * each. It states the failure code itself: this scheme is SocketLabs' own.
 */
export const socketlabs: Provider = {
  name: 'socketlabs',
  title: 'SocketLabs',
  prove,
  greet,
  read,
  guide: {
    where: 'Configuration > Event Webhooks (of the server, the subaccount or the account)',
    tick: ['Sent', 'Failed', 'Deferred', 'Complaint', 'Unsubscribe (under Tracking)'],
    secret: { from: 'esp', field: 'Secret Key' },
    proof: 'Nothing is signed: `SecretKey` in the body carries the secret.',
    documents: [
      'https://help.socketlabs.com/docs/event-webhooks-authentication-and-access',
      'https://help.socketlabs.com/docs/event-webhooks-data-attributes',
    ],
    notes: [
      'The secret key travels in the body of every event, so the URL must be https.',
      'Events come from 142.0.176.0/20, validation and test events from 52.152.150.178: an allow-list of the source may name them.',
      'A bounce may come days after the event that said it was delivered.',
      'An account-level webhook is validated by its secret key: that is the answer where the request brings no validation key.',
    ],
  },
};

function prove(request: WebhookRequest, context: ProofContext): Proof {
  if (context.allow && !(context.ip && isAllowed(context.ip, context.allow))) {
    return refused('The request comes from an address outside the allowed ranges.');
  }
  const keys = peek(() => eventsIn(request), []).map((event) => textOf(event, 'SecretKey') ?? '');
  if (keys.length === 0 || keys.includes('')) return refused('The body has no SecretKey.');
  const fits = keys.every((key) => context.secrets.filter((secret) => sameText(secret, key)).length > 0);
  return fits ? genuine() : refused('The SecretKey is not the one of this source.');
}

/** Answers with the key that the validation wants to see again. */
function greet(request: WebhookRequest): Handshake | null {
  const [event] = peek(() => eventsIn(request), []);
  if (event === undefined || textOf(event, 'Type')?.toLowerCase() !== 'validation') return null;
  const key = textOf(event, 'ValidationKey') ?? textOf(event, 'SecretKey');
  return { status: 200, body: { ValidationKey: key } };
}

function read(request: WebhookRequest): Reading {
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

function wordOf(type: string, event: JsonRecord, code: FailureCode | undefined): Word {
  const detail =
    type.toLowerCase() === 'tracking'
      ? named(textOf(event, 'TrackingType'), trackingTypes)
      : named(textOf(event, 'FailureType'), failureTypes);
  const word =
    meaningOf(socketlabsEvents, `${type}/${detail}`) ?? meaningOf(socketlabsEvents, type) ?? UNHEARD_OF;
  if (word.kind === 'complaint' && textOf(event, 'FblType')?.toLowerCase() === 'not-spam') return UNHEARD_OF;
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
