/** What the suites of the store share: a table a test, and a ledger over it at the test's own time. */
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { LedgerAddress } from '../../shared/address/address.ts';
import type { Item } from '../../shared/ledger/item.ts';
import { recordKey } from '../../shared/ledger/key.ts';
import type { Ledger, ManualAction } from '../../shared/ledger/ledger.ts';
import { createLedger, type LedgerDeps } from '../../shared/ledger/store.ts';
import { attribute } from '../../shared/ledger/table.ts';
import type { Engine } from './engine.ts';
import { address, HOUR, NOON, usual } from './events.ts';

export interface Fixture {
  readonly table: string;
  /** The time, seconds since 1970: two hours after noon as a test begins. */
  now: number;
  readonly ledger: Ledger;
  /** Another ledger over the same table, at the same time. */
  open(parts?: Partial<LedgerDeps>): Ledger;
  /** The record of an address as it lies in the table. */
  item(who: LedgerAddress): Promise<Item | undefined>;
}

/** A house over a new table. */
export async function createFixture(engine: Engine): Promise<Fixture> {
  const { client } = engine;
  const table = await engine.createTable();
  const time = { now: NOON + 2 * HOUR };
  const sleep = async () => {};
  const open: Fixture['open'] = (parts = {}) =>
    createLedger({
      client,
      table,
      settings: usual,
      clock: () => time.now * 1000,
      retryPolicy: { sleep },
      ...parts,
    });
  return Object.assign(time, {
    table,
    ledger: open(),
    open,
    async item(who: LedgerAddress) {
      const key = { [attribute.key]: { S: recordKey(who, null) } };
      return (await client.send(new GetItemCommand({ TableName: table, Key: key }))).Item;
    },
  });
}

export const BOB = address('bob@receiver.example');

const kim = { list: '*', actor: 'kim', reason: 'asked by phone' };
export const release = (fields: Partial<ManualAction> = {}): ManualAction => ({
  action: 'release',
  ...kim,
  ...fields,
});
export const suppress = (fields: Partial<ManualAction> = {}): ManualAction => ({
  action: 'suppress',
  ...kim,
  ...fields,
});
