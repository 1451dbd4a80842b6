/** The property that no schedule may break: the end state is that of the set of distinct events. */
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { fold } from '../../shared/ledger/fold.ts';
import { recordKey } from '../../shared/ledger/key.ts';
import { pack } from '../../shared/ledger/packing.ts';
import { emptyRecord } from '../../shared/ledger/record.ts';
import { attribute } from '../../shared/ledger/table.ts';
import type { Engine } from '../ledger/engine.ts';
import { address, NOON } from '../ledger/events.ts';
import { model } from './model.ts';
import { type Breakage, ledgerOver, runSchedule } from './run-schedule.ts';
import { type Schedule, schedules } from './schedule.ts';

/** The end state is wrong; the message says how, in the events' own ids. */
export class Diverged extends Error {
  override readonly name = 'Diverged';
}

/**
 * A property over schedules of at most `most` events. Each run has addresses of its own in one table: creating a
 * table a run would cost more than the run.
 */
export function endStateIsTheSets(engine: Engine, table: string, most: number, breakage: Breakage = {}) {
  let run = 0;
  return fc.asyncProperty(schedules(most), async (drawn) => {
    const schedule = withOwnAddresses(drawn, run++);
    await runSchedule(engine.client, table, schedule, breakage);
    for (const [who, events] of Map.groupBy(schedule.events, (e) => e.address)) {
      const answer = await ledgerOver(engine.client, table).look(who, { list: 'news', consistent: true });
      const said = answer.reason && `${answer.reason}, ${answer.until ?? 'no end'}`;
      const due = model(events, NOON);
      if (said !== due) throw new Diverged(`The ledger says ${said}; the model says ${due}.`);

      const key = { [attribute.key]: { S: recordKey(who, null) } };
      const stored = await engine.client.send(
        new GetItemCommand({ TableName: table, Key: key, ConsistentRead: true }),
      );
      const packed = stored.Item?.[attribute.events]?.B;
      if (!packed || !pack(fold(emptyRecord, events)).equals(packed)) {
        throw new Diverged(`The record holds ${answer.evidence.length} events; ${events.length} happened.`);
      }
    }
  });
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
