import { hash } from 'node:crypto';
import type { ReportedEvent } from '../events/event.ts';
import { sameText } from './proof/constant-time.ts';
import { genuine, refused } from './proof/outcome.ts';
import type { Proof, ProofContext, Provider, Reading, WebhookRequest } from './provider.ts';
import { readEach } from './reading/batch.ts';
import { readEntries } from './reading/entries.ts';
import { eventId, eventOf, recipientOf } from './reading/event.ts';
import { field, type JsonRecord, list, record, recordAt, textOf } from './reading/json.ts';
import { readTime } from './reading/time.ts';
import { meaningOf, UNHEARD_OF, type Word } from './reading/vocabulary.ts';
import { greetUrlCheck } from './url-check.ts';
import { unisenderGoDeliveryStatuses, unisenderGoStatuses } from './vocabulary/unisender-go.ts';

/** UniSender Go: events by project, with a signature that stands inside the body it signs. */
export const unisenderGo: Provider = {
  name: 'unisender-go',
  title: 'UniSender Go',
  prove,
  greet: greetUrlCheck,
  read,
  guide: {
    where: 'Webhooks > Add webhook, or the API method webhook/set',
    tick: ['delivered', 'soft_bounced', 'hard_bounced', 'unsubscribed', 'subscribed', 'spam'],
    secret: { from: 'esp', field: 'API key of the project or of the user whose webhook it is' },
    proof: 'MD5 of the body in which the API key stands for the signature, hex, in `auth` in the body.',
    documents: ['https://godocs.unisender.ru/web-api-ref#callback-format'],
    notes: [
      'The signature is an MD5 of body and key, as UniSender Go defines it; UniOne, its sister abroad, sends the same.',
      'Leave the delivery format at `json_post`: compressed bodies are not read.',
    ],
  },
};

const AUTH = /"auth"\s*:\s*"([0-9a-f]{32})"/gi;
/** A sender's metadata may hold a field of the same name. */
const MOST_AUTHS = 4;

/** `auth` is the MD5 of the body in which the API key stands in its place. */
function prove(request: WebhookRequest, { secrets }: ProofContext): Proof {
  const body = request.body.toString('latin1');
  const claims = [...body.matchAll(AUTH)].slice(0, MOST_AUTHS);
  if (claims.length === 0) return refused('The body holds no signature.');
  const matches = claims.some(({ 0: match, 1: auth = '', index }) => {
    const start = index + match.length - 1 - auth.length;
    const before = request.body.subarray(0, start);
    const after = request.body.subarray(start + auth.length);
    return secrets.some(
      (secret) =>
        secret !== '' &&
        sameText(hash('md5', Buffer.concat([before, Buffer.from(secret), after])), auth.toLowerCase()),
    );
  });
  return matches ? genuine() : refused('The signature does not fit the body.');
}

function read(request: WebhookRequest): Reading {
  return readEach(readEntries(request).flatMap(eventsOf), (event) => readEvent(event, request.receivedAt));
}

/** The events of all projects; with the option of a single event the body is that event itself. */
function eventsOf(body: JsonRecord): readonly JsonRecord[] {
  if (!Object.hasOwn(body, 'events_by_user')) return [body];
  return list(field(body, 'events_by_user')).flatMap((user) =>
    list(field(record(user), 'events')).map(record),
  );
}

const STATUS_EVENT = 'transactional_email_status';

function readEvent(event: JsonRecord, receivedAt: number): ReportedEvent | null {
  const data = Object.hasOwn(event, 'event_data') ? recordAt(event, 'event_data') : event;
  const status = textOf(data, 'status');
  const delivery = recordAt(data, 'delivery_info');
  const deliveryStatus = textOf(delivery, 'delivery_status');
  const time = textOf(data, 'event_time');
  const isStatus = (textOf(event, 'event_name') ?? STATUS_EVENT) === STATUS_EVENT;
  return eventOf(
    isStatus ? wordOf(status, deliveryStatus) : UNHEARD_OF,
    {
      recipient: recipientOf(data, 'email'),
      occurredAt: readTime(field(data, 'event_time')) ?? receivedAt,
      eventId: eventId(status, textOf(data, 'job_id'), time),
    },
    { diagnostic: textOf(delivery, 'destination_response'), espClass: deliveryStatus ?? status },
  );
}

/** What the status means, where a bounce's delivery status says it more exactly. */
function wordOf(status: string | undefined, deliveryStatus: string | undefined): Word {
  const word = meaningOf(unisenderGoStatuses, status) ?? UNHEARD_OF;
  const cause = word.kind === 'bounce' ? meaningOf(unisenderGoDeliveryStatuses, deliveryStatus) : undefined;
  if (cause === undefined) return word;
  // What is refused for good is not tried again, whatever the cause is called.
  const kind = cause.kind === 'deferral' && word.permanent ? 'bounce' : cause.kind;
  // What was not sent says nothing of the address, unless its cause does.
  const code = cause.code ?? (kind === 'dropped' ? null : word.code);
  return { ...cause, kind, permanent: word.permanent, code };
}
