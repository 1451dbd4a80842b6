import type { ReportedEvent } from '../events/event.ts';
import { proveSharedSecret } from './proof/shared-secret.ts';
import type { Proof, ProofContext, Provider, Reading, WebhookRequest } from './provider.ts';
import { readEach } from './reading/batch.ts';
import { readEntries } from './reading/entries.ts';
import { eventId, eventName, eventOf, recipientOf } from './reading/event.ts';
import { field, type JsonRecord, recordAt, textOf } from './reading/json.ts';
import { readTime } from './reading/time.ts';
import { meaningOf, UNHEARD_OF } from './reading/vocabulary.ts';
import { greetUrlCheck } from './url-check.ts';
import { mailchimpTypes } from './vocabulary/mailchimp.ts';

/** Mailchimp's marketing audiences; its transactional mail is `mandrill`. */
export const mailchimp: Provider = {
  name: 'mailchimp',
  title: 'Mailchimp Marketing',
  prove,
  greet: greetUrlCheck,
  read,
  guide: {
    where: 'Audience > the audience > Settings > Webhooks > Create New Webhook',
    tick: [
      'Subscribes',
      'Unsubscribes',
      'Cleaned addresses',
      'By a subscriber',
      'By an admin',
      'Via the API',
    ],
    secret: { from: 'us', how: 'url', field: 'Callback URL' },
    proof: 'Nothing is signed: the URL carries the secret.',
    documents: ['https://mailchimp.com/developer/marketing/guides/sync-audience-data-webhooks/'],
    notes: [
      'Mailchimp signs nothing: the secret in the URL proves the request.',
      'Mailchimp reports a bounce once it has cleaned the address off the audience, and gives no SMTP answer.',
    ],
  },
};

function prove(request: WebhookRequest, context: ProofContext): Proof {
  return proveSharedSecret(request, context);
}

function read(request: WebhookRequest): Reading {
  return readEach(readEntries(request), (event) => readEvent(event, request.receivedAt));
}

function readEvent(event: JsonRecord, receivedAt: number): ReportedEvent | null {
  const type = eventName(event, 'type');
  const data = dataOf(event);
  const reason = textOf(data, 'reason');
  const espClass = [type, reason].filter(Boolean).join(' ');
  return eventOf(
    meaningOf(mailchimpTypes, espClass) ?? meaningOf(mailchimpTypes, type) ?? UNHEARD_OF,
    {
      recipient:
        recipientOf(data, 'email', 'merges][EMAIL') ?? recipientOf(recordAt(data, 'merges'), 'EMAIL'),
      occurredAt: readTime(field(event, 'fired_at')) ?? receivedAt,
      eventId: eventId(
        textOf(data, 'list_id'),
        textOf(data, 'campaign_id') ?? textOf(data, 'id'),
        espClass,
        textOf(event, 'fired_at'),
      ),
    },
    { espClass },
  );
}

/** A form writes what is nested as `data[email]`. */
function dataOf(event: JsonRecord): JsonRecord {
  if (Object.hasOwn(event, 'data')) return recordAt(event, 'data');
  const data: Record<string, unknown> = Object.create(null);
  for (const [name, value] of Object.entries(event)) {
    const key = /^data\[([a-zA-Z_[\]]+)\]$/.exec(name)?.[1];
    if (key !== undefined) data[key] = value;
  }
  return data;
}
