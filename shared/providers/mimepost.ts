import type { ReportedEvent } from '../events/event.ts';
import { proveSharedSecret } from './proof/shared-secret.ts';
import type { Proof, ProofContext, Provider, Reading, WebhookRequest } from './provider.ts';
import { readEach } from './reading/batch.ts';
import { readEntries } from './reading/entries.ts';
import { eventId, eventName, eventOf, recipientOf } from './reading/event.ts';
import { type JsonRecord, textOf } from './reading/json.ts';
import { readTime } from './reading/time.ts';
import { meaningOf, UNHEARD_OF } from './reading/vocabulary.ts';
import { mimepostEvents } from './vocabulary/mimepost.ts';

/** MimePost: one event, with a secret of its own in a header. It signs nothing. */
export const mimepost: Provider = {
  name: 'mimepost',
  title: 'MimePost',
  prove,
  read,
  guide: {
    where: 'Settings > Webhooks > Add webhook',
    tick: ['delivered', 'bounce_soft', 'bounce_hard', 'block_soft', 'block_hard', 'spam', 'unsubscribe'],
    secret: { from: 'esp', field: 'Secret key' },
    proof: 'Nothing is signed: `x-secret-token` carries the secret.',
    documents: ['https://docs.mimepost.com/webhooks/'],
    notes: [
      'MimePost signs nothing: the secret in the header proves the request. A secret of your own in the URL does too.',
      'MimePost does not send again by itself: what is not answered with 200 waits until its support is asked.',
      'Its documents give times in a form of their own, `T2018-12-26 17:21:24Z+5:30`: local time, with its offset.',
    ],
  },
};

function prove(request: WebhookRequest, context: ProofContext): Proof {
  return proveSharedSecret(request, context, { header: 'x-secret-token' });
}

function read(request: WebhookRequest): Reading {
  return readEach(readEntries(request), (event) => readEvent(event, request.receivedAt));
}

function readEvent(event: JsonRecord, receivedAt: number): ReportedEvent | null {
  const name = eventName(event, 'event');
  const time = textOf(event, 'datetime');
  return eventOf(
    meaningOf(mimepostEvents, name) ?? UNHEARD_OF,
    {
      recipient: recipientOf(event, 'to_email', 'email'),
      occurredAt: readTime(plainTime(time)) ?? receivedAt,
      eventId: eventId(name, textOf(event, 'message_id'), time),
    },
    { diagnostic: textOf(event, 'server_response') ?? textOf(event, 'summary'), espClass: name },
  );
}

/** `T2018-12-26 17:21:24Z+5:30` as MimePost writes it is `2018-12-26 17:21:24+05:30`. */
function plainTime(text: string | undefined): string | undefined {
  return text
    ?.replace(/^T/, '')
    .replace(/Z(?=[+-])/, '')
    .replace(/([+-])(\d:\d\d)$/, '$10$2');
}
