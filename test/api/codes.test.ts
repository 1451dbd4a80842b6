import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFixture, type Fixture } from './fixture.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await createFixture();
});
afterAll(() => fixture.stop());

describe('GET /v1/codes', () => {
  test("lists the scheme in order, the operator's own codes among them", async () => {
    const { status, json } = await fixture.ask('GET', '/v1/codes');
    expect(status).toBe(200);
    const codes = Array.isArray(json.codes) ? json.codes : [];
    expect(codes).toHaveLength(28);
    expect(codes[0]).toEqual({
      code: 1002,
      group: 'message-rejected',
      meaning: 'sender or content is on a third-party blocklist',
      own: false,
    });
    expect(codes).toContainEqual({ code: 2100, group: 'permanent', meaning: 'left the company', own: true });
    expect(codes.map(({ code }) => code)).toEqual(codes.map(({ code }) => code).sort((a, b) => a - b));
  });
});

describe('POST /v1/classify', () => {
  test('says what a reply would be, by which rule, and where it matched', async () => {
    const { status, json } = await fixture.ask('POST', '/v1/classify', {
      body: { text: 'smtp; 550 5.1.1 <ann@example.com>: Recipient address rejected: User unknown' },
    });
    expect(status).toBe(200);
    expect(json).toMatchObject({ code: 2001, group: 'permanent', replyCode: '550', status: '5.1.1' });
    const [deciding] = Array.isArray(json.matched) ? json.matched : [];
    expect(deciding).toMatchObject({ rule: json.rule, code: 2001 });
    expect(deciding.spans).not.toEqual([]);
  });

  test('takes a line of the command line, and gives its id back', async () => {
    const line = { id: 'r-1', text: '', reply: '552 5.2.2 over quota', status: '5.2.2', replycode: '552' };
    const { json } = await fixture.ask('POST', '/v1/classify', { body: { ...line, provider: 'ses' } });
    expect(json).toMatchObject({ id: 'r-1', code: 3001, group: 'temporary' });
  });

  test('stores nothing', async () => {
    await fixture.ask('POST', '/v1/classify', {
      body: { text: '550 5.1.1 <kim@example.com>: User unknown' },
    });
    const { json } = await fixture.ask('GET', '/v1/addresses/kim%40example.com', {
      query: { consistent: 'true' },
    });
    expect(json.revision).toBe(0);
  });

  test('has an answer for a reply that no rule matches, and for none', async () => {
    expect((await fixture.ask('POST', '/v1/classify', { body: {} })).json).toMatchObject({
      code: 9999,
      group: 'unknown',
    });
  });

  test('refuses a reply above 8,192 characters', async () => {
    const { status, json } = await fixture.ask('POST', '/v1/classify', { body: { text: 'a'.repeat(8_193) } });
    expect(status).toBe(400);
    expect(json.detail).toContain('"text"');
  });
});
