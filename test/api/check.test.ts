import { afterAll, beforeAll, expect, test } from 'vitest';
import { complaint, createFixture, event, type Fixture } from './fixture.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await createFixture();
  await fixture.record(event('gone@example.com'), complaint('angry@example.com', { list: 'newsletter' }));
});
afterAll(() => fixture.stop());

const check = (addresses: readonly unknown[], list?: string) =>
  fixture.ask('POST', '/v1/check', { body: { addresses, ...(list && { list }) } });

test('answers each address in the order asked, repeated ones too', async () => {
  const { status, json } = await check([
    'new@example.com',
    'Gone@example.com',
    'new@example.com',
    'angry@example.com',
  ]);
  expect(status).toBe(200);
  expect(json.results).toMatchObject([
    { address: 'new@example.com', suppressed: false },
    { address: 'gone@example.com', suppressed: true, reason: 'address-unknown' },
    { address: 'new@example.com', suppressed: false },
    { address: 'angry@example.com', suppressed: true, reason: 'complaint' },
  ]);
});

test('gives what is no address an error in its place, and answers the rest', async () => {
  const { json } = await check(['nobody', 'gone@example.com', '']);
  expect(json.results).toMatchObject([
    { address: 'nobody', error: expect.any(String) },
    { address: 'gone@example.com', suppressed: true },
    { address: '', error: expect.any(String) },
  ]);
});

test('leaves out what it has no record of, where that is asked for', async () => {
  const { json } = await fixture.ask('POST', '/v1/check', {
    body: { addresses: ['new@example.com', 'nobody', 'Gone@example.com'], onlyKnown: true },
  });
  expect(json.results).toMatchObject([{ address: 'gone@example.com', suppressed: true }]);
});

test('asks for one list', async () => {
  const { json } = await check(['angry@example.com', 'gone@example.com'], 'receipts');
  expect(json.results).toMatchObject([{ suppressed: false }, { suppressed: true }]);
});

test('takes 1,000 addresses in one call, and no more', async () => {
  const addresses = Array.from({ length: 1_000 }, (_, index) => `user-${index}@example.com`);
  const { status, json } = await check(addresses);
  expect(status).toBe(200);
  expect(json.results).toHaveLength(1_000);
  const refused = await check([...addresses, 'one@example.com']);
  expect(refused).toMatchObject({ status: 400, json: { type: 'urn:bounce-ledger:problem:invalid-body' } });
  expect(refused.json.detail).toContain('1000');
});

test.each([
  ['no addresses', {}, '"addresses" is missing.'],
  ['addresses that are one text', { addresses: 'ann' }, '"addresses" must be an array.'],
  ['addresses that are not texts', { addresses: [1] }, '"addresses.0" must be a string.'],
  ['a list that is no text', { addresses: [], list: 4 }, '"list" must be a string.'],
])('refuses %s and says what it must be', async (_, body, member) => {
  const { status, json } = await fixture.ask('POST', '/v1/check', { body });
  expect(status).toBe(400);
  expect(json.detail).toContain(member);
});
