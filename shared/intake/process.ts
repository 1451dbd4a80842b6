import type { Classifier } from '../classifier/classifier.ts';
import type { LedgerSettings } from '../config/settings.ts';
import { errorName } from '../error-name.ts';
import type { ClassifiedEvent } from '../events/event.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { InvalidEntry } from '../providers/provider.ts';
import { archiveBatch } from './archive.ts';
import { type BatchBudget, BudgetMeter, cheapestFirst, defaultBudget, withinTime } from './batch-budget.ts';
import { type BatchStats, batchStats } from './batch-stats.ts';
import { createClassifiedEventMapper, type Refusal, type ToClassifiedEvent } from './classify-event.ts';
import { ERASED } from './erased.ts';
import {
  createDeliveryParser,
  type DeliveryParserDeps,
  type ParsedDelivery,
  sesSourceOf,
} from './parse-delivery.ts';
import type { QueueMessage } from './queue-message.ts';
import {
  type DecodedMessage,
  decodeQueueMessage,
  type EventSlice,
  type SesSourceOf,
  wrapRedelivery,
} from './queue-message-codec.ts';
import { retractionsOf } from './retraction.ts';

export interface ProcessorDeps extends DeliveryParserDeps {
  readonly classifier: Classifier;
  readonly ledger: Pick<Ledger, 'record'>;
  /** Stores an object of the raw archive. */
  readonly store: (key: string, bytes: Buffer) => Promise<void>;
  readonly deadLetter: (body: string) => Promise<void>;
  /** Sends a message to the processor's own queue, for another invocation. */
  readonly requeue: (body: string) => Promise<void>;
  /** @default defaultBudget */
  readonly budget?: BatchBudget;
}

export interface Processed {
  /** Messages to hand back to the queue: it delivers them again, and at last to the dead-letter queue. */
  readonly failed: ReadonlySet<string>;
  readonly stats: BatchStats;
}

/**
 * Processes a batch.
 *
 * @param remainingMs milliseconds left to the invocation
 */
export type Process = (messages: readonly QueueMessage[], remainingMs?: () => number) => Promise<Processed>;

/**
 * The processor's whole work on a batch: archive raw, parse, classify, merge, one write an address. A message that
 * cannot be decoded, archived or fetched fails alone; what cannot be parsed goes to the dead-letter queue, with its
 * siblings going through; what is beyond the budget of one invocation goes back to the queue at once, as a message of
 * its own, so that it costs neither its neighbours nor itself a try.
 */
export function createProcessor(deps: ProcessorDeps): Process {
  const budget = deps.budget ?? defaultBudget;
  const parse = createDeliveryParser(deps);
  const toClassifiedEvent = createClassifiedEventMapper(deps.classifier, deps.settings);
  const sourceOf = sesSourceOf(deps.settings);

  return async (messages, remainingMs = () => Number.POSITIVE_INFINITY) => {
    const failed = new Set<string>();
    const errors: string[] = [];
    const fail = (id: string, error: unknown) => {
      failed.add(id);
      errors.push(errorName(error));
    };

    const decoded = decodeAll(messages, sourceOf, fail);
    for (const [id, error] of await archiveBatch(decoded, deps.store)) fail(id, error);

    const meter = new BudgetMeter(budget, remainingMs);
    const events: ClassifiedEvent[] = [];
    const processed: ProcessedMessage[] = [];
    const refusals: Refusal[] = [];
    let unmapped = 0;
    const beyond: Beyond[] = [];
    for (const { id, decoded: message } of cheapestFirst(decoded)) {
      if (failed.has(id)) continue;
      if (!meter.hasBudget) {
        beyond.push({ id, bodies: [requeued(message)] });
        continue;
      }
      try {
        const parsed = await parseMessage(message, budget, parse);
        const slices = slicesOf(parsed, budget.maxEvents);
        if (slices.length > 1 || !meter.fits(parsed.events.length)) {
          beyond.push({ id, bodies: slices.map((slice) => requeued(message, slice)) });
          continue;
        }
        const { ledgerEvents, invalid, refused, ...mapped } = message.redelivery?.revoked
          ? retractEvents(parsed, deps.settings)
          : mapEvents(parsed, toClassifiedEvent);
        unmapped += mapped.unmapped;
        meter.add(ledgerEvents.length, parsed.bytes);
        refusals.push(...refused);
        // What a replay cannot parse has been a dead letter since it first came, and is in the archive still.
        const isReplay = (message.redelivery?.replayGeneration ?? 0) > 0;
        if (isReplay && invalid.length > 0) errors.push('InvalidEntry');
        const deadLetter = invalid.length > 0 && !isReplay ? deadLetterOf(message, invalid) : null;
        processed.push({ id, events: ledgerEvents, deadLetter });
        for (const event of ledgerEvents) events.push(event);
      } catch (error) {
        fail(id, error);
      }
    }

    const { addresses, storms, sourceIncidents } = await deps.ledger.record(events);
    const unwritten = new Set<ClassifiedEvent['address']>();
    for (const { address, outcome, error } of addresses.values()) {
      if (outcome !== 'failed') continue;
      errors.push(error ?? 'WriteFailed');
      unwritten.add(address);
    }
    if (unwritten.size > 0) {
      for (const message of processed) {
        if (message.events.some(({ address }) => unwritten.has(address))) failed.add(message.id);
      }
    }
    // Last, so that a message which comes again for another reason leaves no dead letter each time.
    for (const { id, deadLetter } of processed) {
      if (deadLetter === null || failed.has(id)) continue;
      await deps.deadLetter(deadLetter).catch((error: unknown) => fail(id, error));
    }
    for (const { id, bodies } of beyond) {
      await Promise.all(bodies.map(deps.requeue)).catch((error: unknown) => fail(id, error));
    }
    return {
      failed,
      stats: batchStats({
        events,
        refusals,
        recorded: addresses.values(),
        storms: storms.length,
        deferred: beyond.length,
        sourceIncidents: sourceIncidents.length,
        unmapped,
        errors,
      }),
    };
  };
}

