/** The ledger over a table, as its callers see it. */
import { GetItemCommand, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { LedgerAddress } from '../../shared/address/address.ts';
import { readChange } from '../../shared/ledger/item.ts';
import { recordKey } from '../../shared/ledger/key.ts';
import type { Ledger, ManualAction } from '../../shared/ledger/ledger.ts';
import { createLedger, type LedgerParts } from '../../shared/ledger/store.ts';
import { attribute, SUPPRESSED_INDEX } from '../../shared/ledger/table.ts';
import { intercept } from '../faults/faulty-client.ts';
import { type Engine, startEngine } from './engine.ts';
import { ANN, address, bounce, DAY, delivered, event, HOUR, NOON, usual } from './events.ts';

let engine: Engine;
let table: string;
let now: number;
let ledger: Ledger;

beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine.stop());
beforeEach(async () => {
  table = await engine.createTable();
  now = NOON + 2 * HOUR;
  ledger = open();
});

/** A ledger over this test's table, at this test's time. */
function open(parts: Partial<LedgerParts> = {}): Ledger {
  const sleep = async () => {};
  return createLedger({
    client: engine.client,
    table,
    settings: usual,
    clock: () => now * 1000,
    patience: { sleep },
    ...parts,
  });
}

async function item(who: LedgerAddress) {
  const key = { [attribute.key]: { S: recordKey(who, null) } };
  return (await engine.client.send(new GetItemCommand({ TableName: table, Key: key }))).Item;
}

const BOB = address('bob@receiver.example');
const kim = { list: '*', actor: 'kim', reason: 'asked by phone' };
const release = (fields: Partial<ManualAction> = {}): ManualAction => ({
  action: 'release',
  ...kim,
  ...fields,
});
const suppress = (fields: Partial<ManualAction> = {}): ManualAction => ({
  action: 'suppress',
  ...kim,
  ...fields,
});

