/** A page of another origin, in the operator's own browser while the console is open: it gets nothing. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { event } from '../api/fixture.ts';
import { fullBackend } from './backend.ts';
import { launchBrowser, openContext } from './browser.ts';
import { settled } from './console-page.ts';
import { type ConsoleFixture, NOW, startConsoleFixture } from './fixture.ts';

let browser: Browser;
let fixture: ConsoleFixture;
let stranger: Server;
let strangersOrigin: string;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  fixture = await startConsoleFixture({ backend: fullBackend() });
  await fixture.api.record(event('ann@example.com'));
  stranger = createServer((_request, response) => {
    response
      .setHeader('content-type', 'text/html')
      .end('<!doctype html><title>a page elsewhere</title><body>');
  });
  stranger.listen(0, '127.0.0.1');
  await once(stranger, 'listening');
  const address = stranger.address();
  if (typeof address !== 'object' || address === null)
    throw new Error('The server does not listen on a port.');
  strangersOrigin = `http://stranger.example:${address.port}`;
  browser = await launchBrowser([
    '--host-resolver-rules=MAP stranger.example 127.0.0.1, MAP rebound.example 127.0.0.1',
  ]);
  context = await openContext(browser);
  // The operator's own tab, with the token in the storage of its origin.
  const own = await context.newPage();
  await own.clock.setFixedTime(NOW);
  await own.goto(fixture.server.url);
  await settled(own);
  page = await context.newPage();
  await page.goto(strangersOrigin);
  fixture.calls.length = 0;
});
afterAll(async () => {
  await browser.close();
  await fixture.stop();
  stranger.close();
});

interface Sent {
  readonly method?: string;
  readonly mode?: 'no-cors';
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** What a call made by the stranger's page comes to: the answer's text, or `refused`. */
function fetched(path: string, init: Sent = {}): Promise<string> {
  return page.evaluate(
    async ([url, options]) => {
      try {
        return await (await fetch(url, options)).text();
      } catch {
        return 'refused';
      }
    },
    [`${fixture.server.origin}${path}`, init] as const,
  );
}

describe('a page elsewhere', () => {
  test.each([
    '/',
    '/app.js',
    '/v1/codes',
    '/v1/addresses/ann%40example.com',
    '/_console/session',
    '/_console/dead-letters',
  ])('reads nothing of %s', async (path) => {
    expect(await fetched(path)).toBe('refused');
    expect(await fetched(path, { headers: { 'x-console-token': fixture.server.token } })).toBe('refused');
    expect(await fetched(path, { mode: 'no-cors' })).toBe('refused');
    expect(fixture.calls).toEqual([]);
  });

  test('changes nothing, even by requests that need no preflight', async () => {
    const body = JSON.stringify({ actor: 'x', reason: 'y' });
    for (const type of ['text/plain', 'application/x-www-form-urlencoded']) {
      const headers = { 'content-type': type };
      await fetched('/v1/storms/example.com', { method: 'POST', mode: 'no-cors', headers, body });
      await fetched('/_console/dead-letters/redrive', { method: 'POST', mode: 'no-cors', headers, body });
    }
    await fetched('/v1/suppressions/ann%40example.com', { method: 'DELETE', body });
    await page.evaluate(
      (origin) => navigator.sendBeacon(`${origin}/_console/dead-letters/redrive`, 'x'),
      fixture.server.origin,
    );
    expect(fixture.calls).toEqual([]);
    expect(fixture.api.trail).toEqual([]);
    expect(await fixture.backend.deadLetters?.list()).toHaveLength(1);
  });

  test('frames, includes and embeds nothing', async () => {
    const loaded = await page.evaluate(async (origin) => {
      const tried: ReadonlyArray<readonly [string, Record<string, string>]> = [
        ['script', { src: `${origin}/app.js` }],
        ['img', { src: `${origin}/favicon.svg` }],
        ['link', { rel: 'stylesheet', href: `${origin}/app.css` }],
      ];
      return Promise.all(
        tried.map(
          ([name, attributes]) =>
            new Promise<string>((resolve) => {
              const element = document.createElement(name);
              element.addEventListener('load', () => resolve(`${name} loaded`));
              element.addEventListener('error', () => resolve(`${name} refused`));
              for (const [attribute, value] of Object.entries(attributes))
                element.setAttribute(attribute, value);
              document.body.append(element);
            }),
        ),
      );
    }, fixture.server.origin);
    expect(loaded).toEqual(['script refused', 'img refused', 'link refused']);
    await page.evaluate((origin) => {
      const frame = document.createElement('iframe');
      frame.src = `${origin}/`;
      document.body.append(frame);
    }, fixture.server.origin);
    await expect.poll(() => page.frames().length).toBe(2);
    await page.waitForTimeout(300);
    expect(await page.frames()[1]?.evaluate(() => document.querySelector('#app'))).toBeNull();
  });

  test('holds no handle on the console that it opens', async () => {
    const [popup] = await Promise.all([
      context.waitForEvent('page'),
      page.evaluate((origin) => {
        Reflect.set(globalThis, 'opened', open(`${origin}/#/address/ann%40example.com`));
      }, fixture.server.origin),
    ]);
    await settled(popup);
    expect(await popup.evaluate(() => opener)).toBeNull();
    expect(await page.evaluate(() => Reflect.get(globalThis, 'opened').closed)).toBe(true);
    await popup.close();
  });

  test('sends the operator to no change by a form', async () => {
    fixture.calls.length = 0;
    const other = await context.newPage();
    await other.goto(strangersOrigin);
    await Promise.all([
      other.waitForNavigation(),
      other.evaluate((origin) => {
        const form = document.createElement('form');
        form.method = 'post';
        form.action = `${origin}/v1/storms/example.com`;
        document.body.append(form);
        form.submit();
      }, fixture.server.origin),
    ]);
    expect(await other.locator('body').innerText()).toContain('forbidden-origin');
    expect(fixture.calls).toEqual([]);
    await other.close();
  });
});

