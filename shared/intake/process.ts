import type { Classifier } from '../classifier/classifier.ts';
import { errorName } from '../error-name.ts';
import type { LedgerEvent, ReportedEvent } from '../events/event.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { InvalidEntry } from '../providers/provider.ts';
import { archiveBatch } from './archive.ts';
import { type BatchStats, batchStats } from './batch-stats.ts';
import { ERASED } from './erasure.ts';
import { unwrapRedelivery, wrapRedelivery } from './message.ts';
import { createNormaliser, type IngestContext } from './normalise.ts';
import { createMessageParser, type MessageParserDeps, type ParsedMessageEvents } from './open.ts';
import type { QueueMessage } from './queue-message.ts';

/** What the processor needs of the world. */
export interface ProcessorDeps extends MessageParserDeps {
  readonly classifier: Classifier;
  readonly ledger: Pick<Ledger, 'record'>;
  /** Stores an object of the raw archive. */
  readonly store: (key: string, bytes: Buffer) => Promise<void>;
  readonly deadLetter: (body: string) => Promise<void>;
}

export interface Processed {
  /** Messages to hand back to the queue: it will offer them again, and at last to the dead-letter queue. */
  readonly failed: ReadonlySet<string>;
  readonly stats: BatchStats;
}

/**
 * The processor's whole work on a batch: archive raw, read, classify, fold, one write an address.
 * A message that cannot be opened fails alone; entries of a message that cannot be read go to the dead-letter
 * queue with their message while their siblings go through. It rejects only when the archive cannot be written:
 * then nothing has been done and the whole batch comes again.
 */
export function createProcessor(
  parts: ProcessorDeps,
): (messages: readonly QueueMessage[]) => Promise<Processed> {
  const open = createMessageParser(parts);
  const normalise = createNormaliser(parts.classifier, parts.settings);

  return async (messages) => {
    await archiveBatch(messages, parts.settings, parts.store);
    const failed = new Set<string>();
    const events: LedgerEvent[] = [];
    const told: Told[] = [];
    const faults: string[] = [];

    for (const message of messages) {
      try {
        const opened = await open(message);
        const { understood, invalid } = understand(opened, normalise);
        // What a replay finds broken has been a dead letter since it first came, and is in the archive still.
        const isReplay = opened.context.replayGeneration > 0;
        if (isReplay && invalid.length > 0) faults.push('InvalidEntry');
        const letter =
          invalid.length > 0 && !isReplay ? brokenMessage(message, opened.context, invalid) : null;
        told.push({ id: message.id, events: understood, letter });
        for (const event of understood) events.push(event);
      } catch (error) {
        failed.add(message.id);
        faults.push(errorName(error));
      }
    }

    const { addresses, storms } = await parts.ledger.record(events);
    const unwritten = new Set<LedgerEvent['address']>();
    for (const { address, outcome, error } of addresses.values()) {
      if (outcome !== 'failed') continue;
      faults.push(error ?? 'WriteFailed');
      unwritten.add(address);
    }
    if (unwritten.size > 0) {
      for (const message of told) {
        if (message.events.some(({ address }) => unwritten.has(address))) failed.add(message.id);
      }
    }
    // Last, so that a message which comes again for another reason leaves no letter each time.
    for (const { id, letter } of told) {
      if (letter === null || failed.has(id)) continue;
      try {
        await parts.deadLetter(letter);
      } catch (error) {
        failed.add(id);
        faults.push(errorName(error));
      }
    }
    return { failed, stats: batchStats(events, addresses.values(), storms.length, faults) };
  };
}

/** A message that could be read. */
interface Told {
  readonly id: string;
  readonly events: readonly LedgerEvent[];
  /** For the dead-letter queue: the message with the entries of it that cannot be read. */
  readonly letter: string | null;
}

interface Understood {
  readonly understood: readonly LedgerEvent[];
  readonly invalid: readonly InvalidEntry[];
}

function understand(
  { reading, context }: ParsedMessageEvents,
  normalise: (event: ReportedEvent, context: IngestContext) => LedgerEvent | null,
): Understood {
  const understood: LedgerEvent[] = [];
  const invalid = [...reading.invalid];
  reading.events.forEach((event, index) => {
    // A replay may find that what was once read as a failure is none; its event takes the old one's place.
    if (event.kind === 'other' && context.replayGeneration === 0) return;
    if (event.recipient === ERASED) return;
    const normal = normalise(event, context);
    if (normal !== null) understood.push(normal);
    else if (event.kind !== 'other') invalid.push({ index, fault: 'the recipient is not an address' });
  });
  return { understood, invalid };
}

function brokenMessage(
  message: QueueMessage,
  context: IngestContext,
  invalid: readonly InvalidEntry[],
): string {
  return wrapRedelivery({
    replayGeneration: 0,
    source: context.source,
    receivedAt: context.receivedAt,
    faults: invalid.slice(0, 100),
    message: unwrapRedelivery(message.body),
  });
}
