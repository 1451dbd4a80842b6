import type { Classifier } from '../classifier/classifier.ts';
import { errorName } from '../error-name.ts';
import type { LedgerEvent } from '../events/event.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { type InvalidEntry, InvalidPayloadError } from '../providers/provider.ts';
import { archiveBatch } from './archive.ts';
import { type BatchStats, batchStats } from './batch-stats.ts';
import { ERASED } from './erasure.ts';
import { createLedgerEventMapper, type Refusal, type ToLedgerEvent } from './ledger-event.ts';
import {
  createDeliveryParser,
  type DeliveryParserDeps,
  type ParsedDelivery,
  sesSourceOf,
} from './parse-delivery.ts';
import type { QueueMessage } from './queue-message.ts';
import { type DecodedMessage, decodeQueueMessage, wrapRedelivery } from './queue-message-codec.ts';

export interface ProcessorDeps extends DeliveryParserDeps {
  readonly classifier: Classifier;
  readonly ledger: Pick<Ledger, 'record'>;
  /** Stores an object of the raw archive. */
  readonly store: (key: string, bytes: Buffer) => Promise<void>;
  readonly deadLetter: (body: string) => Promise<void>;
}

export interface Processed {
  /** Messages to hand back to the queue: it delivers them again, and at last to the dead-letter queue. */
  readonly failed: ReadonlySet<string>;
  readonly stats: BatchStats;
}

/**
 * The processor's whole work on a batch: archive raw, parse, classify, merge, one write an address. A message that
 * cannot be decoded or fetched fails alone; what cannot be parsed goes to the dead-letter queue, with its siblings going
 * through. It rejects only when the archive cannot be written: then nothing has been done and the whole batch comes
 * again.
 */
export function createProcessor(
  deps: ProcessorDeps,
): (messages: readonly QueueMessage[]) => Promise<Processed> {
  const parse = createDeliveryParser(deps);
  const toLedgerEvent = createLedgerEventMapper(deps.classifier, deps.settings);
  const sourceOf = sesSourceOf(deps.settings);

  return async (messages) => {
    const failed = new Set<string>();
    const errors: string[] = [];
    const fail = (id: string, error: unknown) => {
      failed.add(id);
      errors.push(errorName(error));
    };

    const decoded: Decoded[] = [];
    for (const message of messages) {
      try {
        decoded.push({ ...message, decoded: decodeQueueMessage(message, sourceOf) });
      } catch (error) {
        fail(message.id, error);
      }
    }
    await archiveBatch(decoded, deps.store);

    const events: LedgerEvent[] = [];
    const processed: ProcessedMessage[] = [];
    const refusals: Refusal[] = [];
    for (const { id, decoded: message } of decoded) {
      try {
        const { ledgerEvents, invalid, refused } = await parseMessage(message, parse, toLedgerEvent);
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

    const { addresses, storms } = await deps.ledger.record(events);
    const unwritten = new Set<LedgerEvent['address']>();
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
      try {
        await deps.deadLetter(deadLetter);
      } catch (error) {
        fail(id, error);
      }
    }
    return {
      failed,
      stats: batchStats({ events, refusals, recorded: addresses.values(), storms: storms.length, errors }),
    };
  };
}

interface Decoded extends QueueMessage {
  readonly decoded: DecodedMessage;
}

/** A message that could be parsed, in part at least. */
interface ProcessedMessage {
  readonly id: string;
  readonly events: readonly LedgerEvent[];
  /** For the dead-letter queue: the message with the entries that cannot be parsed. */
  readonly deadLetter: string | null;
}

const ISSUES = {
  'invalid-address': 'the recipient is not an address',
  'invalid-list': "the list's name is invalid",
} as const;

interface ParsedMessage {
  readonly ledgerEvents: readonly LedgerEvent[];
  readonly invalid: readonly InvalidEntry[];
  /** Events that change nothing, by reason. */
  readonly refused: readonly Refusal[];
}

async function parseMessage(
  message: DecodedMessage,
  parse: (message: DecodedMessage) => Promise<ParsedDelivery>,
  toLedgerEvent: ToLedgerEvent,
): Promise<ParsedMessage> {
  let delivery: ParsedDelivery;
  try {
    delivery = await parse(message);
  } catch (error) {
    // However often it comes again, it will not parse.
    if (error instanceof InvalidPayloadError)
      return { ledgerEvents: [], invalid: [{ index: 0, issue: error.message }], refused: [] };
    throw error;
  }
  const { context } = delivery;
  const ledgerEvents: LedgerEvent[] = [];
  const invalid = [...delivery.invalid];
  const refused = [...delivery.refused];
  delivery.events.forEach((event, index) => {
    // A replay may find that what was once parsed as a failure is none; its event takes the old one's place.
    if (event.kind === 'other' && context.replayGeneration === 0) return;
    if (event.recipient === ERASED) return;
    const mapped = toLedgerEvent(event, context);
    if ('event' in mapped) ledgerEvents.push(mapped.event);
    else if (event.kind === 'other') return;
    else if (mapped.refused === 'invalid-address' || mapped.refused === 'invalid-list') {
      invalid.push({ index, issue: ISSUES[mapped.refused] });
    } else refused.push(mapped.refused);
  });
  return { ledgerEvents, invalid, refused };
}

const MAX_LISTED_ENTRIES = 100;

function deadLetterOf({ delivery }: DecodedMessage, invalid: readonly InvalidEntry[]): string {
  return wrapRedelivery({ replayGeneration: 0, invalid: invalid.slice(0, MAX_LISTED_ENTRIES), delivery });
}