interface Decoded extends QueueMessage {
  readonly decoded: DecodedMessage;
}

function decodeAll(
  messages: readonly QueueMessage[],
  sourceOf: SesSourceOf,
  fail: (id: string, error: unknown) => void,
): readonly Decoded[] {
  const decoded: Decoded[] = [];
  for (const message of messages) {
    try {
      decoded.push({ ...message, decoded: decodeQueueMessage(message, sourceOf) });
    } catch (error) {
      fail(message.id, error);
    }
  }
  return decoded;
}

/** A message that could be parsed, in part at least. */
interface ProcessedMessage {
  readonly id: string;
  readonly events: readonly ClassifiedEvent[];
  /** For the dead-letter queue: the message with the entries that cannot be parsed. */
  readonly deadLetter: string | null;
}

/** A message that is left to other invocations, as these messages. */
interface Beyond {
  readonly id: string;
  readonly bodies: readonly string[];
}

async function parseMessage(
  message: DecodedMessage,
  budget: BatchBudget,
  parse: (message: DecodedMessage) => Promise<ParsedDelivery>,
): Promise<ParsedDelivery> {
  const { slice = null } = message.redelivery ?? {};
  const parsed = await withinTime(parse(message), budget.maxFetchMs);
  if (slice === null) return parsed;
  // What could not be parsed is a dead letter of the first part.
  const once = slice.from === 0 ? parsed : { ...parsed, invalid: [], refused: [] };
  return { ...once, events: parsed.events.slice(slice.from, slice.to), first: slice.from };
}

/** The parts of a delivery's events that fit into one invocation each. */
function slicesOf({ events, first }: ParsedDelivery, maxEvents: number): readonly EventSlice[] {
  return Array.from({ length: Math.max(1, Math.ceil(events.length / maxEvents)) }, (_, part) => ({
    from: first + part * maxEvents,
    to: first + Math.min(events.length, (part + 1) * maxEvents),
  }));
}

const ISSUES = {
  'invalid-address': 'the recipient is not an address',
  'invalid-list': "the list's name is invalid",
} as const;

interface MappedEvents {
  readonly ledgerEvents: readonly ClassifiedEvent[];
  readonly invalid: readonly InvalidEntry[];
  /** Events that change nothing, by reason. */
  readonly refused: readonly Refusal[];
  /** Events whose name is in no event map. */
  readonly unmapped: number;
}

function mapEvents(parsed: ParsedDelivery, toClassifiedEvent: ToClassifiedEvent): MappedEvents {
  const { context, first } = parsed;
  const ledgerEvents: ClassifiedEvent[] = [];
  const invalid = [...parsed.invalid];
  const refused = [...parsed.refused];
  let unmapped = 0;
  parsed.events.forEach((event, place) => {
    if ('unmapped' in event) unmapped++;
    // A replay may find that what was once parsed as a failure is none; its event takes the old one's place.
    if (event.kind === 'other' && context.replayGeneration === 0) return;
    const mapped = toClassifiedEvent(event, context);
    if ('event' in mapped && mapped.event.address === ERASED) return;
    if ('event' in mapped) ledgerEvents.push(mapped.event);
    else if (event.kind === 'other') return;
    else if (mapped.refused === 'invalid-address' || mapped.refused === 'invalid-list') {
      invalid.push({ index: first + place, issue: ISSUES[mapped.refused] });
    } else refused.push(mapped.refused);
  });
  return { ledgerEvents, invalid, refused, unmapped };
}

/** What cannot be parsed has told the ledger nothing that could be retracted. */
function retractEvents(
  { events, context }: ParsedDelivery,
  settings: Pick<LedgerSettings, 'addresses'>,
): MappedEvents {
  return {
    ledgerEvents: events.flatMap((event) => retractionsOf(event, context, settings)),
    invalid: [],
    refused: [],
    unmapped: 0,
  };
}

const MAX_LISTED_ENTRIES = 100;

function deadLetterOf({ delivery }: DecodedMessage, invalid: readonly InvalidEntry[]): string {
  return wrapRedelivery({ replayGeneration: 0, invalid: invalid.slice(0, MAX_LISTED_ENTRIES), delivery });
}

/** The delivery again, of which the archive has the first arrival by now. */
function requeued({ delivery, redelivery }: DecodedMessage, slice = redelivery?.slice ?? null): string {
  return wrapRedelivery({
    replayGeneration: redelivery?.replayGeneration ?? 0,
    ...(slice && { slice }),
    ...(redelivery?.revoked && { revoked: true }),
    delivery,
  });
}
