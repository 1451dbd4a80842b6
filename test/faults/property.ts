/** The properties that no schedule may break: the end state is that of the set of distinct events. */
import fc from 'fast-check';
import type { ClassifiedEvent } from '../../shared/events/event.ts';
import { decodeQueueMessage, toQueueText } from '../../shared/intake/queue-message-codec.ts';
import { emptyRecord, sameRecord } from '../../shared/ledger/record/address-record.ts';
import { recordKey } from '../../shared/ledger/record/record-key.ts';
import { address, merge, NOON, usual } from '../ledger/events.ts';
import { policyInWords } from '../ledger/policy-in-words.ts';
import { type Backend, memoryBackend } from './backends.ts';
import { eventsIn, type ProcessorBreakage, runProcessor, unguarded } from './run-processor.ts';
import { type Breakage, ledgerOver, runSchedule } from './run-schedule.ts';
import { reported, type Schedule, schedules } from './schedule.ts';
import { holdsInvalidEntry, messagesOf } from './webhooks.ts';

/** The end state is wrong; the message says how, in the events' own ids. */
export class DivergenceError extends Error {
  override readonly name = 'DivergenceError';
}

/**
 * The store's property, over schedules of at most `most` events. Each run has addresses of its own in one store:
 * creating a table a run would cost more than the run.
 */
export function endStateIsTheSets(backend: Backend, most: number, breakage: Breakage = {}) {
  let run = 0;
  return fc.asyncProperty(schedules(most), async (drawn) => {
    const schedule = asItsOwn(drawn, run++);
    await runSchedule(backend, schedule, breakage);
    await compare(backend, schedule.events);
  });
}

/**
 * The processor's property, with webhooks for events and faults of the archive and the dead-letter queue too. No
 * message is missing in the archive, no invalid entry among the dead letters, and what the archive holds makes the
 * same records in an empty store.
 */
export function processorKeepsTheSet(backend: Backend, most: number, breakage: ProcessorBreakage = {}) {
  let run = 0;
  return fc.asyncProperty(schedules(most, reported), async (drawn) => {
    const schedule = asItsOwn(drawn, run++);
    const messages = await messagesOf(schedule.batches, run);
    const { archived, deadLetters } = await runProcessor(backend, messages, schedule, breakage);
    const events = await eventsIn(messages);
    await compare(backend, events, unguarded);

    const archivedBodies = new Set(archived.map(({ body }) => body));
    const lost = messages.filter(({ body }) => !archivedBodies.has(body));
    if (lost.length > 0) throw new DivergenceError(`The archive has lost ${lost.length} messages.`);
    const dead = new Set(
      deadLetters.map((body) => toQueueText(decodeQueueMessage({ body, sentAt: 0 }).delivery)),
    );
    const dropped = messages.filter(({ body }, place) => holdsInvalidEntry(place) && !dead.has(body));
    if (dropped.length > 0)
      throw new DivergenceError(`${dropped.length} invalid entries are in no dead letter.`);

    const empty = memoryBackend();
    await runProcessor(empty, archived, { faults: [], processes: 1, skews: [] });
    await compare(empty, events, unguarded);
  });
}

/** The lists that are compared: every one, a marketing list, a transactional one. */
const LISTS = ['*', 'news', 'receipts'];

/** @throws DivergenceError when a record is not the merge of its events, or a verdict is not the oracle's. */
async function compare(
  backend: Backend,
  events: readonly ClassifiedEvent[],
  settings = usual,
): Promise<void> {
  const store = backend.open();
  for (const [who, own] of Map.groupBy(events, (event) => event.address)) {
    for (const list of LISTS) {
      const status = await ledgerOver(store, NOON, settings).getStatus(who, { list, consistent: true });
      const actual = inWords(status.suppressionReason, status.until);
      const { reason, until } = policyInWords(own, list, NOON) ?? { reason: null, until: null };
      if (actual === inWords(reason, until)) continue;
      throw new DivergenceError(`${list}: the ledger says ${actual}; the policy ${inWords(reason, until)}.`);
    }
    const { record } = await store.get(recordKey(who, null), { consistent: true });
    if (!sameRecord(merge(emptyRecord, own), record)) {
      throw new DivergenceError(
        `The record holds ${record.events.length} events of ${new Set(own.map(({ id }) => id)).size}.`,
      );
    }
  }
}

function inWords(reason: string | null, until: number | null): string {
  return reason === null ? 'free' : `${reason}, ${until ?? 'no end'}`;
}

/** The schedule with addresses and a source of its own: what other runs suppress is not this source's doing. */
function asItsOwn(schedule: Schedule, run: number): Schedule {
  const renamed = new Map(
    schedule.events.map((e) => [
      e,
      { ...e, address: address(`${run}.${e.address}`), source: `${e.source}-${run}` },
    ]),
  );
  const rename = (event: ClassifiedEvent) => renamed.get(event) ?? [];
  return {
    ...schedule,
    events: schedule.events.flatMap(rename),
    batches: schedule.batches.map((batch) => batch.flatMap(rename)),
  };
}
