import type { ReportedEvent } from '../events/event.ts';
import { header } from './proof/headers.ts';
import { proveStandardWebhooks } from './proof/standard-webhooks.ts';
import type { Proof, ProofContext, Provider, Reading, WebhookRequest } from './provider.ts';
import { readEach } from './reading/batch.ts';
import { readEntries } from './reading/entries.ts';
import { eventId, eventName, eventOf, recipientOf } from './reading/event.ts';
import { field, type JsonRecord, recordAt, textOf } from './reading/json.ts';
import { readTime } from './reading/time.ts';
import { meaningOf, UNHEARD_OF } from './reading/vocabulary.ts';
import { loopsEvents } from './vocabulary/loops.ts';

/** Loops: one event, signed as Standard Webhooks sign. */
export const loops: Provider = {
  name: 'loops',
  title: 'Loops',
  prove,
  read,
  guide: {
    where: 'Settings > Webhooks',
    tick: [
      'email.delivered',
      'email.softBounced',
      'email.hardBounced',
      'email.spamReported',
      'email.unsubscribed',
      'email.resubscribed',
      'contact.unsubscribed',
      'contact.mailingList.unsubscribed',
      'contact.mailingList.subscribed',
    ],
    secret: { from: 'esp', field: 'Signing secret' },
    proof:
      'Standard Webhooks: HMAC-SHA256 over id, timestamp and body, base64, in `webhook-signature`; at most five minutes old.',
    documents: ['https://loops.so/docs/webhooks'],
    notes: [
      'Loops has one webhook an account.',
      'After a hard bounce Loops also unsubscribes the contact, and sends contact.unsubscribed for it.',
      'A mailing list becomes the list `mailing-list-<id>`, so that leaving one leaves the others alone.',
    ],
  },

  keepHeaders: ['webhook-id'],
};

function prove(request: WebhookRequest, context: ProofContext): Proof {
  return proveStandardWebhooks(request, context, {
    prefix: 'webhook',
    key: 'base64',
    version: 'v1',
    toleranceSeconds: 300,
  });
}

function read(request: WebhookRequest): Reading {
  return readEach(readEntries(request), (event) => readEvent(event, request));
}

function readEvent(event: JsonRecord, request: WebhookRequest): ReportedEvent | null {
  const name = eventName(event, 'eventName');
  const mailingList = textOf(recordAt(event, 'mailingList'), 'id');
  return eventOf(
    meaningOf(loopsEvents, name) ?? UNHEARD_OF,
    {
      recipient:
        recipientOf(recordAt(event, 'contactIdentity'), 'email') ??
        recipientOf(recordAt(event, 'contact'), 'email'),
      occurredAt: readTime(field(event, 'eventTime')) ?? request.receivedAt,
      eventId: eventId(
        name,
        header(request, 'webhook-id') ??
          eventId(textOf(recordAt(event, 'email'), 'id'), textOf(event, 'eventTime')),
      ),
      ...(mailingList === undefined ? {} : { list: `mailing-list-${mailingList}` }),
    },
    { espClass: name },
  );
}
