import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { event, NOON } from '../api/fixture.ts';
import { launchBrowser } from './browser.ts';
import { type ConsolePage, openConsole, settled } from './console-page.ts';
import { type ConsoleFixture, json, problemAnswer, startConsoleFixture } from './fixture.ts';

let browser: Browser;
let fixture: ConsoleFixture;
let opened: ConsolePage;

beforeAll(async () => {
  browser = await launchBrowser();
  fixture = await startConsoleFixture();
  await fixture.api.record(
    ...Array.from({ length: 120 }, (_, index) =>
      event(`user${index}@example.net`, { at: NOON - index * 60 }),
    ),
    event('full@example.com', { code: 2002, rule: 'domain-unknown/nxdomain' }),
    event('news@example.com', {
      kind: 'unsubscribe',
      permanent: null,
      code: 9999,
      list: 'newsletter',
      rule: 'unsubscribe',
      diagnostic: '',
    }),
  );
});
afterAll(async () => {
  await browser.close();
  await fixture.stop();
});
beforeEach(() => fixture.answers.clear());
afterEach(async () => {
  await opened.close();
  expect(opened.errors).toEqual([]);
});

function rows() {
  return opened.page.getByRole('table').getByRole('rowheader');
}

describe('the listing', () => {
  test('is paged through, forwards and back, and never loaded as a whole', async () => {
    fixture.calls.length = 0;
    opened = await openConsole(browser, fixture, 'suppressions');
    const { page } = opened;
    const first = await rows().allInnerTexts();
    expect(first).toHaveLength(50);
    expect(fixture.calls.filter((call) => call === 'GET /v1/suppressions')).toHaveLength(1);
    const next = page.getByRole('button', { name: 'Next page' });
    const previous = page.getByRole('button', { name: 'Previous page' });
    expect(await previous.isDisabled()).toBe(true);
    const seen = new Set(first);
    for (let number = 2; await next.isEnabled(); number++) {
      await next.click();
      await page.getByText(`Page ${number}, 50 a page`).waitFor();
      await settled(page);
      for (const address of await rows().allInnerTexts()) seen.add(address);
    }
    expect(seen.size).toBe(122);
    await previous.click();
    await settled(page);
    await previous.click();
    await settled(page);
    expect(await rows().allInnerTexts()).toEqual(first);
  });

  test('is filtered, and the link holds the filter', async () => {
    opened = await openConsole(browser, fixture, 'suppressions');
    const { page } = opened;
    await page.getByLabel('Code', { exact: true }).fill('2002');
    await page.getByRole('button', { name: 'Filter' }).click();
    await expect.poll(() => rows().allInnerTexts()).toEqual(['full@example.com']);
    expect(page.url()).toMatch(/#\/suppressions\?code=2002$/);
    await page.reload();
    await settled(page);
    expect(await page.getByLabel('Code', { exact: true }).inputValue()).toBe('2002');
    expect(await rows().allInnerTexts()).toEqual(['full@example.com']);
    await page.getByRole('link', { name: 'Clear' }).click();
    await expect.poll(() => rows().count()).toBe(50);
  });

  test('is filtered by list: what is suppressed on every list is suppressed for that one, too', async () => {
    opened = await openConsole(browser, fixture, 'suppressions?reason=unsubscribe');
    const { page } = opened;
    await page.getByLabel('For the list').fill('newsletter');
    await page.getByRole('button', { name: 'Filter' }).click();
    await expect.poll(() => page.url()).toContain('list=newsletter');
    await expect.poll(() => rows().allInnerTexts()).toEqual(['news@example.com']);
    await page.getByLabel('For the list').fill('receipts');
    await page.getByRole('button', { name: 'Filter' }).click();
    await page.getByText('No suppressed address fits the filter.').waitFor();
  });

  test('is filtered by time', async () => {
    opened = await openConsole(browser, fixture, 'suppressions');
    const { page } = opened;
    await page.getByLabel('Since').fill('2026-05-02');
    await page.getByRole('button', { name: 'Filter' }).click();
    await page.getByText('No suppressed address fits the filter.').waitFor();
  });

  test('is filtered by reason and group', async () => {
    opened = await openConsole(browser, fixture, 'suppressions');
    const { page } = opened;
    await page.getByLabel('Reason').selectOption('the recipient complained');
    await page.getByRole('button', { name: 'Filter' }).click();
    await page.getByText('No suppressed address fits the filter.').waitFor();
    await page.getByRole('link', { name: 'Show all' }).click();
    await page.getByLabel('Code group').selectOption('Permanent');
    await page.getByRole('button', { name: 'Filter' }).click();
    await expect.poll(() => rows().count()).toBe(50);
  });

  test('says what a code looks like', async () => {
    opened = await openConsole(browser, fixture, 'suppressions');
    const { page } = opened;
    await page.getByLabel('Code', { exact: true }).fill('12');
    await page.getByRole('button', { name: 'Filter' }).click();
    await page.getByText('A code has four digits.').waitFor();
  });

  test('leads to an address', async () => {
    opened = await openConsole(browser, fixture, 'suppressions?code=2002');
    await opened.page.getByRole('link', { name: 'full@example.com' }).click();
    await opened.page.getByRole('heading', { level: 1, name: 'full@example.com' }).waitFor();
  });

  test('says that an address is stored as a hash', async () => {
    const row = {
      list: '*',
      reason: 'manual',
      code: 9999,
      rule: 'manual',
      since: '2026-05-01T12:00:00Z',
      until: null,
    };
    fixture.answers.set('GET /v1/suppressions', () =>
      json(200, { suppressions: [{ address: null, ...row }], cursor: null }),
    );
    opened = await openConsole(browser, fixture, 'suppressions');
    expect(await rows().allInnerTexts()).toEqual(['stored as a hash']);
  });

  test('says that no address is suppressed', async () => {
    fixture.answers.set('GET /v1/suppressions', () => json(200, { suppressions: [], cursor: null }));
    opened = await openConsole(browser, fixture, 'suppressions');
    await opened.page.getByText('No address is suppressed.').waitFor();
  });

  test('says that later pages may have some', async () => {
    fixture.answers.set('GET /v1/suppressions', () => json(200, { suppressions: [], cursor: 'next' }));
    opened = await openConsole(browser, fixture, 'suppressions?code=2002');
    await opened.page.getByText('None on this page.').waitFor();
    expect(await opened.page.getByRole('button', { name: 'Next page' }).isEnabled()).toBe(true);
  });

  test('that fails is asked for again', async () => {
    fixture.answers.set('GET /v1/suppressions', () =>
      problemAnswer(503, 'unavailable', 'Ask again in a moment.'),
    );
    opened = await openConsole(browser, fixture, 'suppressions');
    await opened.page.getByText('Ask again in a moment.').waitFor();
    fixture.answers.clear();
    await opened.page.getByRole('button', { name: 'Try again' }).click();
    await expect.poll(() => rows().count()).toBe(50);
  });
});

describe('the export', () => {
  test.each([
    ['Export CSV', 'suppressions.csv', (text: string) => text.trimEnd().split('\r\n').slice(1)],
    ['Export JSON lines', 'suppressions.jsonl', (text: string) => text.trimEnd().split('\n')],
  ] as const)('%s holds every address, not the page alone', async (button, name, linesOf) => {
    opened = await openConsole(browser, fixture, 'suppressions');
    const { page } = opened;
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: button }).click(),
    ]);
    expect(download.suggestedFilename()).toBe(name);
    expect(linesOf(readFileSync(await download.path(), 'utf8'))).toHaveLength(122);
  });

  test('holds what the filter finds', async () => {
    opened = await openConsole(browser, fixture, 'suppressions?code=2002');
    const { page } = opened;
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export CSV' }).click(),
    ]);
    expect(
      readFileSync(await download.path(), 'utf8')
        .trimEnd()
        .split('\r\n'),
    ).toHaveLength(2);
  });
});
