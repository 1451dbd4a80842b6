/** What the ledger asks of DynamoDB, from the capacity that DynamoDB itself says was consumed. */
import {
  BatchGetItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import * as v from 'valibot';
import type { LedgerAddress } from '../../shared/address/address.ts';
import type { ClassifiedEvent } from '../../shared/events/event.ts';
import { createLedger } from '../../shared/ledger/ledger.ts';
import { recordKey } from '../../shared/ledger/record/record-key.ts';
import { dynamoDbStore } from '../../shared/store/dynamodb/dynamodb-store.ts';
import { attribute } from '../../shared/store/dynamodb/table.ts';
import { startDynamoDbLocal } from '../aws/dynamodb-local.ts';
import { type Engine, startEngine } from '../ledger/engine.ts';
import { address, bounce, DAY, delivered, event, NOON, STACK_KEY, usual } from '../ledger/events.ts';
import { intercept } from '../ledger/intercept.ts';
import { itemSize } from '../ledger/item-size.ts';

/** Addresses, and events of each, that come one batch after the other. */
const ADDRESSES = 100;
const EVENTS = 16;

export async function run(): Promise<Record<string, unknown>> {
  const local = await startDynamoDbLocal().catch((reason: Error) => {
    console.error(`${reason.message} Measured on dynalite instead.`);
    return null;
  });
  const engine = await startEngine(local?.endpoint);
  try {
    return { ledger: { ...(await capacityOn(engine)), engine: engine.name } };
  } finally {
    await engine.stop();
    await local?.stop();
  }
}

/** Capacity units of reads and writes, added up. */
interface Meter {
  reads: number;
  writes: number;
}

/** What events and look-ups cost on an engine, in capacity units, and the size of a full record. */
export async function capacityOn(engine: Engine) {
  const table = await engine.createTable();
  const meter: Meter = { reads: 0, writes: 0 };
  const client = intercept(engine.client, async (command, next) => {
    if (isMetered(command)) command.input.ReturnConsumedCapacity = 'INDEXES';
    const answer = await next(command);
    const isRead =
      command instanceof BatchGetItemCommand ||
      command instanceof GetItemCommand ||
      command instanceof QueryCommand;
    meter[isRead ? 'reads' : 'writes'] += unitsOf(answer);
    return answer;
  });
  const ledger = createLedger({
    store: dynamoDbStore({ client, table }),
    settings: usual,
    stackKey: STACK_KEY,
    clock: () => (NOON + 90 * DAY) * 1000,
  });
  const people = Array.from({ length: ADDRESSES }, (_, i) =>
    address(`firstname.lastname.${String(i).padStart(4, '0')}@receiver-${i % 10}.example`),
  );
  for (let round = 0; round < EVENTS; round++) {
    await ledger.record(people.map((person) => ordinary(person, round)));
  }
  const recorded = { ...meter };
  Object.assign(meter, { reads: 0, writes: 0 });
  for (const person of people) await ledger.getStatus(person);
  const looks = meter.reads;
  const crowded = address('a.typical.address.of.forty.letters@ex.com');
  await ledger.record(Array.from({ length: EVENTS }, (_, i) => unlike(crowded, i)));
  return {
    write_units_per_event: recorded.writes / (ADDRESSES * EVENTS),
    read_units_per_event: recorded.reads / (ADDRESSES * EVENTS),
    look_up_read_units: looks / ADDRESSES,
    record_bytes_16_events: await sizeOf(engine, table, crowded),
  };
}

type Metered = { readonly input: { ReturnConsumedCapacity?: 'INDEXES' | 'TOTAL' | 'NONE' } };

function isMetered(command: object): command is Metered {
  return [BatchGetItemCommand, GetItemCommand, QueryCommand, PutItemCommand, UpdateItemCommand].some(
    (kind) => command instanceof kind,
  );
}

const consumed = v.object({ CapacityUnits: v.optional(v.number(), 0) });
const metered = v.object({ ConsumedCapacity: v.union([v.array(consumed), consumed]) });

/** The units an answer says it cost, whatever the command. */
function unitsOf(answer: unknown): number {
  if (!v.is(metered, answer)) return 0;
  return [v.parse(metered, answer).ConsumedCapacity].flat().reduce((sum, one) => sum + one.CapacityUnits, 0);
}

/** An address's sixteen events: deliveries, deferrals, and failures of every kind that suppress nothing yet. */
function ordinary(person: LedgerAddress, round: number): ClassifiedEvent {
  const at = NOON + round * 5 * DAY;
  const about = { address: person, diagnostic: `451 4.3.0 <${'x'.repeat(120)}> try again later ${round}` };
  if (round % 4 === 0) return { ...delivered(at), address: person };
  if (round % 4 === 1) return event({ kind: 'deferral', code: 4001, at, permanent: false, ...about });
  return bounce(round % 4 === 2 ? 3999 : 1003, at, about);
}

/** Sixteen failures of one address, no two by one rule, with long diagnostics: the largest record of so many. */
function unlike(person: LedgerAddress, i: number): ClassifiedEvent {
  return bounce(i === 0 ? 2001 : 3999, NOON + i * DAY, {
    address: person,
    rule: `receiver.some-large-provider.rule-number-${i}`,
    diagnostic: `550 5.1.1 ${'The account that you tried to reach does not exist. '.repeat(5)}`,
    source: `sendgrid-marketing-${i % 2}`,
    list: 'newsletter',
  });
}

async function sizeOf(engine: Engine, table: string, person: LedgerAddress): Promise<number> {
  const key = { [attribute.key]: { S: recordKey(person, null) } };
  const { Item } = await engine.client.send(new GetItemCommand({ TableName: table, Key: key }));
  return Item ? itemSize(Item) : 0;
}
