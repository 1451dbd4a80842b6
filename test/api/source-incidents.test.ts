import { afterAll, beforeAll, expect, test } from 'vitest';
import { createFixture, event, type Fixture, NOON } from './fixture.ts';

/** More addresses than the source guard's default lets one source suppress within ten minutes. */
const VICTIMS = Array.from({ length: 220 }, (_, index) => `user-${index}@domain-${index}.example`);

let fixture: Fixture;
beforeAll(async () => {
  fixture = await createFixture();
  await fixture.record(...VICTIMS.map((victim) => event(victim, { at: NOON - 60, source: 'sendgrid' })));
});
afterAll(() => fixture.stop());

const decide = (decision: string, source = 'sendgrid') =>
  fixture.ask('POST', `/v1/sources/${source}/incident`, {
    body: { decision, actor: 'ops', reason: 'its secret leaked' },
  });
const getStatus = () =>
  fixture.ask('GET', '/v1/addresses/user-9%40domain-9.example', { query: { consistent: 'true' } });

test('a source that never had an incident has none', async () => {
  expect((await fixture.ask('GET', '/v1/sources/ses/incident')).json).toMatchObject({
    type: 'urn:bounce-ledger:problem:no-incident',
  });
  expect(await decide('dismiss', 'ses')).toMatchObject({ status: 404 });
  expect((await fixture.ask('GET', '/v1/sources/-/incident')).status).toBe(400);
});

test('suppressions of an incident are pending, and the incident says so', async () => {
  expect((await getStatus()).json).toMatchObject({ suppressed: false, pendingUntil: expect.any(String) });
  const { status, json } = await fixture.ask('GET', '/v1/sources/sendgrid/incident');
  expect(status).toBe(200);
  expect(json).toMatchObject({ source: 'sendgrid', addresses: 220, waits: false, decided: null });
});

test('an operator dismisses it: the addresses are released, and the audit trail says by whom', async () => {
  const { status, json } = await decide('dismiss');
  expect(status).toBe(200);
  expect(json).toMatchObject({ source: 'sendgrid', decided: 'dismissed', released: VICTIMS.length });
  expect((await getStatus()).json).toMatchObject({ suppressed: false, pendingUntil: null });
  expect(fixture.trail.at(-1)).toMatchObject({
    action: 'dismiss-incident',
    subject: { source: 'sendgrid' },
    actor: 'ops',
    after: { decided: 'dismissed' },
  });
});