describe('looking', () => {
  test('an address that the ledger does not know is free', async () => {
    expect(await ledger.look(ANN)).toMatchObject({
      suppressed: false,
      reason: null,
      revision: 0,
      evidence: [],
    });
  });

  test('an answer says why, since when, on which list, and what to do', async () => {
    await ledger.record([
      bounce(2001, NOON, { rule: 'gmail.no-such-user', diagnostic: '550 5.1.1 no such user', source: 'ses' }),
    ]);
    expect(await ledger.look(ANN)).toMatchObject({
      address: ANN,
      suppressed: true,
      reason: 'address-unknown',
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
    await ledger.record([bounce(2001, NOON)]);
    const others = Array.from({ length: 250 }, (_, i) => address(`p${i}@receiver.example`));
    const answers = await ledger.lookMany([BOB, ANN, ...others, ANN]);
    expect(answers).toHaveLength(253);
    expect(answers.flatMap(({ suppressed }, i) => (suppressed ? i : []))).toEqual([1, 252]);
  });

  test('a read that fails is an error, never "not suppressed"', async () => {
    const broken = open({
      client: intercept(engine.client, async () => {
        throw Object.assign(new Error('no'), { name: 'AccessDeniedException' });
      }),
    });
    await expect(broken.look(ANN)).rejects.toThrow();
    await expect(broken.lookMany([ANN])).rejects.toThrow();
    await expect(broken.suppressions({})).rejects.toThrow();
  });
});

test('a look reads what was just written when it is asked to, and else at half the price', async () => {
  const asked: unknown[] = [];
  const watched = open({
    client: intercept(engine.client, (command, next) => {
      if (command instanceof GetItemCommand) asked.push(command.input.ConsistentRead ?? false);
      return next(command);
    }),
  });
  await watched.look(ANN);
  await watched.look(ANN, { consistent: true });
  expect(asked).toEqual([false, true]);
});

describe('recording', () => {
  test('says what changed', async () => {
    const outcomes = async (...events: Parameters<Ledger['record']>[0]) =>
      [...(await ledger.record(events)).addresses.values()].map(({ outcome, change }) => [outcome, change]);
    const first = bounce(2999, NOON);
    expect(await outcomes(first)).toEqual([['written', 'suppressed']]);
    expect(await outcomes(first)).toEqual([['unchanged', undefined]]);
    expect(await outcomes(bounce(2999, NOON + HOUR))).toEqual([['written', 'altered']]);
    expect(await outcomes(bounce(1003, NOON + HOUR))).toEqual([['written', undefined]]);
    expect(await outcomes(delivered(NOON + 2 * HOUR))).toEqual([['written', 'released']]);
    expect(await outcomes(event({ kind: 'other' }))).toEqual([['unchanged', undefined]]);
  });

  test('only the put that changes a verdict is marked for the stream', async () => {
    await ledger.record([bounce(2001, NOON)]);
    const first = await item(ANN);
    expect(readChange(first, undefined)).toMatchObject({
      address: ANN,
      change: 'suppressed',
      before: [],
      after: [{ reason: 'address-unknown' }],
    });
    await ledger.record([bounce(1003, NOON)]);
    expect(readChange(await item(ANN), first)).toBeNull();
  });

  test('several events of one address cost one write', async () => {
    let puts = 0;
    const counting = open({
      client: intercept(engine.client, (command, next) => {
        if (command instanceof PutItemCommand) puts++;
        return next(command);
      }),
    });
    await counting.record([bounce(3999, NOON), bounce(3999, NOON + 1), delivered(NOON + 2)]);
    expect(puts).toBe(1);
  });

  test('one address that cannot be written does not hold up the others', async () => {
    const key = recordKey(ANN, null);
    const partly = open({
      client: intercept(engine.client, (command, next) => {
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
    const ledgers = events.map(() => open({ patience: { attempts: 60, firstWait: 1 } }));
    await Promise.all(events.map((one, i) => ledgers[i]?.record([one])));
    expect((await ledger.look(ANN, { consistent: true })).evidence).toHaveLength(16);
  });

  test('code refuses a record that newer code wrote, and leaves it alone', async () => {
    await ledger.record([bounce(2001, NOON)]);
    const newer = { ...(await item(ANN)), [attribute.schema]: { N: '2' } };
    await engine.client.send(new PutItemCommand({ TableName: table, Item: newer }));
    const { addresses } = await ledger.record([bounce(2001, NOON + 1)]);
    expect(addresses.get(ANN)).toMatchObject({ outcome: 'failed', error: 'NewerRecord' });
    await expect(ledger.look(ANN)).rejects.toThrow('schema version 2');
    expect(await item(ANN)).toEqual(newer);
  });

  test('a record lives on while a verdict without end stands, and else 400 days after its last event', async () => {
    await ledger.record([bounce(1003, NOON), bounce(2001, NOON, { address: BOB })]);
    expect((await item(ANN))?.[attribute.expires]?.N).toBe(String(NOON + 400 * DAY));
    expect((await item(BOB))?.[attribute.expires]).toBeUndefined();
  });
});

describe('acting by hand', () => {
  test('suppresses, and says who and why', async () => {
    const { before, after } = await ledger.act(ANN, suppress({ reason: 'spam trap' }));
    expect(before.suppressed).toBe(false);
    expect(after).toMatchObject({
      suppressed: true,
      reason: 'manual',
      list: '*',
      evidence: [{ kind: 'suppress', actor: 'kim', reason: 'spam trap' }],
    });
    expect(await ledger.look(ANN, { consistent: true })).toEqual(after);
  });

  test('releases what came before, and a newer failure suppresses again', async () => {
    await ledger.record([bounce(2001, NOON)]);
    expect((await ledger.act(ANN, release())).after.suppressed).toBe(false);
    await ledger.record([bounce(2001, NOON - HOUR)]);
    expect((await ledger.look(ANN)).suppressed).toBe(false);
    await ledger.record([bounce(2001, now + 1)]);
    expect((await ledger.look(ANN)).suppressed).toBe(true);
  });

  test('a release in the second of the failure it answers counts', async () => {
    await ledger.record([bounce(2001, now)]);
    expect((await ledger.act(ANN, release())).after.suppressed).toBe(false);
    expect((await ledger.act(ANN, suppress())).after.reason).toBe('manual');
    expect((await ledger.act(ANN, release())).after.suppressed).toBe(false);
  });

  test('a failure that follows a release within its second suppresses again; what it answered does not', async () => {
    const answered = bounce(2001, NOON);
    await ledger.record([answered]);
    expect((await ledger.act(ANN, release())).after.suppressed).toBe(false);
    await ledger.record([answered]);
    expect((await ledger.look(ANN, { consistent: true })).suppressed).toBe(false);
    await ledger.record([bounce(2001, now)]);
    expect((await ledger.look(ANN, { consistent: true })).suppressed).toBe(true);
  });

  test('is not put off by an event from the future', async () => {
    await ledger.record([bounce(2001, NOON), bounce(3999, NOON + 3 * DAY)]);
    await ledger.act(ANN, release());
    expect((await ledger.look(ANN, { consistent: true })).suppressed).toBe(false);
    await ledger.record([bounce(2001, now + 60)]);
    now += 120;
    expect(await ledger.look(ANN, { consistent: true })).toMatchObject({ reason: 'address-unknown' });
  });

  test('refuses to release what is not suppressed', async () => {
    await expect(ledger.act(ANN, release())).rejects.toMatchObject({ why: 'not-suppressed' });
  });

  test('refuses to release a complaint without a proof', async () => {
    await ledger.record([event({ kind: 'complaint', list: 'news' })]);
    await expect(ledger.act(ANN, release())).rejects.toMatchObject({ why: 'needs-proof' });
    await expect(ledger.act(ANN, release({ proof: ' ' }))).rejects.toMatchObject({ why: 'needs-proof' });
    expect((await ledger.act(ANN, release({ proof: 'double opt-in of today' }))).after.suppressed).toBe(
      false,
    );
  });

  test('refuses to release one list from what stands on every list', async () => {
    await ledger.record([bounce(2001, NOON)]);
    await expect(ledger.act(ANN, release({ list: 'news' }))).rejects.toMatchObject({
      why: 'stands-on-every-list',
    });
  });

  test('refuses a decision about a revision that is no more', async () => {
    await ledger.record([bounce(2001, NOON)]);
    const { revision } = await ledger.look(ANN);
    await ledger.record([bounce(2001, NOON + 1)]);
    await expect(ledger.act(ANN, release({ ifRevision: revision }))).rejects.toMatchObject({
      why: 'revision',
    });
    const { revision: current } = await ledger.look(ANN);
    expect((await ledger.act(ANN, release({ ifRevision: current }))).after.suppressed).toBe(false);
  });

  test('acts although the record is full and someone else writes first', async () => {
    await ledger.record(Array.from({ length: 40 }, (_, i) => bounce(2001, NOON + i)));
    let raced = false;
    const outrun = open({
      client: intercept(engine.client, async (command, next) => {
        if (command instanceof PutItemCommand && !raced) {
          raced = true;
          await ledger.record([bounce(2001, NOON + 50)]);
        }
        return next(command);
      }),
    });
    expect((await outrun.act(ANN, release())).after.suppressed).toBe(false);
    expect((await ledger.look(ANN)).suppressed).toBe(false);
  });

  test('acts once although the answer to its write is lost', async () => {
    await ledger.record([bounce(2001, NOON)]);
    const { revision } = await ledger.look(ANN);
    let lost = false;
    const lossy = open({
      client: intercept(engine.client, async (command, next) => {
        const answer = await next(command);
        if (!(command instanceof PutItemCommand) || lost) return answer;
        lost = true;
        throw Object.assign(new Error('lost'), { name: 'TimeoutError' });
      }),
    });
    const { after } = await lossy.act(ANN, release({ ifRevision: revision }));
    expect(after.suppressed).toBe(false);
    expect(after.evidence.filter(({ kind }) => kind === 'release')).toHaveLength(1);
  });
});

describe('erasing', () => {
  test('forgets all of an address', async () => {
    await ledger.record([bounce(2001, NOON, { written: 'Ann@receiver.example' })]);
    expect(await ledger.erase(ANN, { keepHash: false })).toEqual({ erased: true });
    expect(await item(ANN)).toBeUndefined();
    expect(await ledger.erase(ANN, { keepHash: false })).toEqual({ erased: false });
  });

  test('can leave a hash, so that it stays suppressed, also when more comes in', async () => {
    await ledger.act(ANN, suppress({ reason: 'letter of ann@receiver.example' }));
    await ledger.record([
      bounce(2001, NOON, { written: 'Ann@receiver.example', diagnostic: '550 5.1.1 no such user' }),
    ]);
    await ledger.erase(ANN, { keepHash: true });
    await ledger.record([bounce(2001, NOON + HOUR, { written: 'Ann@receiver.example' })]);
    const { Items } = await engine.client.send(new ScanCommand({ TableName: table }));
    const bytes = JSON.stringify(Items, (_, value) =>
      value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
    );
    expect(bytes.toLowerCase()).not.toContain('ann');
    expect(bytes).not.toContain('no such user');
    expect(await ledger.look(ANN)).toMatchObject({ suppressed: true });
  });

  test('keeps no hash of an address that was free', async () => {
    await ledger.record([delivered(NOON)]);
    await ledger.erase(ANN, { keepHash: true });
    expect(await item(ANN)).toBeUndefined();
  });

  test('a revision never comes back', async () => {
    await ledger.record([bounce(2001, NOON)]);
    await ledger.record([bounce(2001, NOON + 1)]);
    const { revision } = await ledger.look(ANN);
    await ledger.erase(ANN, { keepHash: false });
    now += 60;
    await ledger.record([bounce(2001, NOON)]);
    expect((await ledger.look(ANN)).revision).toBeGreaterThan(revision);
  });
});

describe('listing', () => {
  const people = Array.from({ length: 60 }, (_, i) => address(`p${i}@receiver.example`));

  async function all(query: Parameters<Ledger['suppressions']>[0]): Promise<string[]> {
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await ledger.suppressions({ ...query, ...(cursor && { cursor }) });
      for (const entry of page.entries) found.push(entry.address ?? '');
      cursor = page.cursor ?? undefined;
    } while (cursor);
    return found;
  }

  beforeEach(async () => {
    now = NOON + 3 * HOUR;
    await ledger.record(
      people.map((person, i) => bounce([2001, 2999, 1003][i % 3] ?? 0, NOON + i, { address: person })),
    );
  });

  const nth = (...rests: number[]) => people.filter((_, i) => rests.includes(i % 3));

  test('goes through the suppressed alone, in order of time, page by page', async () => {
    expect(await all({ limit: 7 })).toEqual(nth(0, 1));
    expect(await all({})).toEqual(nth(0, 1));
  });

  test('leaves out what does not count before its time, as a look at the address does', async () => {
    const early = address('early@receiver.example');
    await ledger.record([bounce(2001, now + 2 * DAY, { address: early })]);
    expect(await all({})).not.toContain(early);
    now += 2 * DAY;
    expect(await all({})).toContain(early);
  });

  test('holds times up to the last second that a record can write', async () => {
    const late = address('late@receiver.example');
    const { addresses } = await ledger.record([bounce(3002, 99_999_999_999, { address: late })]);
    expect(addresses.get(late)?.outcome).toBe('written');
  });

  test('has no cursor on the last page', async () => {
    expect((await ledger.suppressions({ limit: 40 })).cursor).toBeNull();
    expect((await ledger.suppressions({ limit: 39 })).cursor).not.toBeNull();
  });

  test('leaves out holds that have ended', async () => {
    now = NOON + 2 * DAY;
    expect(await all({ limit: 7 })).toEqual(nth(0));
  });

  test('filters', async () => {
    expect(await all({ code: bounce(2001, 0).code })).toEqual(nth(0));
    expect(await all({ reason: 'permanent-failure', limit: 3 })).toEqual(nth(1));
    expect(await all({ group: 'permanent' })).toEqual(nth(0, 1));
    expect(await all({ since: NOON + 30 })).toEqual(people.filter((_, i) => i >= 30 && i % 3 !== 2));
    expect(await all({ list: 'news' })).toEqual(nth(0, 1));
  });

  test('by time names the verdict that is so young', async () => {
    await ledger.record([
      event({ kind: 'complaint', address: ANN, list: 'news', at: NOON - 500 }),
      bounce(2001, NOON + 90, { address: ANN }),
    ]);
    const { entries } = await ledger.suppressions({ since: NOON + 80 });
    expect(entries).toMatchObject([{ address: ANN, reason: 'address-unknown', since: NOON + 90 }]);
  });

  test('by list finds what stands there, and what stands everywhere', async () => {
    await ledger.record([
      event({ kind: 'unsubscribe', address: ANN, list: 'news', at: NOON }),
      event({ kind: 'complaint', address: BOB, list: 'news', at: NOON }),
    ]);
    expect(await all({ list: 'news', reason: 'unsubscribe' })).toEqual([ANN]);
    expect(await all({ list: 'offers', reason: 'unsubscribe' })).toEqual([]);
    expect(await all({ list: 'offers', reason: 'complaint' })).toEqual([BOB]);
    expect(await all({ list: 'receipts', reason: 'complaint' })).toEqual([]);
  });

  test('finds what stands behind a hold that has ended, and behind a complaint that spares a list', async () => {
    await ledger.record([
      bounce(2999, NOON, { address: ANN }),
      event({ kind: 'dropped', code: 1999, listed: true, address: ANN, at: NOON }),
      event({ kind: 'complaint', address: BOB, list: 'news', at: NOON }),
      bounce(2001, NOON, { address: BOB }),
    ]);
    expect(await all({ list: 'receipts', reason: 'address-unknown' })).toContain(BOB);
    now = NOON + 2 * DAY;
    expect(await all({ reason: 'esp-suppression' })).toEqual([ANN]);
  });

  test('a released address leaves the index', async () => {
    await ledger.act(people[0] ?? ANN, release());
    const { Count } = await engine.client.send(
      new ScanCommand({ TableName: table, IndexName: SUPPRESSED_INDEX }),
    );
    expect(Count).toBe(39);
  });

  test('refuses a cursor that no page gave', async () => {
    await expect(ledger.suppressions({ cursor: 'x' })).rejects.toThrow('cursor');
  });
});

describe('addresses stored as hashes', () => {
  const hashed = { ...usual, addresses: { stored: 'hashed', foldPlusTags: false } } as const;

  test('need a pepper', () => {
    expect(() => open({ settings: hashed })).toThrow('pepper');
  });

  test('leave no address in the table, and answer all the same', async () => {
    ledger = open({ settings: hashed, pepper: 'a secret' });
    await ledger.record([bounce(2001, NOON, { written: 'Ann@receiver.example' })]);
    const { Items } = await engine.client.send(new ScanCommand({ TableName: table }));
    expect(JSON.stringify(Items)).not.toContain('receiver.example');
    expect(await ledger.look(ANN)).toMatchObject({ suppressed: true, address: ANN });
    expect((await ledger.suppressions({})).entries).toMatchObject([
      { address: null, reason: 'address-unknown' },
    ]);
    expect((await open({ settings: hashed, pepper: 'another' }).look(ANN)).suppressed).toBe(false);
  });
});
