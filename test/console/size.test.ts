/** The console over a ledger of a million records beside one of a thousand: it never loads the whole of it. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ApiAnswer } from '../../console/server/backend.ts';
import { launchBrowser, openContext } from './browser.ts';
import { type ConsoleFixture, json, NOW, startConsoleFixture } from './fixture.ts';
import { trafficStatistics } from './traffic.ts';

const SMALL = 1_000;
const LARGE = 1_000_000;
/** A busy machine needs more rounds until each size was seen undisturbed; an idle one is done with the first. */
const MIN_ROUNDS = 2;
const MAX_ROUNDS = 20;
const MAX_RATIO = 1.5;

let browser: Browser;
let fixture: ConsoleFixture;
let records = SMALL;
let bytes = 0;
/** Made once: what is measured is the page, not the making of its answers. */
const made = new Map<string, ApiAnswer>();

beforeAll(async () => {
  browser = await launchBrowser();
  fixture = await startConsoleFixture();
  const { api } = fixture.backend;
  fixture.backend.api = async (call) => {
    const { pathname, searchParams } = new URL(call.path, 'http://ledger');
    const key = `${records} ${call.path}`;
    let answer = made.get(key);
    if (answer === undefined) {
      if (pathname === '/v1/statistics') answer = json(200, statisticsOf(searchParams));
      else if (pathname === '/v1/suppressions') answer = json(200, pageOf(searchParams));
      else answer = await api(call);
      made.set(key, answer);
    }
    bytes += answer.body.length;
    return answer;
  };
});
afterAll(async () => {
  await browser.close();
  await fixture.stop();
});

/** A record in twenty messages, over three months. */
function statisticsOf(query: URLSearchParams): object {
  return trafficStatistics({
    from: Date.parse(query.get('from') ?? ''),
    to: Date.parse(query.get('to') ?? ''),
    by: query.get('by') === 'day' ? 'day' : 'hour',
    now: NOW,
    messages: (records * 20) / (90 * 24),
  });
}

/** A page of a listing that goes on to the last of the records. */
function pageOf(query: URLSearchParams): object {
  const from = Number(query.get('cursor') ?? 0);
  const to = Math.min(records, from + Number(query.get('limit') ?? 100));
  const suppressions = Array.from({ length: to - from }, (_, index) => ({
    address: `user${from + index}@example.com`,
    list: '*',
    reason: 'address-unknown',
    code: 2001,
    rule: 'address-unknown/user-unknown',
    since: '2026-05-01T10:00:00Z',
    until: null,
    exceptTransactional: false,
  }));
  return { suppressions, cursor: to < records ? String(to) : null };
}

/** Milliseconds from the navigation until the page shows what it is for. */
async function firstUsefulPaint(route: string, selector: string): Promise<number> {
  const context = await openContext(browser);
  const page = await context.newPage();
  await page.clock.setFixedTime(NOW);
  await page.addInitScript((wanted) => {
    const look = () => {
      if (document.querySelectorAll(wanted).length === 0) requestAnimationFrame(look);
      else requestAnimationFrame(() => Reflect.set(globalThis, 'paintedAt', performance.now()));
    };
    look();
  }, selector);
  await page.goto(`${fixture.server.url}&/${route}`);
  await page.locator(selector).first().waitFor();
  await expect.poll(() => page.evaluate(() => Reflect.get(globalThis, 'paintedAt') ?? 0)).toBeGreaterThan(0);
  const milliseconds = await page.evaluate<number>(() => Reflect.get(globalThis, 'paintedAt'));
  await context.close();
  return milliseconds;
}

describe.each([
  ['the overview', '', '.figures, .plot canvas'],
  ['the suppressions', 'suppressions', '.table tbody tr'],
])('%s', (name, route, selector) => {
  test(`is painted over a million records in at most ${MAX_RATIO} times the time over a thousand`, async () => {
    const small: number[] = [];
    const large: number[] = [];
    // The first of each pays for what the browser caches; the two alternate, so that a busy machine slows both.
    let [atSmall, atLarge] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    for (let round = 0; round <= MAX_ROUNDS; round++) {
      for (const [size, times] of [
        [SMALL, small],
        [LARGE, large],
      ] as const) {
        records = size;
        const time = await firstUsefulPaint(route, selector);
        if (round > 0) times.push(time);
      }
      // What else the machine does only ever adds to a time: the least of each is the page's own.
      [atSmall, atLarge] = [Math.min(...small), Math.min(...large)];
      if (round >= MIN_ROUNDS && atLarge / atSmall < MAX_RATIO) break;
    }
    process.stdout.write(
      `${name}: ${atSmall.toFixed(0)} ms over ${SMALL} records, ${atLarge.toFixed(0)} ms over ${LARGE}\n`,
    );
    expect(atLarge / atSmall).toBeLessThan(MAX_RATIO);
  }, 120_000);

  test('never loads the whole of it', async () => {
    records = LARGE;
    bytes = 0;
    await firstUsefulPaint(route, selector);
    expect(bytes).toBeLessThan(4_000_000);
  });
});
