/** What a write to the table is announced as on the event bus. The images are those of real writes. */
import { GetItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { LedgerAddress } from '../../shared/address/address.ts';
import { toEventBridgeEntry } from '../../shared/intake/change-event.ts';
import { createLedger, type LedgerDeps } from '../../shared/ledger/ledger.ts';
import { recordKey } from '../../shared/ledger/record/record-key.ts';
import { dynamoDbStore } from '../../shared/store/dynamodb/dynamodb-store.ts';
import type { Item } from '../../shared/store/dynamodb/item.ts';
import { attribute, guardPrefix } from '../../shared/store/dynamodb/table.ts';
import { inSchema } from '../events/in-schema.ts';
import { type Engine, startEngine } from '../ledger/engine.ts';
import { ANN, address, bounce, DAY, delivered, event, NOON, STACK_KEY, usual } from '../ledger/events.ts';
import { streamOf } from '../ledger/stream-image.ts';

let engine: Engine;
let table: string;
const at = new Date(NOON * 1000);

beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine.stop());
beforeEach(async () => {
  table = await engine.createTable();
});

const open = (parts: Partial<LedgerDeps> = {}) =>
  createLedger({
    store: dynamoDbStore({ client: engine.client, table }),
    settings: usual,
    stackKey: STACK_KEY,
    clock: () => NOON * 1000,
    ...parts,
  });

async function image(key: string): Promise<Item | undefined> {
  const { Item } = await engine.client.send(
    new GetItemCommand({ TableName: table, Key: { [attribute.key]: { S: key } } }),
  );
  return Item;
}

/** The bus event of a write, from the item after it and before it. */
function published(item: Item | undefined, old: Item | undefined) {
  const change = streamOf(item, old);
  return change && toEventBridgeEntry(change, at);
}

/** What each of these steps announces of an address. */
async function announced(who: LedgerAddress, ...steps: ReadonlyArray<() => Promise<unknown>>) {
  const told = [];
  for (const step of steps) {
    const before = await image(recordKey(who, null));
    await step();
    told.push(inSchema(published(await image(recordKey(who, null)), before)));
  }
  return told;
}

describe('an address', () => {
  test('is announced when it is suppressed, on other grounds, and released; with what was before', async () => {
    const ledger = open();
    const [suppressed, complained, released] = await announced(
      ANN,
      () => ledger.record([bounce(2001, NOON - DAY)]),
      () => ledger.record([event({ kind: 'complaint', at: NOON - 60, list: 'news' })]),
      () =>
        ledger.applyManualAction(ANN, {
          action: 'release',
          list: '*',
          actor: 'kim',
          note: 'by phone',
          proof: 'form',
        }),
    );
    expect(suppressed).toEqual({
      type: 'address.suppressed',
      at,
      detail: {
        address: ANN,
        key: recordKey(ANN, null),
        revision: expect.any(Number),
        before: [],
        after: [
          {
            list: '*',
            reason: 'address-unknown',
            code: 2001,
            rule: 'rule-2001',
            since: '2026-05-11T12:00:00Z',
            until: null,
          },
        ],
      },
    });
    expect(complained).toMatchObject({
      type: 'address.suppressed',
      detail: {
        before: [{ reason: 'address-unknown' }],
        after: [{ reason: 'complaint' }, { reason: 'address-unknown' }],
      },
    });
    expect(released).toMatchObject({ type: 'address.released', detail: { after: [] } });
  });

  test('is not announced when no sender would see a difference', async () => {
    const ledger = open();
    const told = await announced(
      ANN,
      () => ledger.record([bounce(1003, NOON - 500), delivered(NOON - 400)]),
      () => ledger.record([bounce(2999, NOON - 9 * DAY)]),
    );
    expect(told).toEqual([null, null]);
    await ledger.record([bounce(2001, NOON - 300)]);
    expect(await announced(ANN, () => ledger.record([bounce(2001, NOON - 200)]))).toEqual([null]);
  });

  test('that is stored as a hash is announced by its key alone', async () => {
    const ledger = open({
      settings: { ...usual, addresses: { stored: 'hashed' } },
      stackKey: 'a secret',
    });
    await ledger.record([bounce(2001, NOON - DAY)]);
    const { Items } = await engine.client.send(new ScanCommand({ TableName: table }));
    const record = Items?.find(({ pk }) => pk?.S === recordKey(ANN, 'a secret'));
    const told = inSchema(published(record, undefined));
    expect(told).toMatchObject({ detail: { address: null, key: recordKey(ANN, 'a secret') } });
    expect(JSON.stringify(told)).not.toContain('receiver.example');
  });
});

test('a storm is announced as an incident when it opens, and not as it goes on', async () => {
  const ledger = open();
  const turn = (first: number, count: number) =>
    ledger.record(
      Array.from({ length: count }, (_, i) =>
        bounce(2001, NOON - 60, { address: address(`p${first + i}@invalid.example`) }),
      ),
    );
  await turn(0, 50);
  const opened = await image(`${guardPrefix.domain}invalid.example`);
  expect(published(opened, undefined)).toMatchObject({
    type: 'incident.opened',
    detail: {
      incident: 'storm',
      domain: 'invalid.example',
      from: '2026-05-12T11:50:00Z',
      until: '2026-05-12T13:00:00Z',
      addresses: 50,
    },
  });
  await turn(50, 30);
  expect(published(await image(`${guardPrefix.domain}invalid.example`), opened)).toBeNull();
});

test('an item that is gone announces nothing', async () => {
  const ledger = open();
  const [erased] = await announced(ANN, async () => {
    await ledger.record([bounce(2001, NOON - DAY)]);
    await ledger.erase(ANN, { keepHash: false });
  });
  expect(erased).toBeNull();
});
