import type { ReportedEvent } from '../../events/event.ts';
import { parseEntries } from '../parsing/entries.ts';
import { eventId, eventName, eventOf, recipientOf } from '../parsing/event.ts';
import { mapEvent, UNMAPPED } from '../parsing/event-map.ts';
import { field, type JsonRecord, recordAt, textOf } from '../parsing/json.ts';
import { parser } from '../parsing/parser.ts';
import { parseTime } from '../parsing/time.ts';
import {
  type Delivery,
  defineProvider,
  type Verification,
  type VerificationContext,
  type WebhookRequest,
} from '../provider.ts';
import { header } from '../signature/headers.ts';
import { hmacMatches } from '../signature/hmac.ts';
import { rejected, verified } from '../signature/outcome.ts';
import { customerioMetrics } from './event-map.ts';

/** Customer.io: one metric of a message or a person, signed with HMAC over version, time and body. */
export const customerio = defineProvider({
  name: 'customerio',
  title: 'Customer.io',
  takesApiKey: true,
  verify,
  ...parser(parseEntries, parseMetric),
});

/** Hex HMAC-SHA256 over `v0:<timestamp>:<body>`. Whether a retry is signed afresh is not documented: any age passes. */
function verify(request: WebhookRequest, context: VerificationContext): Verification {
  const timestamp = header(request, 'x-cio-timestamp');
  const signature = header(request, 'x-cio-signature');
  if (!timestamp || !signature) return rejected('The signature headers are missing.');
  const matches = hmacMatches({
    algorithm: 'sha256',
    keys: context.secrets,
    parts: [`v0:${timestamp}:`, request.body],
    signature,
    encoding: 'hex',
  });
  return matches ? verified() : rejected('The signature does not fit the body.');
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

function parseMetric(event: JsonRecord, { receivedAt }: Delivery): ReportedEvent | null {
  const metric = metricOf(event);
  const data = recordAt(event, 'data');
  const recipient = recipientOfMetric(data);
  // A person may have lost the address since: there is nothing to store, and nothing to send again.
  if (recipient === undefined) return null;
  return eventOf(
    mapEvent(customerioMetrics, metric) ?? UNMAPPED,
    {
      recipient,
      occurredAt: parseTime(field(event, 'timestamp')) ?? receivedAt,
      eventId: eventId(
        metric,
        textOf(event, 'event_id') ?? eventId(textOf(data, 'delivery_id'), textOf(event, 'timestamp')),
      ),
    },
    { diagnostic: textOf(data, 'failure_message'), espClass: metric },
  );
}
