/** What a person decides about an address, over a table. */
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { intercept } from '../faults/faulty-client.ts';
import { type Engine, startEngine } from './engine.ts';
import { ANN, bounce, DAY, event, HOUR, NOON } from './events.ts';
import { type House, openHouse, release, suppress } from './house.ts';

let engine: Engine;
let house: House;

beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine.stop());
beforeEach(async () => {
  house = await openHouse(engine);
});

describe('acting by hand', () => {
  test('suppresses, and says who and why', async () => {
    const { before, after } = await house.ledger.act(ANN, suppress({ reason: 'spam trap' }));
    expect(before.suppressed).toBe(false);
    expect(after).toMatchObject({
      suppressed: true,
      reason: 'manual',
      list: '*',
      evidence: [{ kind: 'suppress', actor: 'kim', reason: 'spam trap' }],
    });
    expect(await house.ledger.look(ANN, { consistent: true })).toEqual(after);
  });

  test('releases what came before, and a newer failure suppresses again', async () => {
    await house.ledger.record([bounce(2001, NOON)]);
    expect((await house.ledger.act(ANN, release())).after.suppressed).toBe(false);
    await house.ledger.record([bounce(2001, NOON - HOUR)]);
    expect((await house.ledger.look(ANN)).suppressed).toBe(false);
    await house.ledger.record([bounce(2001, house.now + 1)]);
    expect((await house.ledger.look(ANN)).suppressed).toBe(true);
  });

  test('a release in the second of the failure it answers counts', async () => {
    await house.ledger.record([bounce(2001, house.now)]);
    expect((await house.ledger.act(ANN, release())).after.suppressed).toBe(false);
    expect((await house.ledger.act(ANN, suppress())).after.reason).toBe('manual');
    expect((await house.ledger.act(ANN, release())).after.suppressed).toBe(false);
  });

  test('a failure that follows a release within its second suppresses again; what it answered does not', async () => {
    const answered = bounce(2001, NOON);
    await house.ledger.record([answered]);
    expect((await house.ledger.act(ANN, release())).after.suppressed).toBe(false);
    await house.ledger.record([answered]);
    expect((await house.ledger.look(ANN, { consistent: true })).suppressed).toBe(false);
    await house.ledger.record([bounce(2001, house.now)]);
    expect((await house.ledger.look(ANN, { consistent: true })).suppressed).toBe(true);
  });

  test('is not put off by an event from the future', async () => {
    await house.ledger.record([bounce(2001, NOON), bounce(3999, NOON + 3 * DAY)]);
    await house.ledger.act(ANN, release());
    expect((await house.ledger.look(ANN, { consistent: true })).suppressed).toBe(false);
    await house.ledger.record([bounce(2001, house.now + 60)]);
    house.now += 120;
    expect(await house.ledger.look(ANN, { consistent: true })).toMatchObject({ reason: 'address-unknown' });
  });

  test('refuses to release what is not suppressed', async () => {
    await expect(house.ledger.act(ANN, release())).rejects.toMatchObject({ why: 'not-suppressed' });
  });

  test('refuses to release a complaint without a proof', async () => {
    await house.ledger.record([event({ kind: 'complaint', list: 'news' })]);
    await expect(house.ledger.act(ANN, release())).rejects.toMatchObject({ why: 'needs-proof' });
    await expect(house.ledger.act(ANN, release({ proof: ' ' }))).rejects.toMatchObject({
      why: 'needs-proof',
    });
    expect((await house.ledger.act(ANN, release({ proof: 'double opt-in of today' }))).after.suppressed).toBe(
      false,
    );
  });

  test('refuses to release one list from what stands on every list', async () => {
    await house.ledger.record([bounce(2001, NOON)]);
    await expect(house.ledger.act(ANN, release({ list: 'news' }))).rejects.toMatchObject({
      why: 'stands-on-every-list',
    });
  });

  test('refuses a decision about a revision that is no more', async () => {
    await house.ledger.record([bounce(2001, NOON)]);
    const { revision } = await house.ledger.look(ANN);
    await house.ledger.record([bounce(2001, NOON + 1)]);
    await expect(house.ledger.act(ANN, release({ ifRevision: revision }))).rejects.toMatchObject({
      why: 'revision',
    });
    const { revision: current } = await house.ledger.look(ANN);
    expect((await house.ledger.act(ANN, release({ ifRevision: current }))).after.suppressed).toBe(false);
  });

  test('acts although the record is full and someone else writes first', async () => {
    await house.ledger.record(Array.from({ length: 40 }, (_, i) => bounce(2001, NOON + i)));
    let raced = false;
    const outrun = house.open({
      client: intercept(engine.client, async (command, next) => {
        if (command instanceof PutItemCommand && !raced) {
          raced = true;
          await house.ledger.record([bounce(2001, NOON + 50)]);
        }
        return next(command);
      }),
    });
    expect((await outrun.act(ANN, release())).after.suppressed).toBe(false);
    expect((await house.ledger.look(ANN)).suppressed).toBe(false);
  });

  test('acts once although the answer to its write is lost', async () => {
    await house.ledger.record([bounce(2001, NOON)]);
    const { revision } = await house.ledger.look(ANN);
    let lost = false;
    const lossy = house.open({
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
