/** The audit trail: who, when, why, before and after; written once, and never a copy of the address. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { resolveSettings } from '../../shared/config/resolve.ts';
import { complaint, createFixture, event, type Fixture } from './fixture.ts';

const who = { actor: 'support', reason: 'ann.smith+news@example.com wrote a letter' };
const path = '/v1/suppressions/ann.smith%2Bnews%40example.com';

let plain: Fixture;
let hashed: Fixture;
beforeAll(async () => {
  plain = await createFixture();
  hashed = await createFixture(
    resolveSettings({ sources: { sendgrid: 'sendgrid' }, addresses: { stored: 'hashed' } }),
  );
  for (const fixture of [plain, hashed]) {
    await fixture.record(
      event('ann.smith+news@example.com', { diagnostic: '550 5.1.1 ann.smith not found (Ann Smith)' }),
      complaint('ann.smith+news@example.com'),
    );
    await fixture.ask('PUT', path, { body: who });
    await fixture.ask('DELETE', path, { body: { ...who, proof: 'a mail of ann.smith+news@example.com' } });
  }
});
afterAll(() => Promise.all([plain.stop(), hashed.stop()]));

const modes = { plain: () => plain, hashed: () => hashed };

describe.each(Object.entries(modes))('where addresses are stored %s', (_, open) => {
  test('has a request and an outcome of each change, under one id', () => {
    expect(open().trail.map(({ action, stage }) => `${action} ${stage}`)).toEqual([
      'suppress requested',
      'suppress made',
      'release requested',
      'release made',
    ]);
    const [asked, made] = open().trail;
    expect(made).toMatchObject({ id: asked?.id, actor: 'support', before: { suppressed: true } });
    expect(made?.after).toMatchObject({
      suppressed: true,
      lists: [{ reason: 'complaint' }, { reason: 'manual' }, {}],
    });
  });

  test('names the address by one keyed hash, and quotes neither it nor a reply', () => {
    const { trail } = open();
    const subjects = new Set(trail.map(({ subject }) => JSON.stringify(subject)));
    expect(subjects.size).toBe(1);
    expect(trail[0]?.subject).toEqual({ addressHash: expect.stringMatching(/^[\w-]{22}$/), list: '*' });
    const text = JSON.stringify(trail);
    expect(text).toContain('address wrote a letter');
    for (const trace of ['ann.smith', 'Ann Smith', 'example.com']) expect(text).not.toContain(trace);
  });
});

test('the address is kept apart, where an erasure finds it, and nowhere in hashed mode', () => {
  const subject = plain.trail[0]?.subject;
  const hash = subject && 'addressHash' in subject ? subject.addressHash : '';
  expect([...plain.names]).toEqual([
    [`audit-names/${hash}.json`, JSON.stringify({ address: 'ann.smith+news@example.com' })],
  ]);
  expect([...hashed.names]).toEqual([]);
});

test('an erasure names the address by the same hash, and adds no name', async () => {
  const erasure = { actor: 'dpo', reason: 'erasure request', keepHash: 'false', proof: 'a letter' };
  await plain.ask('DELETE', '/v1/addresses/ann.smith%2Bnews%40example.com', { query: erasure });
  const [first] = plain.trail;
  expect(plain.trail.at(-1)).toMatchObject({ action: 'erase', stage: 'made' });
  expect(plain.trail.at(-1)?.subject).toEqual({
    addressHash: first && 'addressHash' in first.subject ? first.subject.addressHash : '',
  });
  expect(plain.names.size).toBe(1);
});

describe('in hashed mode', () => {
  const read = async () => (await hashed.ask('GET', '/v1/addresses/ann.smith%2Bnews%40example.com')).json;

  test('the record keeps no reply, and no address in an operator’s note', async () => {
    const status = await read();
    expect(status).toMatchObject({ diagnostic: '' });
    const notes = JSON.stringify(status.evidence);
    expect(notes).toContain('address wrote a letter');
    expect(notes).not.toContain('ann.smith');
  });
});
