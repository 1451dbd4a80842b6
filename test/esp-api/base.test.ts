import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { errorTextIn, fitToPrint } from '../../shared/esp-api/error-text.ts';
import { defaultDeps, EspHttp } from '../../shared/esp-api/http-client.ts';
import { Pacer } from '../../shared/esp-api/pacing.ts';
import { checkAddress, path, UnsafePathError } from '../../shared/esp-api/path.ts';
import { SecretText } from '../../shared/esp-api/secret-text.ts';
import { carriedSecret, timeOf } from '../../shared/esp-api/values.ts';
import { displayUrl, isSameEndpoint } from '../../shared/esp-api/webhook-url.ts';
import { startFakeServer } from './fake-server.ts';

describe('paths', () => {
  it('percent-encodes every segment, so that no address changes the path', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }), (text) => {
        const build = () => path`/v3/bounces/${text}`;
        if (text.trim() === '' || text === '.' || text === '..' || /\p{Cc}/u.test(text)) {
          expect(build).toThrow(UnsafePathError);
          return;
        }
        const { value } = build();
        const url = new URL(`https://api.example.com${value}`);
        expect(url.pathname).toBe(value);
        expect(url.pathname.split('/')).toHaveLength(4);
        expect(url.search + url.hash).toBe('');
        expect(decodeURIComponent(url.pathname.split('/')[3] ?? '')).toBe(text);
      }),
    );
  });

  it.each(['', ' ', '.', '..', 'a\nb', 'a\u0000', '\ud800', 'x'.repeat(1_001)])(
    'refuses the segment %j',
    (segment) => {
      expect(() => path`/v3/${segment}`).toThrow(UnsafePathError);
    },
  );

  it('names no segment in its template', () => {
    expect(path`/v3/${'ann@example.com'}/x/${7}`.template).toBe('/v3/{}/x/{}');
  });
});

describe('addresses of a change', () => {
  it.each([
    'ann@example.com',
    'Ann+x@EXAMPLE.com',
    "o'neil@example.com",
    '"a b"@example.com',
    'ä@example.com',
    'a/b@x.y',
    '%@x.y',
  ])('takes %s', (address) => {
    expect(checkAddress(address)).toBe(address);
  });

  it.each([
    '',
    '*',
    '%',
    'ann',
    '@x.y',
    'ann@',
    'a@b, c@d',
    'a@b;c@d',
    'a b@c.d',
    '<a@b.c>',
    'a@*',
    'a@%.com',
    `${'a'.repeat(310)}@example.com`,
  ])('refuses %j', (address) => {
    expect(() => checkAddress(address)).toThrow(UnsafePathError);
  });
});

