/** The ledger over a table, as its callers see it. */
import { GetItemCommand, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Ledger } from '../../shared/ledger/ledger.ts';
import { recordKey } from '../../shared/ledger/record/record-key.ts';
import { attribute } from '../../shared/store/dynamodb/table.ts';
import { type Engine, startEngine } from './engine.ts';
import { ANN, address, bounce, DAY, delivered, event, HOUR, NOON, usual } from './events.ts';
import { BOB, createFixture, type Fixture, suppress } from './fixture.ts';
import { intercept } from './intercept.ts';
import { streamOf } from './stream-image.ts';

let engine: Engine;
let fixture: Fixture;

beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine.stop());
beforeEach(async () => {
  fixture = await createFixture(engine);
});

describe('looking', () => {
  test('an address that the ledger does not know is free', async () => {
    expect(await fixture.ledger.getStatus(ANN)).toMatchObject({
      suppressed: false,
      suppressionReason: null,
      revision: 0,
      evidence: [],
    });
  });

  test('an answer says why, since when, on which list, and what to do', async () => {
    await fixture.ledger.record([
      bounce(2001, NOON, { rule: 'gmail.no-such-user', diagnostic: '550 5.1.1 no such user', source: 'ses' }),
    ]);
    expect(await fixture.ledger.getStatus(ANN)).toMatchObject({
      address: ANN,
      suppressed: true,
      suppressionReason: 'address-unknown',
      code: 2001,
      rule: 'gmail.no-such-user',
      list: '*',
      since: NOON,
      until: null,
      diagnostic: '550 5.1.1 no such user',
      evidence: [{ kind: 'bounce', code: 2001, permanent: true, source: 'ses', at: NOON }],
      advice: expect.stringContaining('no such address'),
    });
  });

  test('many answers come in the order asked, the same address twice', async () => {
    await fixture.ledger.record([bounce(2001, NOON)]);
    const others = Array.from({ length: 250 }, (_, i) => address(`p${i}@receiver.example`));
    const answers = await fixture.ledger.getStatuses([BOB, ANN, ...others, ANN]);
    expect(answers).toHaveLength(253);
    expect(answers.flatMap(({ suppressed }, i) => (suppressed ? i : []))).toEqual([1, 252]);
  });

  test('a read that fails is an error, never "not suppressed"', async () => {
    const broken = fixture.open({
      through: (client) =>
        intercept(client, async () => {
          throw Object.assign(new Error('no'), { name: 'AccessDeniedException' });
        }),
    });
    await expect(broken.getStatus(ANN)).rejects.toThrow();
    await expect(broken.getStatuses([ANN])).rejects.toThrow();
    await expect(broken.listSuppressions({})).rejects.toThrow();
  });
});

test('a status reads what was just written when it is asked to, and else at half the price', async () => {
  const asked: unknown[] = [];
  const watched = fixture.open({
    through: (client) =>
      intercept(client, (command, next) => {
        if (command instanceof GetItemCommand) asked.push(command.input.ConsistentRead ?? false);
        return next(command);
      }),
  });
  await watched.getStatus(ANN);
  await watched.getStatus(ANN, { consistent: true });
  expect(asked).toEqual([false, true]);
});

