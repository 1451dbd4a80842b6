import type { ReportedEvent } from '../events/event.ts';
import { proveSharedSecret } from './proof/shared-secret.ts';
import type { Proof, ProofContext, Provider, Reading, WebhookRequest } from './provider.ts';
import { splitAddresses } from './reading/address-list.ts';
import { readEach } from './reading/batch.ts';
import { readEntries } from './reading/entries.ts';
import { eventId, eventName, eventOf, recipientOf } from './reading/event.ts';
import { asText, field, type JsonRecord, list, textOf } from './reading/json.ts';
import { readTime } from './reading/time.ts';
import { meaningOf, UNHEARD_OF } from './reading/vocabulary.ts';
import { smtp2goEvents } from './vocabulary/smtp2go.ts';

/** SMTP2GO: one event, as a form or JSON. It signs nothing. */
export const smtp2go: Provider = {
  name: 'smtp2go',
  title: 'SMTP2GO',
  prove,
  read,
  guide: {
    where: 'Sending > Webhooks > Add webhook',
    tick: ['Delivered', 'Bounce', 'Reject', 'Spam', 'Unsubscribe', 'Resubscribe'],
    secret: { from: 'us', how: 'url', field: 'Webhook URL' },
    proof: 'Nothing is signed: the URL, a bearer token or a header of your own carries the secret.',
    documents: ['https://developers.smtp2go.com/docs/webhooks-1'],
    notes: [
      'SMTP2GO signs nothing. The secret may also travel in a custom header, as `Authorization: Bearer <secret>`.',
      'Both output formats are read, form and JSON.',
    ],
  },
};

function prove(request: WebhookRequest, context: ProofContext): Proof {
  return proveSharedSecret(request, context, { header: 'any' });
}

function read(request: WebhookRequest): Reading {
  return readEach(readEntries(request), (event) => readEvent(event, request.receivedAt));
}

function readEvent(event: JsonRecord, receivedAt: number): ReadonlyArray<ReportedEvent | null> {
  const name = eventName(event, 'event');
  const espClass = [name, textOf(event, 'bounce')].filter(Boolean).join(' ');
  const word = meaningOf(smtp2goEvents, espClass) ?? meaningOf(smtp2goEvents, name) ?? UNHEARD_OF;
  const time = textOf(event, 'time');
  const facts = {
    occurredAt: readTime(field(event, 'time')) ?? readTime(field(event, 'sendtime')) ?? receivedAt,
    eventId: eventId(name, textOf(event, 'id'), textOf(event, 'email_id'), time),
  };
  const text = textOf(event, 'message') ?? textOf(event, 'context');
  // What stopped a message before it was sent is SMTP2GO's own word, and no server's reply.
  const evidence = word.kind === 'dropped' ? { espClass: text ?? espClass } : { diagnostic: text, espClass };
  return recipientsOf(event).map((recipient) => eventOf(word, { ...facts, recipient }, evidence));
}

/** `rcpt` is the one concerned; `recipients` is everyone the mail went to, and counts where it stands alone. */
function recipientsOf(event: JsonRecord): ReadonlyArray<string | undefined> {
  const recipient = recipientOf(event, 'rcpt', 'recipient', 'email', 'to');
  if (recipient !== undefined) return [recipient];
  const everyone = list(field(event, 'recipients') ?? field(event, 'recipients[]'));
  const addresses = everyone.flatMap((entry) => splitAddresses(asText(entry) ?? ''));
  return addresses.length > 0 ? addresses : [undefined];
}