describe('requests', () => {
  const definition = {
    provider: 'example',
    title: 'Example',
    permissions: { 'remove-suppressions': 'lists.delete' },
  } as const;
  const settings = { apiKey: 'k'.repeat(20), deps: { sleep: async () => {} } };
  const client = (baseUrl: string, extra: object = {}) =>
    new EspHttp({
      definition,
      host: 'https://api.example.com',
      settings: { ...settings, baseUrl, ...extra },
      authenticate: () => ({ authorization: 'Bearer k' }),
    });
  const removal = { operation: 'remove-suppressions', method: 'DELETE', answer: null } as const;

  it('sends no removal that does not name its target in path, query or body', async () => {
    const server = await startFakeServer({ authenticate: () => ({ status: 204 }), routes: {} });
    try {
      const http = client(server.url);
      const refused = [
        { ...removal, path: path`/bounces` },
        { ...removal, path: path`/accounts/${'ann@x.y'}/bounces`, removes: 'ann@x.y' },
        { ...removal, path: path`/bounces`, removes: '' },
        { ...removal, path: path`/bounces`, removes: [] },
        { ...removal, path: path`/bounces`, json: { delete_all: true }, removes: 'ann@x.y' },
        { ...removal, path: path`/bounces`, query: { email: undefined }, removes: 'ann@x.y' },
        { ...removal, path: path`/bounces`, json: { emails: ['bob@x.y'] }, removes: ['bob@x.y', 'ann@x.y'] },
        { ...removal, method: 'POST', path: path`/bounces/delete`, json: {}, removes: 'ann@x.y' },
      ] as const;
      for (const call of refused) await expect(http.request(call)).rejects.toThrow(UnsafePathError);
      expect(server.exchanges).toEqual([]);
      await http.request({ ...removal, path: path`/bounces/${'ann@x.y'}`, removes: 'ann@x.y' });
      await http.request({
        ...removal,
        path: path`/bounces`,
        query: { email: 'ann@x.y' },
        removes: 'ann@x.y',
      });
      await http.request({ ...removal, path: path`/bounces`, json: { ids: [7] }, removes: '7' });
      expect(server.exchanges).toHaveLength(3);
    } finally {
      await server.stop();
    }
  });

  it('replaces scheme and host of the API, and keeps its path', async () => {
    const server = await startFakeServer({ authenticate: () => ({ status: 204 }), routes: {} });
    try {
      await client(`${server.url}/stand-in/`).request({
        operation: 'read-webhooks',
        method: 'GET',
        path: path`/v3/x`,
        answer: null,
      });
      expect(server.exchanges[0]?.request.path).toBe('/stand-in/v3/x');
    } finally {
      await server.stop();
    }
  });

  it('does not repeat a creation after a lost connection, and repeats a change', async () => {
    const server = await startFakeServer({ authenticate: () => ({ status: 204 }), routes: {} });
    try {
      const http = client(server.url);
      server.inject({ times: 1, does: 'lost-answer' });
      const create = {
        operation: 'write-webhooks',
        method: 'POST',
        path: path`/webhooks`,
        json: {},
        answer: null,
      } as const;
      await expect(http.request(create)).rejects.toMatchObject({ kind: 'network' });
      expect(server.exchanges).toHaveLength(1);
      server.inject({ times: 1, does: 'lost-answer' });
      await http.request({ ...create, method: 'PUT' });
      expect(server.exchanges).toHaveLength(3);
    } finally {
      await server.stop();
    }
  });

  it('stops at the bound of an answer, whether it is announced or not', async () => {
    const long = 'x'.repeat(10_000);
    const server = await startFakeServer({ authenticate: () => ({ status: 200, text: long }), routes: {} });
    try {
      const call = {
        operation: 'read-webhooks',
        method: 'GET',
        path: path`/x`,
        answer: null,
        maxBytes: 100,
      } as const;
      await expect(client(server.url).request(call)).rejects.toMatchObject({ kind: 'response-too-large' });
      const chunked: typeof fetch = async () => new Response(new Blob([long]).stream());
      const http = client(server.url, { deps: { ...settings.deps, fetch: chunked } });
      await expect(http.request(call)).rejects.toMatchObject({ kind: 'response-too-large' });
    } finally {
      await server.stop();
    }
  });

  it('ends with the signal of the caller', async () => {
    const signal = AbortSignal.abort(new Error('stopped'));
    const http = client('http://127.0.0.1:9', { deps: { ...settings.deps, signal } });
    const call = { operation: 'read-webhooks', method: 'GET', path: path`/x`, answer: null } as const;
    await expect(http.request(call)).rejects.toThrow('stopped');
  });
});

describe('rate limits', () => {
  const at = Date.UTC(2026, 0, 1);
  const pacer = (limits = {}) => new Pacer(limits, { ...defaultDeps, now: () => at, random: () => 1 });

  it.each([
    [{ 'retry-after': '7' }, 7_000],
    [{ 'retry-after': 'Thu, 01 Jan 2026 00:00:09 GMT' }, 9_000],
    [{ 'retry-after': 'soon' }, null],
    [{}, null],
  ])('reads %j as %j', (headers, expected) => {
    expect(pacer().requestedWaitMs(new Headers(headers as Record<string, string>))).toBe(expected);
  });

  it('reads a time of the clock and seconds that are left', () => {
    const headers = new Headers({ reset: String(at / 1000 + 5) });
    expect(pacer({ resetHeader: 'reset' }).requestedWaitMs(headers)).toBe(5_000);
    const left = new Headers({ reset: '5' });
    expect(pacer({ resetHeader: 'reset' }).requestedWaitMs(left)).toBe(5_000);
    const nonsense = new Headers({ reset: '-1' });
    expect(pacer({ resetHeader: 'reset' }).requestedWaitMs(nonsense)).toBeNull();
  });

  it('spaces calls, and bounds the backoff', () => {
    const spaced = pacer({ minIntervalMs: 100 });
    expect([spaced.book(), spaced.book(), spaced.book()]).toEqual([0, 100, 200]);
    expect([0, 1, 10, 50].map((attempt) => pacer().backoffMs(attempt))).toEqual([500, 1_000, 20_000, 20_000]);
  });
});