describe('a name that a stranger points at this machine', () => {
  test('shows nothing, not even to itself', async () => {
    const port = new URL(fixture.server.origin).port;
    const rebound = await context.newPage();
    const response = await rebound.goto(`http://rebound.example:${port}/`);
    expect(response?.status()).toBe(403);
    expect(await rebound.evaluate(async () => (await fetch('/_console/session')).status)).toBe(403);
    await rebound.close();
  });
});

describe('the console itself', () => {
  test('calls no server but its own, on any page', async () => {
    const own = await context.newPage();
    const origins = new Set<string>();
    own.on('request', (request) => origins.add(new URL(request.url()).origin));
    for (const route of [
      '',
      'address/ann%40example.com',
      'suppressions',
      'sources',
      'dead-letters',
      'drift',
      'codes',
    ]) {
      await own.goto(`${fixture.server.origin}/#/${route}`);
      await own.reload();
      await settled(own);
    }
    expect([...origins]).toEqual([fixture.server.origin]);
    await own.close();
  });

  test('runs no script that was written into its page', async () => {
    const own = await context.newPage();
    await own.goto(`${fixture.server.origin}/`);
    await settled(own);
    const written = (attribute: string) =>
      own.evaluate((name) => {
        try {
          const element = document.createElement('img');
          element.setAttribute(name, 'globalThis.ran = true');
          document.body.append(element);
          return 'written';
        } catch (error) {
          return String(error);
        }
      }, attribute);
    expect(await written('onerror')).toContain("requires 'TrustedScript' assignment");
    const inserted = await own.evaluate(() => {
      try {
        document.body.insertAdjacentHTML('beforeend', '<b>x</b>');
        return 'inserted';
      } catch (error) {
        return String(error);
      }
    });
    expect(inserted).toContain("requires 'TrustedHTML' assignment");
    await own
      .evaluate(() => {
        const script = document.createElement('script');
        script.append('globalThis.ran = true');
        document.body.append(script);
      })
      .catch(() => {});
    expect(await own.evaluate(() => Reflect.get(globalThis, 'ran'))).toBeUndefined();
    await own.close();
  });

  test('without its token says where the token is', async () => {
    const fresh = await openContext(browser);
    const own = await fresh.newPage();
    await own.goto(`${fixture.server.origin}/`);
    await own.getByText('Open the link that bounce-ledger console printed').waitFor();
    await own.goto(fixture.server.url);
    await settled(own);
    expect(own.url()).toBe(`${fixture.server.origin}/#/`);
    await fresh.close();
  });

  test('whose server has ended says so', async () => {
    const ended = await startConsoleFixture();
    const fresh = await openContext(browser);
    const own = await fresh.newPage();
    await own.clock.setFixedTime(NOW);
    await own.goto(ended.server.url);
    await settled(own);
    await ended.stop();
    await own.evaluate(() => {
      location.hash = '#/suppressions';
    });
    await own.getByText('The console’s server does not answer').first().waitFor();
    await fresh.close();
  });
});

describe('read-only', () => {
  test('offers no change, and says how to allow them', async () => {
    const readOnly = await startConsoleFixture({ write: false, backend: fullBackend() });
    await readOnly.api.record(event('ann@example.com'));
    const fresh = await openContext(browser);
    const own = await fresh.newPage();
    await own.clock.setFixedTime(NOW);
    for (const route of ['', 'address/ann%40example.com', 'dead-letters']) {
      await own.goto(`${readOnly.server.url}&/${route}`);
      await settled(own);
      const buttons = await own.getByRole('main').getByRole('button').allInnerTexts();
      expect(buttons.filter((name) => name.endsWith('…') || name.startsWith('Redrive'))).toEqual([]);
    }
    await own.getByText('Read-only: start the console with --write to redrive.').waitFor();
    await fresh.close();
    await readOnly.stop();
  });
});
