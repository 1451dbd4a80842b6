/** What a person decides about an address, over a table. */
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Engine, startEngine } from './engine.ts';
import { ANN, bounce, DAY, event, HOUR, NOON } from './events.ts';
import { createFixture, type Fixture, release, suppress } from './fixture.ts';
import { intercept } from './intercept.ts';

let engine: Engine;
let fixture: Fixture;

beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine.stop());
beforeEach(async () => {
  fixture = await createFixture(engine);
});

describe('acting by hand', () => {
  test('suppresses, and says who and why', async () => {
    const { before, after } = await fixture.ledger.applyManualAction(ANN, suppress({ note: 'spam trap' }));
    expect(before.suppressed).toBe(false);
    expect(after).toMatchObject({
      suppressed: true,
      suppressionReason: 'manual',
      list: '*',
      evidence: [{ kind: 'suppress', actor: 'kim', note: 'spam trap' }],
    });
    expect(await fixture.ledger.getStatus(ANN, { consistent: true })).toEqual(after);
  });

  test('releases what came before, and a newer failure suppresses again', async () => {
    await fixture.ledger.record([bounce(2001, NOON)]);
    expect((await fixture.ledger.applyManualAction(ANN, release())).after.suppressed).toBe(false);
    await fixture.ledger.record([bounce(2001, NOON - HOUR)]);
    expect((await fixture.ledger.getStatus(ANN)).suppressed).toBe(false);
    await fixture.ledger.record([bounce(2001, fixture.now + 1)]);
    expect((await fixture.ledger.getStatus(ANN)).suppressed).toBe(true);
  });

  test('a release in the second of the failure it answers counts', async () => {
    await fixture.ledger.record([bounce(2001, fixture.now)]);
    expect((await fixture.ledger.applyManualAction(ANN, release())).after.suppressed).toBe(false);
    expect((await fixture.ledger.applyManualAction(ANN, suppress())).after.suppressionReason).toBe('manual');
    expect((await fixture.ledger.applyManualAction(ANN, release())).after.suppressed).toBe(false);
  });

  test('a failure that follows a release within its second suppresses again; what it answered does not', async () => {
    const answered = bounce(2001, NOON);
    await fixture.ledger.record([answered]);
    expect((await fixture.ledger.applyManualAction(ANN, release())).after.suppressed).toBe(false);
    await fixture.ledger.record([answered]);
    expect((await fixture.ledger.getStatus(ANN, { consistent: true })).suppressed).toBe(false);
    await fixture.ledger.record([bounce(2001, fixture.now)]);
    expect((await fixture.ledger.getStatus(ANN, { consistent: true })).suppressed).toBe(true);
  });

  test('is not put off by an event from the future', async () => {
    await fixture.ledger.record([bounce(2001, NOON), bounce(3999, NOON + 3 * DAY)]);
    await fixture.ledger.applyManualAction(ANN, release());
    expect((await fixture.ledger.getStatus(ANN, { consistent: true })).suppressed).toBe(false);
    await fixture.ledger.record([bounce(2001, fixture.now + 60)]);
    fixture.now += 120;
    expect(await fixture.ledger.getStatus(ANN, { consistent: true })).toMatchObject({
      suppressionReason: 'address-unknown',
    });
  });

  test('refuses to release what is not suppressed', async () => {
    await expect(fixture.ledger.applyManualAction(ANN, release())).rejects.toMatchObject({
      reason: 'not-suppressed',
    });
  });

  test('refuses to release a complaint without a proof', async () => {
    await fixture.ledger.record([event({ kind: 'complaint', list: 'news' })]);
    await expect(fixture.ledger.applyManualAction(ANN, release())).rejects.toMatchObject({
      reason: 'needs-proof',
    });
    await expect(fixture.ledger.applyManualAction(ANN, release({ proof: ' ' }))).rejects.toMatchObject({
      reason: 'needs-proof',
    });
    expect(
      (await fixture.ledger.applyManualAction(ANN, release({ proof: 'double opt-in of today' }))).after
        .suppressed,
    ).toBe(false);
  });

  test('refuses to release one list from what stands on every list', async () => {
    await fixture.ledger.record([bounce(2001, NOON)]);
    await expect(fixture.ledger.applyManualAction(ANN, release({ list: 'news' }))).rejects.toMatchObject({
      reason: 'suppressed-on-every-list',
    });
  });

  test('refuses a decision about a revision that is no more', async () => {
    await fixture.ledger.record([bounce(2001, NOON)]);
    const { revision } = await fixture.ledger.getStatus(ANN);
    await fixture.ledger.record([bounce(2001, NOON + 1)]);
    await expect(
      fixture.ledger.applyManualAction(ANN, release({ ifRevision: revision })),
    ).rejects.toMatchObject({
      reason: 'revision',
    });
    const { revision: current } = await fixture.ledger.getStatus(ANN);
    expect(
      (await fixture.ledger.applyManualAction(ANN, release({ ifRevision: current }))).after.suppressed,
    ).toBe(false);
  });

  test('acts although the record is full and someone else writes first', async () => {
    await fixture.ledger.record(Array.from({ length: 40 }, (_, i) => bounce(2001, NOON + i)));
    let raced = false;
    const outrun = fixture.open({
      through: (client) =>
        intercept(client, async (command, next) => {
          if (command instanceof PutItemCommand && !raced) {
            raced = true;
            await fixture.ledger.record([bounce(2001, NOON + 50)]);
          }
          return next(command);
        }),
    });
    expect((await outrun.applyManualAction(ANN, release())).after.suppressed).toBe(false);
    expect((await fixture.ledger.getStatus(ANN)).suppressed).toBe(false);
  });

  test('acts once although the answer to its write is lost', async () => {
    await fixture.ledger.record([bounce(2001, NOON)]);
    const { revision } = await fixture.ledger.getStatus(ANN);
    let lost = false;
    const lossy = fixture.open({
      through: (client) =>
        intercept(client, async (command, next) => {
          const answer = await next(command);
          if (!(command instanceof PutItemCommand) || lost) return answer;
          lost = true;
          throw Object.assign(new Error('lost'), { name: 'TimeoutError' });
        }),
    });
    const { after } = await lossy.applyManualAction(ANN, release({ ifRevision: revision }));
    expect(after.suppressed).toBe(false);
    expect(after.evidence.filter(({ kind }) => kind === 'release')).toHaveLength(1);
  });
});