describe('recording', () => {
  test('says what changed', async () => {
    const outcomes = async (...events: Parameters<Ledger['record']>[0]) =>
      [...(await fixture.ledger.record(events)).addresses.values()].map(({ outcome, change }) => [
        outcome,
        change,
      ]);
    const first = bounce(2999, NOON);
    expect(await outcomes(first)).toEqual([['written', 'suppressed']]);
    expect(await outcomes(first)).toEqual([['unchanged', undefined]]);
    expect(await outcomes(bounce(2999, NOON + HOUR))).toEqual([['written', 'altered']]);
    expect(await outcomes(bounce(1003, NOON + HOUR))).toEqual([['written', undefined]]);
    expect(await outcomes(delivered(NOON + 2 * HOUR))).toEqual([['written', 'released']]);
    expect(await outcomes(event({ kind: 'other' }))).toEqual([['unchanged', undefined]]);
  });

  test('only the put that changes a verdict is marked for the stream', async () => {
    await fixture.ledger.record([bounce(2001, NOON)]);
    const first = await fixture.item(ANN);
    expect(streamOf(first, undefined)).toMatchObject({
      address: ANN,
      change: 'suppressed',
      before: [],
      after: [{ suppressionReason: 'address-unknown' }],
    });
    await fixture.ledger.record([bounce(1003, NOON)]);
    expect(streamOf(await fixture.item(ANN), first)).toBeNull();
  });

  test('several events of one address cost one write', async () => {
    let puts = 0;
    const counting = fixture.open({
      through: (client) =>
        intercept(client, (command, next) => {
          if (command instanceof PutItemCommand) puts++;
          return next(command);
        }),
    });
    await counting.record([bounce(3999, NOON), bounce(3999, NOON + 1), delivered(NOON + 2)]);
    expect(puts).toBe(1);
  });

  test('one address that cannot be written does not hold up the others', async () => {
    const key = recordKey(ANN, null);
    const partly = fixture.open({
      through: (client) =>
        intercept(client, (command, next) => {
          if (command instanceof PutItemCommand && command.input.Item?.[attribute.key]?.S === key) {
            throw Object.assign(new Error('no'), { name: 'ThrottlingException' });
          }
          return next(command);
        }),
    });
    const { addresses } = await partly.record([bounce(2001, NOON), bounce(2001, NOON, { address: BOB })]);
    expect(addresses.get(ANN)).toEqual({ address: ANN, outcome: 'failed', error: 'ThrottlingException' });
    expect(addresses.get(BOB)).toMatchObject({ outcome: 'written' });
  });

  test('sixteen writers at once lose nothing', async () => {
    const events = Array.from({ length: 16 }, (_, i) => bounce(3999, NOON + i));
    const ledgers = events.map(() => fixture.open({ retryPolicy: { attempts: 60, baseDelayMs: 1 } }));
    await Promise.all(events.map((one, i) => ledgers[i]?.record([one])));
    expect((await fixture.ledger.getStatus(ANN, { consistent: true })).evidence).toHaveLength(16);
  });

  test('code refuses a record that newer code wrote, and leaves it alone', async () => {
    await fixture.ledger.record([bounce(2001, NOON)]);
    const newer = { ...(await fixture.item(ANN)), [attribute.schema]: { N: '2' } };
    await engine.client.send(new PutItemCommand({ TableName: fixture.table, Item: newer }));
    const { addresses } = await fixture.ledger.record([bounce(2001, NOON + 1)]);
    expect(addresses.get(ANN)).toMatchObject({ outcome: 'failed', error: 'UnsupportedSchemaError' });
    await expect(fixture.ledger.getStatus(ANN)).rejects.toThrow('schema version 2');
    expect(await fixture.item(ANN)).toEqual(newer);
  });

  test('a record lives on while a verdict without end stands, and else 400 days after its last event', async () => {
    await fixture.ledger.record([bounce(1003, NOON), bounce(2001, NOON, { address: BOB })]);
    expect((await fixture.item(ANN))?.[attribute.expires]?.N).toBe(String(NOON + 400 * DAY));
    expect((await fixture.item(BOB))?.[attribute.expires]).toBeUndefined();
  });
});

describe('erasing', () => {
  test('forgets all of an address', async () => {
    await fixture.ledger.record([bounce(2001, NOON, { originalAddress: 'Ann@receiver.example' })]);
    expect(await fixture.ledger.erase(ANN, { keepHash: false })).toEqual({ erased: true, hashKept: false });
    expect(await fixture.item(ANN)).toBeUndefined();
    expect(await fixture.ledger.erase(ANN, { keepHash: false })).toEqual({ erased: false, hashKept: false });
  });

  test('can leave a hash, so that it stays suppressed, also when more comes in', async () => {
    await fixture.ledger.applyManualAction(ANN, suppress({ note: 'letter of ann@receiver.example' }));
    await fixture.ledger.record([
      bounce(2001, NOON, { originalAddress: 'Ann@receiver.example', diagnostic: '550 5.1.1 no such user' }),
    ]);
    await fixture.ledger.erase(ANN, { keepHash: true });
    await fixture.ledger.record([bounce(2001, NOON + HOUR, { originalAddress: 'Ann@receiver.example' })]);
    const { Items } = await engine.client.send(new ScanCommand({ TableName: fixture.table }));
    const bytes = JSON.stringify(Items, (_, value) =>
      value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
    );
    expect(bytes.toLowerCase()).not.toContain('ann');
    expect(bytes).not.toContain('no such user');
    expect(await fixture.ledger.getStatus(ANN)).toMatchObject({ suppressed: true });
  });

  test('keeps no hash of an address that was free', async () => {
    await fixture.ledger.record([delivered(NOON)]);
    await fixture.ledger.erase(ANN, { keepHash: true });
    expect(await fixture.item(ANN)).toBeUndefined();
  });

  test('a revision never comes back', async () => {
    await fixture.ledger.record([bounce(2001, NOON)]);
    await fixture.ledger.record([bounce(2001, NOON + 1)]);
    const { revision } = await fixture.ledger.getStatus(ANN);
    await fixture.ledger.erase(ANN, { keepHash: false });
    fixture.now += 60;
    await fixture.ledger.record([bounce(2001, NOON)]);
    expect((await fixture.ledger.getStatus(ANN)).revision).toBeGreaterThan(revision);
  });
});

describe('addresses stored as hashes', () => {
  const hashed = { ...usual, addresses: { stored: 'hashed' } } as const;

  test('leave no address in the table, and answer all the same', async () => {
    const hidden = fixture.open({ settings: hashed, stackKey: 'a secret' });
    await hidden.record([bounce(2001, NOON, { originalAddress: 'Ann@receiver.example' })]);
    const { Items } = await engine.client.send(new ScanCommand({ TableName: fixture.table }));
    expect(JSON.stringify(Items)).not.toContain('receiver.example');
    expect(await hidden.getStatus(ANN)).toMatchObject({ suppressed: true, address: ANN });
    expect((await hidden.listSuppressions({})).entries).toMatchObject([
      { address: null, suppressionReason: 'address-unknown' },
    ]);
    expect((await fixture.open({ settings: hashed, stackKey: 'another' }).getStatus(ANN)).suppressed).toBe(
      false,
    );
  });
});
