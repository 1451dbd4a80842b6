import type { ReportedEvent } from '../events/event.ts';
import { header } from './proof/headers.ts';
import { hmacMatches } from './proof/hmac.ts';
import { genuine, refused } from './proof/outcome.ts';
import type { Proof, ProofContext, Provider, Reading, WebhookRequest } from './provider.ts';
import { readEach } from './reading/batch.ts';
import { readEntries } from './reading/entries.ts';
import { eventId, eventName, eventOf, recipientOf } from './reading/event.ts';
import { field, type JsonRecord, recordAt, textOf } from './reading/json.ts';
import { readTime } from './reading/time.ts';
import { meaningOf, UNHEARD_OF } from './reading/vocabulary.ts';
import { customerioMetrics } from './vocabulary/customerio.ts';

/** Customer.io: one metric of a message or a person, signed with HMAC over version, time and body. */
export const customerio: Provider = {
  name: 'customerio',
  title: 'Customer.io',
  prove,
  read,
  guide: {
    where: 'Data & Integrations > Integrations > Reporting Webhooks > Add Reporting Webhook',
    tick: [
      'Email: Delivered, Bounced, Deferred, Dropped, Marked as spam, Unsubscribed, Undeliverable, Failed',
      'Customer: Subscribed, Unsubscribed',
    ],
    secret: { from: 'esp', field: 'Webhook signing key' },
    proof: 'HMAC-SHA256 over `v0:`, timestamp, `:` and body, hex, in `X-CIO-Signature`; of any age.',
    documents: [
      'https://docs.customer.io/integrations/data-out/connections/reporting-webhook/',
      'https://docs.customer.io/integrations/api/webhooks/',
    ],
    notes: [
      'Customer.io waits four seconds for an answer, and sends again for up to seven days.',
      'A change of the topics a person wants to hear of is acknowledged and not stored: it names no list of yours.',
      'A metric of a person without an address is acknowledged, and stored for nobody.',
      'What makes a message `undeliverable` besides a suppressed person is an open question: it counts as one.',
    ],
  },
};

/** Hex HMAC-SHA256 over `v0:<timestamp>:<body>`. Whether a retry is signed afresh is not documented: any age passes. */
function prove(request: WebhookRequest, context: ProofContext): Proof {
  const timestamp = header(request, 'x-cio-timestamp');
  const signature = header(request, 'x-cio-signature');
  if (!timestamp || !signature) return refused('The signature headers are missing.');
  const matches = hmacMatches({
    algorithm: 'sha256',
    keys: context.secrets,
    parts: [`v0:${timestamp}:`, request.body],
    signature,
    encoding: 'hex',
  });
  return matches ? genuine() : refused('The signature does not fit the body.');
}

function read(request: WebhookRequest): Reading {
  return readEach(readEntries(request), (event) => readMetric(event, request.receivedAt));
}

/** `email bounced`; the older webhooks have it in one field, as `email_bounced`. */
function metricOf(event: JsonRecord): string | undefined {
  const metric = textOf(event, 'metric');
  if (metric === undefined) return eventName(event, 'event_type')?.replace('_', ' ');
  return `${textOf(event, 'object_type') ?? 'email'} ${metric}`;
}

/** Whom the message went to, or the person's own address; some workspaces take that for the person's id. */
function recipientOfMetric(data: JsonRecord): string | undefined {
  const identifiers = recordAt(data, 'identifiers');
  const named = recipientOf(data, 'recipient', 'email_address') ?? recipientOf(identifiers, 'email');
  const id = textOf(identifiers, 'id') ?? textOf(data, 'customer_id');
  return named ?? (id?.includes('@') ? id : undefined);
}

function readMetric(event: JsonRecord, receivedAt: number): ReportedEvent | null {
  const metric = metricOf(event);
  const data = recordAt(event, 'data');
  const recipient = recipientOfMetric(data);
  // A person may have lost the address since: there is nothing to store, and nothing to send again.
  if (recipient === undefined) return null;
  return eventOf(
    meaningOf(customerioMetrics, metric) ?? UNHEARD_OF,
    {
      recipient,
      occurredAt: readTime(field(event, 'timestamp')) ?? receivedAt,
      eventId: eventId(
        metric,
        textOf(event, 'event_id') ?? eventId(textOf(data, 'delivery_id'), textOf(event, 'timestamp')),
      ),
    },
    { diagnostic: textOf(data, 'failure_message'), espClass: metric },
  );
}
