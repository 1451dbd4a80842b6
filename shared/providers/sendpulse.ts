import type { ReportedEvent } from '../events/event.ts';
import { proveSharedSecret } from './proof/shared-secret.ts';
import type { Proof, ProofContext, Provider, Reading, WebhookRequest } from './provider.ts';
import { readEach } from './reading/batch.ts';
import { readEntries } from './reading/entries.ts';
import { eventId, eventName, eventOf, recipientOf } from './reading/event.ts';
import { booleanOf, field, type JsonRecord, textOf } from './reading/json.ts';
import { readTime } from './reading/time.ts';
import { meaningOf, UNHEARD_OF } from './reading/vocabulary.ts';
import { sendpulseEvents } from './vocabulary/sendpulse.ts';

/** SendPulse: up to 500 events, of its SMTP service or its campaigns. It signs nothing. */
export const sendpulse: Provider = {
  name: 'sendpulse',
  title: 'SendPulse',
  prove,
  read,
  guide: {
    where: 'Account Settings > API > Create webhook; for campaigns: Email > Service settings > Webhooks',
    tick: [
      'Delivered',
      'Not delivered',
      'Hard bounces',
      'Soft bounces',
      'Marked as spam',
      'Unsubscribed',
      'Resubscribed',
    ],
    secret: { from: 'us', how: 'url', field: 'URL' },
    proof: 'Nothing is signed: the URL or basic authentication carries the secret.',
    documents: ['https://sendpulse.com/knowledge-base/smtp/smtp-webhooks'],
    notes: [
      'SendPulse signs nothing: the secret in the URL proves the request.',
      'Who leaves one mailing list of a campaign leaves the list `book-<book_id>`, and the others stay.',
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
  const name = eventName(event, 'event');
  const message = textOf(event, 'message_id') ?? textOf(event, 'task_id');
  const book = booleanOf(event, 'from_all') === false ? textOf(event, 'book_id') : undefined;
  return eventOf(
    meaningOf(sendpulseEvents, name) ?? UNHEARD_OF,
    {
      recipient: recipientOf(event, 'recipient', 'email'),
      occurredAt: readTime(field(event, 'timestamp')) ?? receivedAt,
      eventId: eventId(name, message, textOf(event, 'timestamp')),
      ...(book === undefined ? {} : { list: `book-${book}` }),
    },
    {
      diagnostic: textOf(event, 'smtp_server_response'),
      status: textOf(event, 'smtp_server_response_subcode'),
      replyCode: textOf(event, 'smtp_server_response_code'),
      espClass: name,
    },
  );
}
