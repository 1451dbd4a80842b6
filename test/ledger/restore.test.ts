/** A restore, rehearsed: the table as it was at a point in time, and the events since once more, is the table of now. */
import { PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ClassifiedEvent } from '../../shared/events/event.ts';
import { createLedger } from '../../shared/ledger/ledger.ts';
import { dynamoDbStore } from '../../shared/store/dynamodb/dynamodb-store.ts';
import { type Engine, startEngine } from './engine.ts';
import { address, bounce, DAY, delivered, event, NOON, STACK_KEY, usual } from './events.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine.stop());

const open = (table: string) =>
  createLedger({
    store: dynamoDbStore({ client: engine.client, table }),
    settings: usual,
    stackKey: STACK_KEY,
    clock: () => (NOON + 90 * DAY) * 1000,
  });

/** What point-in-time recovery does: the items as they are, in a table of another name. */
async function restored(table: string): Promise<string> {
  const copy = await engine.createTable();
  const { Items = [] } = await engine.client.send(
    new ScanCommand({ TableName: table, ConsistentRead: true }),
  );
  for (const item of Items) await engine.client.send(new PutItemCommand({ TableName: copy, Item: item }));
  return copy;
}

const people = Array.from({ length: 20 }, (_, i) => address(`p${i}@receiver.example`));

function week(first: number): ClassifiedEvent[] {
  return people.flatMap((who, i) => {
    const at = NOON + (first + i) * DAY;
    return [
      bounce(i % 3 === 0 ? 2001 : 3999, at, { address: who }),
      { ...delivered(at + 60), address: who },
      event({
        kind: 'complaint',
        list: 'news',
        at: at + 90,
        address: i % 5 === 0 ? who : (people[0] ?? who),
      }),
    ];
  });
}

test('answers and listing are the same, when some of what the restored table had seen comes again', async () => {
  const table = await engine.createTable();
  const [before, after] = [week(0), week(7)];
  await open(table).record(before);
  const copy = await restored(table);
  await open(table).record(after);
  await open(copy).record([...before.slice(30), ...after]);

  const withoutRevisions = async (name: string) =>
    (await open(name).getStatuses(people, { list: 'news' })).map((answer) => ({ ...answer, revision: 0 }));
  expect(await withoutRevisions(copy)).toEqual(await withoutRevisions(table));
  expect((await open(copy).listSuppressions({})).entries).toEqual(
    (await open(table).listSuppressions({})).entries,
  );
});
