import type { ReportedEvent } from '../events/event.ts';
import { proveSharedSecret } from './proof/shared-secret.ts';
import type { Proof, ProofContext, Provider, Reading, WebhookRequest } from './provider.ts';
import { readEach } from './reading/batch.ts';
import { readEntries } from './reading/entries.ts';
import { eventId, eventName, eventOf, recipientOf } from './reading/event.ts';
import { booleanOf, field, type JsonRecord, textOf } from './reading/json.ts';
import { readTime } from './reading/time.ts';
import { meaningOf, UNHEARD_OF, type Word } from './reading/vocabulary.ts';
import { mailjetErrors, mailjetEvents, mailjetRelations } from './vocabulary/mailjet.ts';

/** Mailjet: one event, or a list where events are grouped. It signs nothing. */
export const mailjet: Provider = {
  name: 'mailjet',
  title: 'Mailjet',
  prove,
  read,
  guide: {
    where: 'Account settings > REST API > Event notifications (webhooks)',
    tick: ['Sent', 'Bounce', 'Blocked', 'Spam', 'Unsub'],
    secret: { from: 'us', how: 'basic', field: 'Endpoint URL, as https://user:password@...' },
    proof: 'Nothing is signed: basic authentication or the URL carries the secret.',
    documents: ['https://dev.mailjet.com/email/guides/webhooks/'],
    notes: [
      'Tick "Group events" for fewer requests; both forms are read.',
      'Mailjet takes 200 only, and suspends an endpoint that fails for long.',
    ],
  },
};

function prove(request: WebhookRequest, context: ProofContext): Proof {
  return proveSharedSecret(request, context);
}

function read(request: WebhookRequest): Reading {
  // `MessageID` is a 64-bit number, and JSON.parse would round it.
  const entries = readEntries(request, { idsAsText: ['MessageID', 'mj_message_id'] });
  return readEach(entries, (entry) => readEvent(entry, request.receivedAt));
}

function readEvent(event: JsonRecord, receivedAt: number): ReportedEvent | null {
  const name = eventName(event, 'event');
  const message =
    textOf(event, 'MessageID') ?? textOf(event, 'Message_GUID') ?? textOf(event, 'mj_message_id');
  const error = textOf(event, 'error');
  const relation = textOf(event, 'error_related_to');
  const meaning = meaningOf(mailjetErrors, error) ?? meaningOf(mailjetRelations, relation);
  return eventOf(
    wordOf(name, event),
    {
      recipient: recipientOf(event, 'email'),
      occurredAt: readTime(field(event, 'time')) ?? receivedAt,
      eventId: eventId(name, message, textOf(event, 'time')),
    },
    {
      diagnostic: textOf(event, 'comment') ?? textOf(event, 'smtp_reply'),
      espClass: error ?? relation ?? name,
      espCode: meaning?.code ?? undefined,
      ...(name === 'blocked' && meaning?.listed && { listed: true }),
    },
  );
}

/** Of a bounce the error tells the kind and the flag whether it is for good; a block stays a block. */
function wordOf(name: string | undefined, event: JsonRecord): Word {
  const word = meaningOf(mailjetEvents, name) ?? UNHEARD_OF;
  if (word.kind !== 'bounce') return word;
  const hard = booleanOf(event, 'hard_bounce') ?? null;
  const named = textOf(event, 'error');
  const unnamed = named === undefined && hard !== null ? `bounce/${hard ? 'hard' : 'soft'}` : undefined;
  const error = meaningOf(mailjetErrors, named) ?? meaningOf(mailjetEvents, unnamed) ?? word;
  return { ...error, kind: hard ? 'bounce' : error.kind, permanent: hard ?? error.permanent };
}
