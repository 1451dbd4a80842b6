/** The properties that no schedule may break: the end state is that of the set of distinct events. */
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import type { LedgerAddress } from '../../shared/address/address.ts';
import type { LedgerEvent } from '../../shared/events/event.ts';
import { decodeQueueMessage, toQueueText } from '../../shared/intake/queue-message-codec.ts';
import { fold } from '../../shared/ledger/fold.ts';
import { recordKey } from '../../shared/ledger/key.ts';
import { pack } from '../../shared/ledger/packing.ts';
import { emptyRecord } from '../../shared/ledger/record.ts';
import { attribute } from '../../shared/ledger/table.ts';
import type { TableSender } from '../../shared/ledger/table-client.ts';
import type { Engine } from '../ledger/engine.ts';
import { address, NOON } from '../ledger/events.ts';
import { memoryTable } from './memory-table.ts';
import { model } from './model.ts';
import { eventsIn, type ProcessorBreakage, runProcessor } from './run-processor.ts';
import { type Breakage, ledgerOver, runSchedule } from './run-schedule.ts';
import { reported, type Schedule, schedules } from './schedule.ts';
import { holdsBrokenEntry, messagesOf } from './webhooks.ts';

/** The end state is wrong; the message says how, in the events' own ids. */
export class DivergenceError extends Error {
  override readonly name = 'DivergenceError';
}

/**
 * Of the store, over schedules of at most `most` events. Each run has addresses of its own in one table: creating a
 * table a run would cost more than the run.
 */
export function endStateIsTheSets(engine: Engine, table: string, most: number, breakage: Breakage = {}) {
  let run = 0;
  return fc.asyncProperty(schedules(most), async (drawn) => {
    const schedule = withOwnAddresses(drawn, run++);
    await runSchedule(engine.client, table, schedule, breakage);
    await compare(engine.client, table, schedule.events);
  });
}

/**
 * Of the processor over that store, with webhooks for events and faults of the archive and the dead-letter queue
 * too. No message is missing in the archive, no broken entry among the dead letters, and what the archive holds
 * makes the same records in an empty table.
 */
export function processorKeepsTheSet(
  engine: Engine,
  table: string,
  most: number,
  breakage: ProcessorBreakage = {},
) {
  let run = 0;
  return fc.asyncProperty(schedules(most, reported), async (drawn) => {
    const schedule = withOwnAddresses(drawn, run++);
    const messages = await messagesOf(schedule.batches, run);
    const { archived, deadLetters } = await runProcessor(engine.client, table, messages, schedule, breakage);
    const events = await eventsIn(messages);
    await compare(engine.client, table, events);

    const archivedBodies = new Set(archived.map(({ body }) => body));
    const lost = messages.filter(({ body }) => !archivedBodies.has(body));
    if (lost.length > 0) throw new DivergenceError(`The archive has lost ${lost.length} messages.`);
    const dead = new Set(
      deadLetters.map((body) => toQueueText(decodeQueueMessage({ body, sentAt: 0 }).delivery)),
    );
    const dropped = messages.filter(({ body }, place) => holdsBrokenEntry(place) && !dead.has(body));
    if (dropped.length > 0) throw new DivergenceError(`${dropped.length} broken entries are nowhere.`);

    const { client } = memoryTable(engine.client);
    await runProcessor(client, 'replayed', archived, { faults: [], processes: 1, skews: [] });
    await compare(client, 'replayed', events);
  });
}

/** @throws DivergenceError when a record is not the fold of its events, or its verdict is not the model's. */
async function compare(client: TableSender, table: string, events: readonly LedgerEvent[]): Promise<void> {
  for (const [who, own] of Map.groupBy(events, (event) => event.address)) {
    const answer = await ledgerOver(client, table).getStatus(who, { list: 'news', consistent: true });
    const said = answer.reason && `${answer.reason}, ${answer.until ?? 'no end'}`;
    const due = model(own, NOON);
    if (said !== due) throw new DivergenceError(`The ledger says ${said}; the model says ${due}.`);

    const packed = await packedRecord(client, table, who);
    if (!packed || !pack(fold(emptyRecord, own)).equals(packed)) {
      throw new DivergenceError(
        `The record holds ${answer.evidence.length} events; ${own.length} were told.`,
      );
    }
  }
}

async function packedRecord(
  client: TableSender,
  table: string,
  who: LedgerAddress,
): Promise<Uint8Array | undefined> {
  const { Item } = await client.send(
    new GetItemCommand({
      TableName: table,
      Key: { [attribute.key]: { S: recordKey(who, null) } },
      ConsistentRead: true,
    }),
  );
  return Item?.[attribute.events]?.B;
}

function withOwnAddresses(schedule: Schedule, run: number): Schedule {
  const renamed = new Map(
    schedule.events.map((e) => [e.id, { ...e, address: address(`${run}.${e.address}`) }]),
  );
  const rename = ({ id }: { id: string }) => renamed.get(id) ?? [];
  return {
    ...schedule,
    events: schedule.events.flatMap(rename),
    batches: schedule.batches.map((batch) => batch.flatMap(rename)),
  };
}
