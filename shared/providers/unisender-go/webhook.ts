import { hash } from 'node:crypto';
import type { ReportedEvent } from '../../events/event.ts';
import { parseEntries } from '../parsing/entries.ts';
import { eventId, eventOf, recipientOf } from '../parsing/event.ts';
import { type EventMapping, mapEvent, UNMAPPED } from '../parsing/event-map.ts';
import { field, type JsonRecord, list, record, recordAt, textOf } from '../parsing/json.ts';
import { parser } from '../parsing/parser.ts';
import { parseTime } from '../parsing/time.ts';
import {
  type Delivery,
  defineProvider,
  type Verification,
  type VerificationContext,
  type WebhookRequest,
} from '../provider.ts';
import { sameText } from '../signature/constant-time.ts';
import { rejected, verified } from '../signature/outcome.ts';
import { urlCheckHandshake } from '../url-check.ts';
import { unisenderGoDeliveryStatuses, unisenderGoStatuses } from './event-map.ts';

/** UniSender Go: events by project, with a signature that stands inside the body it signs. */
export const unisenderGo = defineProvider({
  name: 'unisender-go',
  title: 'UniSender Go',
  takesApiKey: true,
  verify,
  handshake: urlCheckHandshake,
  ...parser((payload) => parseEntries(payload).flatMap(eventsOf), parseEvent),
});

const AUTH = /"auth"\s*:\s*"([0-9a-f]{32})"/gi;
/** A sender's metadata may hold a field of the same name. */
const MAX_AUTHS = 4;

/** `auth` is the MD5 of the body in which the API key stands in its place. */
function verify(request: WebhookRequest, { secrets }: VerificationContext): Verification {
  const body = request.body.toString('latin1');
  const claims = [...body.matchAll(AUTH)].slice(0, MAX_AUTHS);
  if (claims.length === 0) return rejected('The body holds no signature.');
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
  return matches ? verified() : rejected('The signature does not fit the body.');
}

/** The events of all projects; with the option of a single event the body is that event itself. */
function eventsOf(body: JsonRecord): readonly JsonRecord[] {
  if (!Object.hasOwn(body, 'events_by_user')) return [body];
  return list(field(body, 'events_by_user')).flatMap((user) =>
    list(field(record(user), 'events')).map(record),
  );
}

const STATUS_EVENT = 'transactional_email_status';

function parseEvent(event: JsonRecord, { receivedAt }: Delivery): ReportedEvent | null {
  const data = Object.hasOwn(event, 'event_data') ? recordAt(event, 'event_data') : event;
  const status = textOf(data, 'status');
  const delivery = recordAt(data, 'delivery_info');
  const deliveryStatus = textOf(delivery, 'delivery_status');
  const time = textOf(data, 'event_time');
  const isStatus = (textOf(event, 'event_name') ?? STATUS_EVENT) === STATUS_EVENT;
  return eventOf(
    isStatus ? mappingOf(status, deliveryStatus) : UNMAPPED,
    {
      recipient: recipientOf(data, 'email'),
      occurredAt: parseTime(field(data, 'event_time')) ?? receivedAt,
      eventId: eventId(status, textOf(data, 'job_id'), time),
    },
    { diagnostic: textOf(delivery, 'destination_response'), espClass: deliveryStatus ?? status },
  );
}

/** What the status means, where a bounce's delivery status says it more exactly. */
function mappingOf(status: string | undefined, deliveryStatus: string | undefined): EventMapping {
  const mapping = mapEvent(unisenderGoStatuses, status) ?? UNMAPPED;
  const cause = mapping.kind === 'bounce' ? mapEvent(unisenderGoDeliveryStatuses, deliveryStatus) : undefined;
  if (cause === undefined) return mapping;
  // A permanent failure is not retried, whatever the cause is called.
  const kind = cause.kind === 'deferral' && mapping.permanent ? 'bounce' : cause.kind;
  // What was not sent says nothing of the address, unless its cause does.
  const code = cause.code ?? (kind === 'dropped' ? null : mapping.code);
  return { ...cause, kind, permanent: mapping.permanent, code };
}
