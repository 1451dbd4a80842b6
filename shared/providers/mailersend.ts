import type { ReportedEvent } from '../events/event.ts';
import { proveBodySignature } from './proof/body-signature.ts';
import type { Handshake, Proof, ProofContext, Provider, Reading, WebhookRequest } from './provider.ts';
import { readEach } from './reading/batch.ts';
import { peekEntries, readEntries } from './reading/entries.ts';
import { eventId, eventOf, recipientOf } from './reading/event.ts';
import { field, type JsonRecord, recordAt, textOf } from './reading/json.ts';
import { readTime } from './reading/time.ts';
import { meaningOf, UNHEARD_OF } from './reading/vocabulary.ts';
import { mailersendEvents } from './vocabulary/mailersend.ts';

/** MailerSend: one activity, signed with HMAC over the body. */
export const mailersend: Provider = {
  name: 'mailersend',
  title: 'MailerSend',
  prove,
  greet,
  read,
  guide: {
    where: 'Email > Domains > the domain > Webhooks > Create webhook',
    tick: [
      'activity.delivered',
      'activity.soft_bounced',
      'activity.hard_bounced',
      'activity.deferred',
      'activity.unsubscribed',
      'activity.spam_complaint',
    ],
    secret: { from: 'esp', field: 'Signing secret' },
    proof: 'HMAC-SHA256 over the body, hex, in `Signature`.',
    documents: ['https://developers.mailersend.com/api/v1/webhooks.html'],
    notes: [
      'The test that MailerSend posts while a webhook is made is signed with a secret that its documentation publishes: it passes for that test and for nothing else.',
    ],
  },
};

/** What MailerSend signs with, as documented, while a webhook is made and has no secret of its own yet. */
const TEST_SECRET = 'test_Am3L1GuOIc4blLUuHqAPxxwkZaJyEk8G';

function prove(request: WebhookRequest, context: ProofContext): Proof {
  const secrets = isTest(request) ? [...context.secrets, TEST_SECRET] : context.secrets;
  return proveBodySignature(request, { ...context, secrets }, { header: 'signature', encoding: 'hex' });
}

/** A webhook is not saved unless its test is answered with 2xx. */
function greet(request: WebhookRequest): Handshake | null {
  return isTest(request) ? { status: 200 } : null;
}

function isTest(request: WebhookRequest): boolean {
  const [entry, ...others] = peekEntries(request);
  return entry !== undefined && others.length === 0 && textOf(entry, 'type') === 'webhook.test';
}

function read(request: WebhookRequest): Reading {
  return readEach(readEntries(request), (activity) => readActivity(activity, request.receivedAt));
}

function readActivity(activity: JsonRecord, receivedAt: number): ReportedEvent | null {
  const data = recordAt(activity, 'data');
  const type = (textOf(activity, 'type') ?? textOf(data, 'type') ?? '').replace(/^activity\./, '');
  const word = meaningOf(mailersendEvents, type) ?? UNHEARD_OF;
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
