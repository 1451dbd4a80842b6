import { describe, expect, test } from 'vitest';
import { type LoopbackGuardOptions, refusedByLoopbackGuard } from '../../shared/http/loopback-guard.ts';

type Headers = Readonly<Record<string, string>>;

const own = { host: '127.0.0.1:3000' };

function refused(headers: Headers, options: Partial<LoopbackGuardOptions> = {}, method = 'GET') {
  return refusedByLoopbackGuard({ method, headers }, { port: 3000, ...options });
}

describe('a program that is no browser', () => {
  test.each(['127.0.0.1:3000', 'localhost:3000', 'LOCALHOST:3000', '[::1]:3000'])(
    'is answered at %s',
    (host) => {
      expect(refused({ host })).toBeNull();
      expect(refused({ host }, { browser: 'none' })).toBeNull();
    },
  );

  test('is answered without a port on port 80', () => {
    expect(refused({ host: '127.0.0.1' }, { port: 80 })).toBeNull();
  });
});

describe('a name that resolves to this machine for the occasion', () => {
  test.each([
    'evil.example',
    'evil.example:3000',
    '127.0.0.1.evil.example:3000',
    '127.0.0.1',
    '127.0.0.1:3001',
    '',
  ])('is refused: Host %j', (host) => {
    expect(refused({ host })).toContain('The Host header must be one of 127.0.0.1:3000');
  });

  test('is refused without a Host', () => {
    expect(refused({})).not.toBeNull();
  });
});

describe('a page of another origin', () => {
  test.each([
    'https://evil.example',
    'http://evil.example:3000',
    'https://127.0.0.1:3000',
    'http://127.0.0.1:3001',
    'null',
    '',
  ])('is refused: Origin %j', (origin) => {
    expect(refused({ ...own, origin }, {}, 'POST')).toBe('Web pages of another origin get no answer.');
  });

  test('is refused when the two names of the machine are mixed: they are different origins', () => {
    expect(refused({ ...own, origin: 'http://localhost:3000' })).not.toBeNull();
  });

  test.each(['cross-site', 'same-site', 'unknown-value'])('is refused: Sec-Fetch-Site %s', (site) => {
    expect(refused({ ...own, 'sec-fetch-site': site })).not.toBeNull();
  });
});

describe('a page of the server itself', () => {
  test('is answered', () => {
    expect(
      refused({ ...own, origin: 'http://127.0.0.1:3000', 'sec-fetch-site': 'same-origin' }, {}, 'POST'),
    ).toBeNull();
    expect(refused({ ...own, 'sec-fetch-site': 'same-origin' })).toBeNull();
  });

  test('is answered when its address was typed', () => {
    expect(refused({ ...own, 'sec-fetch-site': 'none' })).toBeNull();
  });

  test('is refused with Origin by a server that has no pages', () => {
    expect(refused({ ...own, origin: 'http://127.0.0.1:3000' }, { browser: 'none' })).toContain(
      'send no Origin header',
    );
  });
});

describe('a link on a page elsewhere', () => {
  const link = {
    ...own,
    'sec-fetch-site': 'cross-site',
    'sec-fetch-mode': 'navigate',
    'sec-fetch-dest': 'document',
  };

  test('opens a page that may be linked to', () => {
    expect(refused(link, { linked: true })).toBeNull();
  });

  test('opens no other path', () => {
    expect(refused(link)).not.toBeNull();
  });

  test('opens it in no frame, by no fetch, by no form', () => {
    expect(refused({ ...link, 'sec-fetch-dest': 'iframe' }, { linked: true })).not.toBeNull();
    expect(refused({ ...link, 'sec-fetch-mode': 'no-cors' }, { linked: true })).not.toBeNull();
    expect(refused(link, { linked: true }, 'POST')).not.toBeNull();
    expect(refused({ ...link, origin: 'https://evil.example' }, { linked: true })).not.toBeNull();
  });
});
