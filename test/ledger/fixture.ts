/** What the suites of the ledger share: a table a test, and a ledger over it at the test's own time. */
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { LedgerAddress } from '../../shared/address/address.ts';
import type { Ledger } from '../../shared/ledger/ledger.ts';
import { createLedger, type LedgerDeps } from '../../shared/ledger/ledger.ts';
import type { ManualAction } from '../../shared/ledger/policy/manual-action.ts';
import { recordKey } from '../../shared/ledger/record/record-key.ts';
import { dynamoDbStore } from '../../shared/store/dynamodb/dynamodb-store.ts';
import type { Item } from '../../shared/store/dynamodb/item.ts';
import { attribute } from '../../shared/store/dynamodb/table.ts';
import type { TableSender } from '../../shared/store/dynamodb/table-client.ts';
import type { Engine } from './engine.ts';
import { address, HOUR, NOON, STACK_KEY, usual } from './events.ts';

export interface Fixture {
  readonly table: string;
  /** The time, seconds since 1970: two hours after noon as a test begins. */
  now: number;
  readonly ledger: Ledger;
  /** Another ledger over the same table, at the same time. */
  open(parts?: Partial<LedgerDeps> & { readonly through?: (client: TableSender) => TableSender }): Ledger;
  /** The item of an address. */
  item(who: LedgerAddress): Promise<Item | undefined>;
}

/** A ledger over a new table. */
export async function createFixture(engine: Engine): Promise<Fixture> {
  const { client } = engine;
  const table = await engine.createTable();
  const time = { now: NOON + 2 * HOUR };
  const sleep = async () => {};
  const open: Fixture['open'] = ({ through = (unchanged: TableSender) => unchanged, ...deps } = {}) =>
    createLedger({
      store: dynamoDbStore({ client: through(client), table, retryPolicy: { sleep } }),
      settings: usual,
      stackKey: STACK_KEY,
      clock: () => time.now * 1000,
      retryPolicy: { sleep },
      ...deps,
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

const kim = { list: '*', actor: 'kim', note: 'asked by phone' };
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
