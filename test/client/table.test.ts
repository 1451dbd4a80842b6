/** Direct look-ups in a real table that a real ledger wrote. */
import {
  type BatchGetItemCommand,
  type BatchGetItemCommandOutput,
  DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Decision } from '../../client/index.ts';
import { createTableClient, type TableClientOptions } from '../../client/table.ts';
import { toLedgerAddress } from '../../shared/address/address.ts';
import { addressDocument } from '../../shared/api/documents.ts';
import { resolveSettings } from '../../shared/config/resolve.ts';
import { createLedger, type Ledger } from '../../shared/ledger/ledger.ts';
import { dynamoDbStore } from '../../shared/store/dynamodb/dynamodb-store.ts';
import { complaint, event } from '../api/fixture.ts';
import { type Engine, startEngine } from '../ledger/engine.ts';

const settings = resolveSettings({
  sources: { sendgrid: 'sendgrid' },
  lists: { newsletter: {}, receipts: { transactional: true } },
  addresses: { foldPlusTags: true },
});
const now = Math.floor(Date.now() / 1_000);
const recent = { at: now - 3_600 };

let engine: Engine;
let tableName: string;
let written: Ledger;

beforeAll(async () => {
  engine = await startEngine();
  tableName = await engine.createTable();
  written = createLedger({
    store: dynamoDbStore({ client: engine.client, table: tableName }),
    settings,
    stackKey: 'a secret',
  });
  await written.record([
    event('gone@example.com', recent),
    complaint('spam@example.com', recent),
    event('left@example.com', { ...recent, kind: 'unsubscribe', list: 'newsletter', code: 9999 }),
  ]);
});
afterAll(() => engine.stop());

const open = (options: Partial<TableClientOptions> = {}) =>
  createTableClient({ tableName, client: engine.client, settings, onUnavailable: 'throw', ...options });
const addresses = ['gone@example.com', 'spam@example.com', 'left@example.com', 'new@example.com'];

describe('a client of the table', () => {
  test.each([undefined, 'newsletter', 'receipts', 'no-such-list'])(
    'answers as the API does, for the list %s',
    async (list) => {
      const answers = await open(list === undefined ? {} : { list }).check(addresses);
      for (const [index, text] of addresses.entries()) {
        const address = toLedgerAddress(text);
        if (address === null) throw new Error(`${text} is no address`);
        const status = await written.getStatus(address, list === undefined ? {} : { list });
        const { evidence, lists, diagnostic, rule, pendingUntil, ...document } = addressDocument(status);
        expect(answers[index]).toMatchObject({ ...document, pendingUntil, send: !document.suppressed });
      }
    },
  );

  test('decides transactional mail by the setting of its list', async () => {
    const client = open();
    const sends = async (list: string) =>
      (await client.check(['spam@example.com', 'gone@example.com'], { list })).map(({ send }) => send);
    expect(await sends('newsletter')).toEqual([false, false]);
    expect(await sends('receipts')).toEqual([true, false]);
  });

  test('folds plus tags as the ledger does', async () => {
    expect(await open().get('Gone+News@Example.com')).toMatchObject({
      address: 'gone@example.com',
      suppressed: true,
    });
  });

  test('filters messages', async () => {
    const { send, withheld } = await open().filter({ to: 'Gone <gone@example.com>, new@example.com' });
    expect(send).toEqual({ to: 'new@example.com' });
    expect(withheld).toMatchObject([
      { recipient: 'gone@example.com', reason: 'address-unknown', code: 2001 },
    ]);
  });

  test('reads half a unit a look-up and a source of suppressions, and nothing for what is in the cache', async () => {
    let units = 0;
    const client = open({
      client: {
        send: async (command: BatchGetItemCommand): Promise<BatchGetItemCommandOutput> => {
          command.input.ReturnConsumedCapacity = 'TOTAL';
          const output = await engine.client.send(command);
          for (const { CapacityUnits = 0 } of output.ConsumedCapacity ?? []) units += CapacityUnits;
          return output;
        },
      } as unknown as TableClientOptions['client'],
    });
    const recipients = Array.from({ length: 2_500 }, (_, n) => `r${n}@example.com`);
    await client.check([...recipients, 'spam@example.com']);
    expect(units).toBe(2_502 / 2);
    await client.check([...recipients, 'spam@example.com']);
    expect(units).toBe(2_502 / 2);
  });

  test('reads what was just written, where asked to', async () => {
    const client = open();
    const address = toLedgerAddress('late@example.com');
    if (address === null) throw new Error('late@example.com is an address');
    expect(await client.get(address)).toMatchObject({ suppressed: false });
    await written.record([event(address, recent)]);
    expect(await client.get(address)).toMatchObject({ suppressed: false });
    expect(await client.get(address, { consistent: true })).toMatchObject({ suppressed: true });
  });

  test('reads a table of hashes with the stack’s key', async () => {
    const hashed = { ...settings, addresses: { stored: 'hashed', foldPlusTags: false } } as const;
    const table = await engine.createTable();
    const ledger = createLedger({
      store: dynamoDbStore({ client: engine.client, table }),
      settings: hashed,
      stackKey: 'a secret',
    });
    await ledger.record([event('gone@example.com', recent)]);
    const client = open({ tableName: table, settings: hashed, stackKey: 'a secret' });
    expect(await client.get('gone@example.com')).toMatchObject({ suppressed: true });
    expect(() => open({ settings: hashed })).toThrow('Set stackKey: the ledger stores addresses as hashes.');
  });
});

describe('a table that cannot be read', () => {
  const local = { region: 'eu-central-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };

  test.each<[string, () => Partial<TableClientOptions>, object]>([
    [
      'is not there',
      () => ({ tableName: 'no-such-table' }),
      { kind: 'rejected', message: 'ResourceNotFoundException' },
    ],
    [
      'has no endpoint',
      () => ({
        client: new DynamoDBClient({ ...local, endpoint: 'http://127.0.0.1:9', maxAttempts: 1 }),
        deadlineMs: 10_000,
      }),
      { kind: 'unreachable' },
    ],
    [
      'never answers',
      () => ({ client: { send: () => new Promise<never>(() => {}) } }),
      { kind: 'timeout', message: 'no answer within the deadline' },
    ],
    [
      'has no credentials',
      () => ({
        client: new DynamoDBClient({
          ...local,
          credentials: async () => {
            throw Object.assign(new Error('no role'), { name: 'CredentialsProviderError' });
          },
        }),
      }),
      { kind: 'credentials' },
    ],
  ])('because it %s is decided by the policy', async (_, options, failure) => {
    const decisions: Decision[] = [];
    const client = open({
      onUnavailable: 'hold',
      deadlineMs: 200,
      onDecision: (decision) => decisions.push(decision),
      ...options(),
    });
    expect(await client.check(['gone@example.com'])).toMatchObject([
      { outcome: 'unavailable', send: false, failure },
    ]);
    expect(decisions).toMatchObject([{ type: 'unavailable', policy: 'hold', failure }]);
  });
});
