import { splitAddressList } from '../../address/scan.ts';
import type { ReportedEvent } from '../../events/event.ts';
import { parseEntries } from '../parsing/entries.ts';
import { eventId, eventName, eventOf, forEachCandidate, recipientOf } from '../parsing/event.ts';
import { mapEvent, UNMAPPED } from '../parsing/event-map.ts';
import { asText, field, type JsonRecord, list, textOf } from '../parsing/json.ts';
import { parser } from '../parsing/parser.ts';
import { parseTime } from '../parsing/time.ts';
import {
  type Delivery,
  defineProvider,
  type Verification,
  type VerificationContext,
  type WebhookRequest,
} from '../provider.ts';
import { verifySharedSecret } from '../signature/shared-secret.ts';
import { smtp2goEvents } from './event-map.ts';

/** SMTP2GO: one event, as a form or JSON. It signs nothing. */
export const smtp2go = defineProvider({
  name: 'smtp2go',
  title: 'SMTP2GO',
  takesApiKey: true,
  retryHours: 48,
  verify,
  ...parser(parseEntries, parseEvent),
});

function verify(request: WebhookRequest, context: VerificationContext): Verification {
  return verifySharedSecret(request, context, { header: 'any' });
}

function parseEvent(event: JsonRecord, { receivedAt }: Delivery): ReadonlyArray<ReportedEvent | null> {
  const name = eventName(event, 'event');
  const espClass = [name, textOf(event, 'bounce')].filter(Boolean).join(' ');
  const mapping = mapEvent(smtp2goEvents, espClass) ?? mapEvent(smtp2goEvents, name) ?? UNMAPPED;
  const time = textOf(event, 'time');
  const facts = {
    occurredAt: parseTime(field(event, 'time')) ?? parseTime(field(event, 'sendtime')) ?? receivedAt,
    eventId: eventId(name, textOf(event, 'id'), textOf(event, 'email_id'), time),
  };
  const text = textOf(event, 'message') ?? textOf(event, 'context');
  // What stopped a message before it was sent is SMTP2GO's own word, and no server's reply.
  const evidence =
    mapping.kind === 'dropped' ? { espClass: text ?? espClass } : { diagnostic: text, espClass };
  return forEachCandidate(recipientsOf(event), facts).map((candidate) =>
    eventOf(mapping, candidate, evidence),
  );
}

/** `rcpt` is the one concerned; `recipients` is everyone the mail went to, and counts where it stands alone. */
function recipientsOf(event: JsonRecord): ReadonlyArray<string | undefined> {
  const recipient = recipientOf(event, 'rcpt', 'recipient', 'email', 'to');
  if (recipient !== undefined) return [recipient];
  const everyone = list(field(event, 'recipients') ?? field(event, 'recipients[]'));
  const addresses = everyone.flatMap((entry) => splitAddressList(asText(entry) ?? ''));
  return addresses.length > 0 ? addresses : [undefined];
}
