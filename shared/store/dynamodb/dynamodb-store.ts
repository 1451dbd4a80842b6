import { subjectKey } from '../../ledger/guard/incident.ts';
import { defaultRetryPolicy, type RetryPolicy } from '../../retry.ts';
import type { GuardStore, RecordStore, StoredRecord } from '../record-store.ts';
import {
  addUpdate,
  decideUpdate,
  extendUpdate,
  guardKey,
  openUpdate,
  readGuard,
  readSubjectIncident,
  removeUpdate,
} from './guard-item.ts';
import { fromItem, toItem } from './item.ts';
import { suppressedRows } from './suppressed-index.ts';
import { attribute, INCIDENTS_PARTITION } from './table.ts';
import { type TableClient, type TableSender, tableClient } from './table-client.ts';

export interface DynamoDbStoreDeps {
  /** A client that retries nothing itself, or little: the store's retries come on top. */
  readonly client: TableSender;
  readonly table: string;
  /** @default `defaultRetryPolicy` with `Math.random` */
  readonly retryPolicy?: Partial<RetryPolicy>;
}

/**
 * The store over a DynamoDB table, whose schema is in `table.ts`.
 *
 * @example
 * const store = dynamoDbStore({ client: new DynamoDBClient({}), table: 'ledger' });
 * const ledger = createLedger({ store, settings });
 */
export function dynamoDbStore({ client, table: tableName, retryPolicy }: DynamoDbStoreDeps): RecordStore {
  const table = tableClient(client, tableName, {
    ...defaultRetryPolicy,
    random: Math.random,
    ...retryPolicy,
  });
  return {
    get: async (key, { consistent }) => fromItem(await table.get(key, consistent)),

    async getMany(keys) {
      const failed = new Map<string, unknown>();
      const items = await table.getMany(keys, (unread, error) => {
        for (const key of unread) failed.set(key, error);
      });
      const found = new Map<string, StoredRecord>();
      for (const [key, item] of items) {
        try {
          found.set(key, fromItem(item));
        } catch (error) {
          failed.set(key, error);
        }
      }
      return { found, failed };
    },

    putIf: (key, record, options) => table.put(toItem(key, record, options), options.ifRevision),
    deleteIf: (key, revision) => table.remove(key, revision),
    listSuppressed: (after) => suppressedRows(table, after),
    guards: guardStore(table),
  };
}

function guardStore(table: TableClient): GuardStore {
  return {
    async get(subjects) {
      const items = await table.getMany(subjects.map(guardKey), (_, error) => {
        throw error;
      });
      const states = subjects.flatMap((subject) => {
        const item = items.get(guardKey(subject));
        return item === undefined ? [] : [[subjectKey(subject), readGuard(item)] as const];
      });
      return new Map(states);
    },
    async add(subject, counts) {
      return readGuard((await table.update(addUpdate(subject, counts))) ?? {});
    },
    async removeCounters(subject, stale) {
      await table.update(removeUpdate(subject, stale));
    },
    async open(subject, incident, last) {
      return (await table.update(openUpdate(subject, incident, last))) !== null;
    },
    async extend(subject, incident, extension) {
      await table.update(extendUpdate(subject, incident, extension));
    },
    async list(limit) {
      const keys = (await table.queryNewest(INCIDENTS_PARTITION, limit)).flatMap(
        (entry) => entry[attribute.key]?.S ?? [],
      );
      const items = await table.getMany(keys, (_, error) => {
        throw error;
      });
      return keys.flatMap((key) => {
        const item = items.get(key);
        return (item && readSubjectIncident(item)) ?? [];
      });
    },
    async decide(subject, incident, decision) {
      return (await table.update(decideUpdate(subject, incident, decision))) !== null;
    },
  };
}