describe('error texts', () => {
  it.each([
    [{ message: 'a' }, 'a'],
    [{ errors: [{ message: 'b' }] }, 'b'],
    [{ errors: [{ detail: 'c' }] }, 'c'],
    [{ errors: { url: ['is invalid'] } }, 'is invalid'],
    [{ error: { code: 'x', message: 'd' } }, 'd'],
    [{ data: { error: 'e' } }, 'e'],
    [{ ErrorCode: 10, Message: 'f' }, 'f'],
    [{ Reason: 'g' }, 'g'],
    [{ nothing: 1 }, undefined],
    [null, undefined],
    [[], undefined],
  ])('finds the text of %j', (body, expected) => {
    expect(errorTextIn(body)).toBe(expected);
  });

  it('prints neither keys nor addresses nor control characters', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), fc.string({ maxLength: 300 }), (before, after) => {
        const key = 'SG.abcdefghijklmnop';
        const printed = fitToPrint(`${before} ${key} ann@example.com\u0007 ${after}`, [key]);
        expect(printed).not.toContain(key);
        expect(printed).not.toContain('ann@example.com');
        expect(printed).not.toMatch(/\p{Cc}/u);
        expect(printed.length).toBeLessThanOrEqual(200);
      }),
    );
  });
});

describe('values of ESPs', () => {
  it.each([
    ['2023-10-06 23:47:56.678+00', Date.UTC(2023, 9, 6, 23, 47, 56, 678)],
    ['2018-08-21 11:10:55.457489+00:00', Date.UTC(2018, 7, 21, 11, 10, 55, 457)],
    ['2013-01-01 15:30:32', Date.UTC(2013, 0, 1, 15, 30, 32)],
    ['2013-01-01 15:30:32.67000', Date.UTC(2013, 0, 1, 15, 30, 32, 670)],
    ['2026-02-03T10:11:12-05:00', Date.UTC(2026, 1, 3, 15, 11, 12)],
    ['2026-01-01T10:11:12.000+0000', Date.UTC(2026, 0, 1, 10, 11, 12)],
    ['2026-01-01T10:11:12.1234567Z', Date.UTC(2026, 0, 1, 10, 11, 12, 123)],
    ['Fri, 02 Jan 2026 11:02:55 UTC', Date.UTC(2026, 0, 2, 11, 2, 55)],
    ['2026-01-02', Date.UTC(2026, 0, 2)],
    [1_750_000_000, 1_750_000_000_000],
    ['', null],
    ['yesterday', null],
    [null, null],
    [undefined, null],
    [Number.NaN, null],
  ])('reads the time %j', (text, expected) => {
    expect(timeOf(text)).toBe(expected);
  });

  it('takes the secret from the URL where none is given apart', () => {
    expect(carriedSecret({ url: 'https://u:p%40w@x.example/h', secret: undefined })).toEqual({
      url: 'https://x.example/h',
      secret: 'u:p@w',
    });
    expect(carriedSecret({ url: 'https://x.example/h', secret: 's' })).toEqual({
      url: 'https://x.example/h',
      secret: 's',
    });
  });

  it('hides a secret wherever it is printed', () => {
    const secret = new SecretText('abc');
    expect(`${secret} ${JSON.stringify({ secret })}`).not.toContain('abc');
    expect([secret.equals('abc'), secret.equals('abd'), secret.equals('')]).toEqual([true, false, false]);
  });
});

describe('URLs of webhooks', () => {
  const url = 'https://u:p@API.example.com/v1/webhooks/news/?secret=x#f';

  it.each([
    'https://api.example.com/v1/webhooks/news',
    'http://api.example.com/v1/webhooks/news/',
    'https://other:pw@api.example.com/v1/webhooks/news?secret=y',
  ])('is the same endpoint as %s', (other) => {
    expect(isSameEndpoint(url, other)).toBe(true);
  });

  it.each([
    'https://api.example.com/v1/webhooks/news2',
    'https://example.com/v1/webhooks/news',
    'not a url',
    'arn:aws:sns:eu-west-1:1:x',
  ])('is another than %s', (other) => {
    expect(isSameEndpoint(url, other)).toBe(false);
  });

  it('is printed without what may be secret', () => {
    expect(displayUrl(url)).toBe('https://api.example.com/v1/webhooks/news/?secret=…');
    expect(displayUrl('arn:aws:sns:eu-west-1:1:x')).toBe('arn:aws:sns:eu-west-1:1:x');
  });
});
