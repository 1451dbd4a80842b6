/** The calls of the ledger on a Map: for a million events, which no emulator would hold in memory beside the test. */
import {
  BatchGetItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { Item } from '../../shared/ledger/item.ts';
import { attribute } from '../../shared/ledger/table.ts';
import type { TableSender } from '../../shared/ledger/table-client.ts';
import { itemSize } from '../ledger/item-size.ts';
import { intercept } from './faulty-client.ts';

/** What the calls came to. */
export interface MemoryTable {
  readonly client: TableSender;
  readonly items: ReadonlyMap<string, Item>;
  readonly used: { reads: number; writes: number; writeUnits: number };
}

/**
 * Get, batch get, and put on the condition of the revision; counting for storms is taken and forgotten. Sizes are
 * added up where `sized` asks for it: that costs as much as the rest.
 */
export function memoryTable(client: DynamoDBClient, { sized = false } = {}): MemoryTable {
  const items = new Map<string, Item>();
  const used = { reads: 0, writes: 0, writeUnits: 0 };
  const get = (key: Item | undefined) => {
    used.reads++;
    return items.get(key?.[attribute.key]?.S ?? '');
  };
  return {
    items,
    used,
    client: intercept(client, async (command) => {
      if (command instanceof GetItemCommand) return { Item: get(command.input.Key) };
      if (command instanceof BatchGetItemCommand) {
        const [table, asked] = Object.entries(command.input.RequestItems ?? {})[0] ?? [];
        const found = (asked?.Keys ?? []).map(get).filter((item) => item !== undefined);
        return { Responses: { [table ?? '']: found } };
      }
      if (command instanceof UpdateItemCommand) return {};
      if (!(command instanceof PutItemCommand)) throw named('ValidationException');
      const item = command.input.Item ?? {};
      const key = item[attribute.key]?.S ?? '';
      const asked = command.input.ExpressionAttributeValues?.[':rev']?.N;
      if (items.get(key)?.[attribute.revision]?.N !== asked) throw named('ConditionalCheckFailedException');
      used.writes++;
      if (sized) used.writeUnits += Math.ceil(itemSize(item) / 1_024);
      items.set(key, item);
      return {};
    }),
  };
}

function named(name: string): Error {
  return Object.assign(new Error(name), { name });
}
