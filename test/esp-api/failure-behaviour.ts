/** What every ESP's client says when something is wrong, and that the key is in none of it. */
import { inspect } from 'node:util';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { EspApiError } from '../../shared/esp-api/errors.ts';
import type { EspApi } from '../../shared/esp-api/types.ts';
import { collect, FakeClock, type FakeEsp, openFake, type StartFake } from './fake-esp.ts';

export interface FailureBehaviourOptions {
  /** The list cannot be read: only removals are made, and their answers have no content. */
  readonly isWriteOnly?: boolean;
  /** A key that is well-formed and wrong. */
  readonly wrongKey?: string;
}

/** A call that reads: webhooks where the ESP has them, else lists. */
async function read(api: EspApi): Promise<unknown> {
  if (api.webhooks !== null) return api.webhooks.list();
  const suppressions = api.suppressions;
  if (suppressions === null) throw new Error('The ESP has neither.');
  const { capabilities } = api;
  const list = capabilities.suppressions.supported ? capabilities.suppressions.lists[0] : undefined;
  if (list?.read !== 'none') return suppressions.get('ann@example.com');
  return collect(suppressions.remove([{ address: 'ann@example.com', list: list.name }]));
}

async function failure(work: Promise<unknown>): Promise<EspApiError> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof EspApiError) return error;
  throw new Error(`Expected an EspApiError, got ${inspect(error)}`);
}

export function describeFailures(start: StartFake, options: FailureBehaviourOptions = {}): void {
  const { wrongKey = 'wrong-key-0123456789:wrong-secret-0123456789' } = options;
  let fake: FakeEsp;
  const started: FakeEsp[] = [];

  beforeEach(async () => {
    fake = await start();
    started.push(fake);
  });
  afterAll(() => Promise.all(started.map(({ server }) => server.stop())));

  function expectNoKey(error: EspApiError, key: string): void {
    const printed = `${inspect(error, { depth: 9 })} ${JSON.stringify(error)} ${error.stack}`;
    for (const part of [key, ...key.split(':')]) {
      expect(printed).not.toContain(part);
      expect(printed).not.toContain(Buffer.from(part).toString('base64'));
    }
  }

  it('accepts the right key', async () => {
    const check = await (await openFake(fake)).checkKey();
    expect(check.valid).toBe(true);
    expect(check.missing).toEqual([]);
  });

  it('reports a wrong key as unauthorized, and does not repeat it', async () => {
    const api = await openFake(fake, { apiKey: wrongKey });
    const error = await failure(read(api));
    expect(error.kind).toBe('unauthorized');
    expectNoKey(error, wrongKey);
    expect((await api.checkKey()).valid).toBe(false);
  });

  it('names the missing permission', async () => {
    if (fake.forbid === undefined) return;
    fake.forbid('webhooks');
    fake.forbid('suppressions');
    const api = await openFake(fake);
    const error = await failure(read(api));
    expect(error.kind).toBe('forbidden');
    const names = Object.values(api.permissions).filter((name) => name !== null && name !== undefined);
    if (names.length > 0) {
      expect(error.permission).toBeDefined();
      expect(error.message).toContain(error.permission);
    }
    expectNoKey(error, fake.key);
  });

  it.each([
    [
      'a page of HTML',
      { status: 200, text: '<html>Log in</html>', headers: { 'content-type': 'text/html' } },
    ],
    ['JSON of another shape', { status: 200, json: { unexpected: true } }],
    ['JSON null', { status: 200, json: null }],
    ['an empty body', { status: 200 }],
    ['a redirect', { status: 302, headers: { location: 'https://elsewhere.example' } }],
  ])('rejects %s as an invalid response', async (_, does) => {
    if (options.isWriteOnly && does.status === 200) return;
    fake.server.inject({ times: 99, does });
    const error = await failure(read(await openFake(fake)));
    expect(error.kind).toBe('invalid-response');
  });

  it('times out without a response', async () => {
    fake.server.inject({ times: 99, does: 'silent' });
    const error = await failure(read(await openFake(fake, { deps: { timeoutMs: 20 } })));
    expect(error.kind).toBe('timeout');
    expect(error.message).toContain('20 ms');
  });

  it('retries after a lost connection, a 500 and a 429', async () => {
    fake.server.inject({ does: 'broken' });
    fake.server.inject({ does: { status: 500, text: 'oops' } });
    fake.server.inject({ does: { status: 429, json: { message: 'Too many requests' } } });
    const clock = new FakeClock();
    await read(await openFake(fake, { clock }));
    expect(clock.waits.length).toBeGreaterThanOrEqual(3);
  });

  it('waits for Retry-After', async () => {
    fake.server.inject({ does: { status: 429, json: {}, headers: { 'retry-after': '17' } } });
    const clock = new FakeClock();
    await read(await openFake(fake, { clock }));
    expect(clock.waits).toContain(17_000);
  });

  it('fails with retryAfterMs when the wait is too long', async () => {
    fake.server.inject({ times: 9, does: { status: 429, json: {}, headers: { 'retry-after': '3600' } } });
    const error = await failure(read(await openFake(fake)));
    expect(error).toMatchObject({ kind: 'rate-limited', retryAfterMs: 3_600_000 });
    expect(error.message).toContain('3600 seconds');
  });

  it('prints neither the key nor an address of an error response', async () => {
    const text = `Bad key ${fake.key} (${Buffer.from(fake.key).toString('base64')}) for ann@example.com`;
    fake.server.inject({
      times: 9,
      does: { status: 400, json: { message: text, errors: [{ message: text }] } },
    });
    const error = await failure(read(await openFake(fake)));
    expectNoKey(error, fake.key);
    expect(error.message).not.toContain('ann@example.com');
  });

  it('bounds the text of an error response', async () => {
    fake.server.inject({ times: 9, does: { status: 400, text: 'x'.repeat(200_000) } });
    const error = await failure(read(await openFake(fake)));
    expect(error.message.length).toBeLessThan(1_000);
  });

  it('reports a refused connection', async () => {
    const api = await openFake(fake, { baseUrl: 'http://127.0.0.1:9' });
    const error = await failure(read(api));
    expect(error.kind).toBe('network');
    expect(error.message).toContain('Cannot connect to 127.0.0.1:9');
  });

  it.each(['', 'a b', 'key\r\nx: y', 'k\u0000'])(
    'refuses the key %j before anything is sent',
    async (apiKey) => {
      await expect(openFake(fake, { apiKey })).rejects.toMatchObject({ kind: 'settings' });
    },
  );

  it.each(['http://api.example.com', 'ftp://127.0.0.1', 'https://user:pw@api.example.com', 'not a url'])(
    'sends no key to the base URL %s',
    async (baseUrl) => {
      await expect(openFake(fake, { baseUrl })).rejects.toMatchObject({ kind: 'settings' });
    },
  );
}
