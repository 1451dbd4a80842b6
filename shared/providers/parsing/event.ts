import { splitAddressList } from '../../address/scan.ts';
import { type FailureEvidence, isFailureKind, type ReportedEvent } from '../../events/event.ts';
import { type FailureCode, isAddressFailure } from '../../failure-codes/scheme.ts';
import { InvalidPayloadError } from '../provider.ts';
import { type EventMapping, UNMAPPED } from './event-map.ts';
import { asText, field, isRecord, type JsonRecord, NO_RECORD, textOf } from './json.ts';

/** What every event has, of whatever kind. */
export interface EventFacts {
  /** As the ESP wrote it; undefined where the event names none. */
  readonly recipient: string | undefined;
  /** Milliseconds since 1970 UTC. */
  readonly occurredAt: number;
  readonly eventId: string;
  /** See `ReportedEvent`. */
  readonly list?: string | undefined;
  readonly espList?: string | undefined;
  readonly ambiguous?: boolean | undefined;
}

/**
 * An event of the kind that the ESP's event name means. A failure carries the mapping's permanence and code beside the
 * evidence; of any other kind the evidence is no part. Null for an event without a recipient that would touch
 * no address anyway (a batch was accepted, a test was run).
 *
 * Of a message that the ESP did not send because its own list has the address, the words beside it are the ESP's
 * reason and no reply of a server: they are kept, and classify nothing.
 *
 * @throws InvalidPayloadError when an event that matters names no recipient
 */
export function eventOf(
  mapping: EventMapping,
  { recipient, ...facts }: EventFacts,
  evidence: FailureEvidence = {},
): ReportedEvent | null {
  if (recipient === undefined) {
    if (mapping.kind === 'other') return null;
    throw new InvalidPayloadError('The event names no recipient.');
  }
  if (!isFailureKind(mapping.kind)) {
    const event = { ...facts, recipient, kind: mapping.kind };
    return mapping === UNMAPPED ? { ...event, unmapped: true } : event;
  }
  const espCode = evidence.espCode ?? mapping.code ?? undefined;
  const isListed =
    evidence.onEspSuppressionList ?? mapping.onEspSuppressionList ?? isListedByCode(mapping, espCode);
  return {
    ...facts,
    recipient,
    kind: mapping.kind,
    permanent: mapping.permanent,
    evidence: isListed ? listedEvidence(evidence, espCode) : { ...evidence, espCode },
  };
}

/** A drop because the address is bad is one by the ESP's list: whatever the ESP says besides, it sends nothing. */
function isListedByCode({ kind }: EventMapping, espCode: FailureCode | undefined): boolean {
  return kind === 'dropped' && espCode !== undefined && isAddressFailure(espCode);
}

function listedEvidence(
  { diagnostic, status: _, replyCode: __, espText, ...evidence }: FailureEvidence,
  espCode: FailureCode | undefined,
): FailureEvidence {
  const words = espText ?? diagnostic;
  return {
    ...evidence,
    espCode,
    ...(words !== undefined && { espText: words }),
    onEspSuppressionList: true,
  };
}

/**
 * The recipient that the first of the keys holds, as the ESP wrote it; undefined when none does. What looks like
 * an address goes first: ESPs also report on what a sender mistook for one. A list counts where it holds one recipient:
 * of several nothing says which is meant.
 */
export function recipientOf(from: JsonRecord, ...keys: readonly string[]): string | undefined {
  let other: string | undefined;
  for (const key of keys) {
    const text = textOf(from, key) ?? onlyOne(addressesIn(field(from, key)));
    if (text?.includes('@')) return text;
    other ??= text;
  }
  return other;
}

function onlyOne<Value>(values: readonly Value[]): Value | undefined {
  return values.length === 1 ? values[0] : undefined;
}

/**
 * As `recipientOf`, of a value that may name several: a text with a comma between them, an object that holds one, or a
 * list of these.
 */
export function recipientsIn(value: unknown): ReadonlyArray<string | undefined> {
  const addresses = addressesIn(value).flatMap((text) => {
    const several = splitAddressList(text);
    return several.length > 1 ? several : [text];
  });
  return addresses.length > 0 ? addresses : [undefined];
}

/**
 * The facts of an event for each recipient that it may be about. Where the ESP names several and not which of them is
 * meant, the event is evidence on each of them alone: one recipient's complaint must not suppress the others.
 */
export function forEachCandidate(
  recipients: ReadonlyArray<string | undefined>,
  facts: Omit<EventFacts, 'recipient' | 'ambiguous'>,
): readonly EventFacts[] {
  const ambiguous = recipients.length > 1;
  return recipients.map((recipient) => ({ ...facts, recipient, ...(ambiguous && { ambiguous }) }));
}

/** Under which keys objects that stand for a mailbox hold the address. */
const ADDRESS_KEYS = ['email', 'address', 'emailAddress', 'email_address', 'recipient'];

function addressesIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item) => addressOf(item) ?? []);
  const address = addressOf(value);
  return address === undefined ? [] : [address];
}

function addressOf(value: unknown): string | undefined {
  if (!isRecord(value)) return asText(value);
  const texts = ADDRESS_KEYS.map((key) => textOf(value, key));
  return texts.find((text) => text !== undefined);
}

/**
 * The name of an entry's event, by the first of the keys that has one. An empty entry has none: that is what some
 * ESPs send to try a URL.
 *
 * @throws InvalidPayloadError when the entry holds something and names no event, or is no JSON object at all
 */
export function eventName(entry: JsonRecord, ...keys: readonly string[]): string | undefined {
  if (entry === NO_RECORD) throw new InvalidPayloadError('The entry is not a JSON object.');
  for (const key of keys) {
    const name = textOf(entry, key);
    if (name !== undefined) return name;
  }
  for (const _ in entry) throw new InvalidPayloadError(`The event has no ${keys.join(' and no ')}.`);
  return undefined;
}

/** One id of what together names an event; missing parts stay as empty places. */
export function eventId(...parts: ReadonlyArray<string | number | null | undefined>): string {
  let id = '';
  for (const [index, part] of parts.entries()) id += `${index === 0 ? '' : '/'}${part ?? ''}`;
  return id;
}
