import { parseEntries } from '../parsing/entries.ts';
import {
  eventId,
  eventName,
  eventOf,
  forEachCandidate,
  recipientOf,
  recipientsIn,
} from '../parsing/event.ts';
import { type EventMapping, mapEvent, UNMAPPED } from '../parsing/event-map.ts';
import { asText, booleanOf, field, type JsonRecord, list, recordAt, textOf } from '../parsing/json.ts';
import { parser } from '../parsing/parser.ts';
import { parseTime } from '../parsing/time.ts';
import {
  type Delivery,
  defineProvider,
  type Verification,
  type VerificationContext,
  type WebhookRequest,
} from '../provider.ts';
import { sesBounces } from '../ses/event-map.ts';
import { verifyStandardWebhooks } from '../signature/standard-webhooks.ts';
import { resendAdvice, resendEvents } from './event-map.ts';

/** Resend: one event, signed by Svix (Standard Webhooks under another name). It sends through Amazon SES. */
export const resend = defineProvider({
  name: 'resend',
  title: 'Resend',
  takesApiKey: true,
  verify,
  ...parser(parseEntries, parseEvent),
});

function verify(request: WebhookRequest, context: VerificationContext): Verification {
  return verifyStandardWebhooks(request, context, { prefix: 'svix' });
}

function parseEvent(event: JsonRecord, { receivedAt }: Delivery) {
  const type = eventName(event, 'type');
  const data = recordAt(event, 'data');
  const mapping = mappingOf(type, data);
  const espClass = espClassOf(type, data);
  const replies = repliesIn(recordAt(data, 'bounce'));
  const createdAt = field(event, 'created_at') ?? field(data, 'created_at');
  const facts = {
    occurredAt: parseTime(createdAt) ?? receivedAt,
    eventId: eventId(type, textOf(data, 'email_id') ?? textOf(data, 'id'), asText(createdAt)),
  };
  const naming = repliesByAddress(replies);
  const { recipients, named } = recipientsOf(data, naming);
  const candidates = named
    ? recipients.map((recipient) => ({ ...facts, recipient }))
    : forEachCandidate(recipients, facts);
  return candidates.map((candidate) => {
    const diagnostic = naming.get(candidate.recipient ?? '') ?? replies[0];
    return eventOf(mapping, candidate, { diagnostic, espClass });
  });
}

interface ResendRecipients {
  readonly recipients: ReadonlyArray<string | undefined>;
  /** Whether the event says that it is about these, and not only that the message went to them. */
  readonly named: boolean;
}

/**
 * Whom the replies name, where they name some; otherwise everyone the message went to. What concerns a contact or the
 * suppression list has one address, and no message.
 */
function recipientsOf(data: JsonRecord, naming: ReadonlyMap<string, string>): ResendRecipients {
  const everyone = ['to', 'cc', 'bcc'].flatMap((key) => recipientsIn(field(data, key)));
  const inReplies = everyone.filter((address) => naming.has(address ?? ''));
  if (inReplies.length > 0) return { recipients: inReplies, named: true };
  if (!Object.hasOwn(data, 'to')) return { recipients: [recipientOf(data, 'email')], named: true };
  return { recipients: recipientsIn(field(data, 'to')), named: false };
}

/** The servers' replies. `message` is Resend's advice to the sender, where it does not begin as a reply does. */
function repliesIn(bounce: JsonRecord): readonly string[] {
  const replies = list(field(bounce, 'diagnosticCode')).flatMap((entry) => asText(entry) ?? []);
  const message = textOf(bounce, 'message') ?? '';
  return replies.length === 0 && /^\s*(?:smtp;\s*)?[45]\d\d[\s-]/i.test(message) ? [message] : replies;
}

/** The first reply that names an address in angle brackets, by that address. */
function repliesByAddress(replies: readonly string[]): ReadonlyMap<string, string> {
  const naming = new Map<string, string>();
  for (const reply of replies) {
    for (const [, address = ''] of reply.matchAll(/<([^<>\s]{1,320})>/g)) {
      if (!naming.has(address)) naming.set(address, reply);
    }
  }
  return naming;
}

function mappingOf(type: string | undefined, data: JsonRecord): EventMapping {
  const mapping =
    mapEvent(resendEvents, `${type}/${textOf(data, 'origin')}`) ?? mapEvent(resendEvents, type) ?? UNMAPPED;
  // The event comes with every change of a contact, and says only how the contact now stands.
  if (mapping.kind === 'unsubscribe' && booleanOf(data, 'unsubscribed') !== true) return UNMAPPED;
  if (mapping.kind !== 'bounce') return mapping;
  const bounceClass = bounceClassOf(data);
  if (bounceClass === undefined) return mapping;
  const [bounceType = ''] = bounceClass.split('/');
  return (
    mapEvent(sesBounces, bounceClass) ??
    mapEvent(sesBounces, `${bounceType}/General`) ?? { ...mapping, permanent: null, code: UNMAPPED.code }
  );
}

/** Type and subtype in the words of SES; events of before 2025 have the advice alone. */
function bounceClassOf(data: JsonRecord): string | undefined {
  const bounce = recordAt(data, 'bounce');
  const type = textOf(bounce, 'type');
  if (type !== undefined) return `${type}/${textOf(bounce, 'subType') ?? 'General'}`;
  const advice = textOf(bounce, 'message')?.toLowerCase() ?? '';
  return resendAdvice.find(([words]) => advice.includes(words))?.[1];
}

/** What says why. `bounce.message` is Resend's advice to the sender, and no reply. */
function espClassOf(type: string | undefined, data: JsonRecord): string | undefined {
  return (
    bounceClassOf(data) ??
    textOf(recordAt(data, 'failed'), 'reason') ??
    textOf(recordAt(data, 'suppressed'), 'type') ??
    textOf(data, 'origin') ??
    type
  );
}
