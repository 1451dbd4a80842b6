import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { complaint, createFixture, event, type Fixture, NOON } from './fixture.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await createFixture();
  await fixture.record(
    complaint('ann@a.example', { id: 'sendgrid:1', at: NOON - 60 }),
    event('bob@a.example', { id: 'sendgrid:2', at: NOON - 60 }),
    complaint('bob@a.example', { id: 'ses:3', source: 'ses', at: NOON - 30 }),
    complaint('cid@a.example', { id: 'ses:4', source: 'ses', at: NOON - 30 }),
  );
});
afterAll(() => fixture.stop());

describe('a preview', () => {
  const preview = (...events: ReadonlyArray<{ address: string; id: string }>) =>
    fixture.ask('POST', '/v1/sources/sendgrid/revocations/preview', { body: { events } });

  test('tells who would be released, who would stay suppressed, and changes nothing', async () => {
    const { status, json } = await preview(
      { address: 'Ann@A.example', id: 'sendgrid:1' },
      { address: 'bob@a.example', id: 'sendgrid:2' },
      { address: 'cid@a.example', id: 'sendgrid:never-seen' },
      { address: 'nobody', id: 'sendgrid:1' },
    );
    expect({ status, json }).toEqual({
      status: 200,
      json: { known: 2, released: 1, altered: 1, suppressed: 0 },
    });
    const answer = await fixture.ask('GET', '/v1/addresses/ann%40a.example', {
      query: { consistent: 'true' },
    });
    expect(answer.json).toMatchObject({ suppressed: true, reason: 'complaint' });
  });

  test('takes at most 1,000 events', async () => {
    const events = Array.from({ length: 1_001 }, (_, n) => ({ address: 'a@a.example', id: `${n}` }));
    expect((await preview(...events)).status).toBe(400);
  });
});

describe('a revocation', () => {
  const revoke = (body: object, source = 'sendgrid') =>
    fixture.ask('POST', `/v1/sources/${source}/revocations`, { body });
  const span = { since: '2026-05-01T11:00:00Z', until: '2026-05-01T12:00:00Z' };

  test('is in the audit trail with actor and reason', async () => {
    const answer = await revoke({ ...span, actor: 'ops', reason: 'its secret leaked' });
    expect(answer).toMatchObject({ status: 200, json: { source: 'sendgrid', ...span } });
    expect(fixture.trail.at(-1)).toMatchObject({
      action: 'revoke-source',
      subject: { source: 'sendgrid', ...span },
      actor: 'ops',
      reason: 'its secret leaked',
      after: { source: 'sendgrid', ...span },
    });
  });

  test('needs both, and a span that has a length', async () => {
    expect((await revoke({ ...span, actor: 'ops' })).status).toBe(400);
    expect((await revoke({ ...span, until: span.since, actor: 'ops', reason: 'r' })).status).toBe(400);
    expect((await revoke({ ...span, actor: 'ops', reason: 'r' }, '-')).status).toBe(400);
  });

  test('is not made where the trail cannot be written', async () => {
    fixture.auditFails = true;
    expect((await revoke({ ...span, actor: 'ops', reason: 'r' })).status).toBe(503);
    fixture.auditFails = false;
  });
});
