import { afterAll, beforeAll, expect, test } from 'vitest';
import { createFixture, event, type Fixture, NOON } from './fixture.ts';

/** More addresses than the storm guard's default allows within ten minutes. */
const VICTIMS = Array.from({ length: 60 }, (_, index) => `user-${index}@broken.example`);

let fixture: Fixture;
beforeAll(async () => {
  fixture = await createFixture();
  await fixture.record(...VICTIMS.map((victim) => event(victim, { at: NOON - 60 })));
});
afterAll(() => fixture.stop());

const getStatus = (address = 'user-59@broken.example') =>
  fixture.ask('GET', `/v1/addresses/${encodeURIComponent(address)}`, { query: { consistent: 'true' } });
const decide = (decision: string, domain = 'broken.example') =>
  fixture.ask('POST', `/v1/storms/${domain}`, {
    body: { decision, actor: 'ops', reason: 'their directory was down' },
  });

test('a domain that never had a storm has none', async () => {
  expect((await fixture.ask('GET', '/v1/storms/calm.example')).json).toMatchObject({
    type: 'urn:bounce-ledger:problem:no-storm',
  });
  expect(await decide('dismiss', 'calm.example')).toMatchObject({ status: 404 });
});

test('verdicts of a storm are pending, and the storm says so', async () => {
  expect((await getStatus()).json).toMatchObject({
    suppressed: false,
    pendingUntil: expect.stringMatching(/^2026-05-01T/),
  });
  const { status, json } = await fixture.ask('GET', '/v1/storms/Broken.example');
  expect(status).toBe(200);
  expect(json).toMatchObject({ domain: 'broken.example', decided: null });
  expect(json.addresses).toBeGreaterThanOrEqual(50);
});

test('it is among the incidents', async () => {
  const { status, json } = await fixture.ask('GET', '/v1/incidents');
  expect(status).toBe(200);
  expect(json.incidents).toEqual([
    {
      kind: 'domain',
      subject: 'broken.example',
      from: expect.stringMatching(/^2026-05-01T/),
      until: expect.stringMatching(/^2026-05-01T/),
      addresses: expect.any(Number),
      decided: null,
    },
  ]);
  expect((await fixture.ask('GET', '/v1/incidents', { query: { limit: '0' } })).status).toBe(400);
});

test('a person dismisses it: the addresses are let go, and the audit trail says by whom', async () => {
  const { status, json } = await decide('dismiss');
  expect(status).toBe(200);
  expect(json).toMatchObject({ domain: 'broken.example', decided: 'dismissed', released: VICTIMS.length });
  expect((await getStatus()).json).toMatchObject({ suppressed: false, pendingUntil: null });
  expect(fixture.trail.at(-1)).toMatchObject({
    action: 'dismiss-storm',
    subject: { domain: 'broken.example' },
    actor: 'ops',
    after: { decided: 'dismissed' },
  });
});

test('wants to know who and why', async () => {
  const refused = await fixture.ask('POST', '/v1/storms/broken.example', { body: { decision: 'confirm' } });
  expect(refused.status).toBe(400);
});
