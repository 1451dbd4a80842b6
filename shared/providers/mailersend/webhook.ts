import type { ReportedEvent } from '../../events/event.ts';
import { readEach } from '../parsing/batch.ts';
import { peekEntries, readEntries } from '../parsing/entries.ts';
import { eventId, eventOf, recipientOf } from '../parsing/event.ts';
import { mapEvent, UNMAPPED } from '../parsing/event-map.ts';
import { field, type JsonRecord, recordAt, textOf } from '../parsing/json.ts';
import { readTime } from '../parsing/time.ts';
import {
  defineProvider,
  type Handshake,
  type ParsedEvents,
  type Verification,
  type VerificationContext,
  type WebhookRequest,
} from '../provider.ts';
import { verifyBodySignature } from '../signature/body-signature.ts';
import { mailersendEvents } from './event-map.ts';

/** MailerSend: one activity, signed with HMAC over the body. */
export const mailersend = defineProvider({
  name: 'mailersend',
  title: 'MailerSend',
  verify,
  handshake,
  parse,
});

/** What MailerSend signs with, as documented, while a webhook is made and has no secret of its own yet. */
const TEST_SECRET = 'test_Am3L1GuOIc4blLUuHqAPxxwkZaJyEk8G';

function verify(request: WebhookRequest, context: VerificationContext): Verification {
  const secrets = isTest(request) ? [...context.secrets, TEST_SECRET] : context.secrets;
  return verifyBodySignature(request, { ...context, secrets }, { header: 'signature', encoding: 'hex' });
}

/** A webhook is not saved unless its test is answered with 2xx. */
function handshake(request: WebhookRequest): Handshake | null {
  return isTest(request) ? { status: 200 } : null;
}

function isTest(request: WebhookRequest): boolean {
  const [entry, ...others] = peekEntries(request);
  return entry !== undefined && others.length === 0 && textOf(entry, 'type') === 'webhook.test';
}

function parse(request: WebhookRequest): ParsedEvents {
  return readEach(readEntries(request), (activity) => readActivity(activity, request.receivedAt));
}

function readActivity(activity: JsonRecord, receivedAt: number): ReportedEvent | null {
  const data = recordAt(activity, 'data');
  const type = (textOf(activity, 'type') ?? textOf(data, 'type') ?? '').replace(/^activity\./, '');
  const word = mapEvent(mailersendEvents, type) ?? UNMAPPED;
  const created = field(data, 'created_at') ?? field(activity, 'created_at');
  const message = recordAt(data, 'email', 'message');
  return eventOf(
    word,
    {
      recipient: recipientOf(recordAt(data, 'email'), 'recipient') ?? recipientOf(data, 'recipient'),
      occurredAt: readTime(created) ?? receivedAt,
      eventId: eventId(
        type,
        textOf(data, 'id') ?? eventId(textOf(message, 'id'), textOf(data, 'created_at')),
      ),
    },
    { diagnostic: textOf(recordAt(data, 'morph'), 'reason'), espClass: type },
  );
}
