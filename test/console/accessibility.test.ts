/** Every page for everybody: axe without violations, by keyboard alone, from 360 to 2,000 pixels, light and dark. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { complaint, event } from '../api/fixture.ts';
import { dismissedStorm, fullBackend, openStorm } from './backend.ts';
import { launchBrowser } from './browser.ts';
import {
  type ConsolePage,
  contrastViolations,
  openConsole,
  overflow,
  settled,
  violations,
} from './console-page.ts';
import { type ConsoleFixture, json, problemAnswer, startConsoleFixture } from './fixture.ts';

let browser: Browser;
let fixture: ConsoleFixture;
let failing: ConsoleFixture;

beforeAll(async () => {
  browser = await launchBrowser();
  fixture = await startConsoleFixture({ backend: fullBackend() });
  fixture.answers.set('GET /v1/incidents', () => json(200, { incidents: [openStorm, dismissedStorm] }));
  failing = await startConsoleFixture();
  failing.answers.set('GET /v1/statistics', () =>
    problemAnswer(503, 'unavailable', 'Ask again in a moment.'),
  );
  await fixture.api.record(
    event('ann@example.com'),
    complaint('ann@example.com', { list: 'newsletter', id: 'c' }),
    ...Array.from({ length: 60 }, (_, index) => event(`user${index}@example.net`)),
  );
});
afterAll(async () => {
  await browser.close();
  await fixture.stop();
  await failing.stop();
});

interface State {
  readonly name: string;
  readonly route: string;
  /** What is done on the page before it is looked at. */
  readonly act?: (page: Page) => Promise<void>;
}

const press = (name: string) => async (page: Page) => {
  await page.getByRole('main').getByRole('button', { name }).first().click();
  await settled(page);
};

const states: readonly State[] = [
  { name: 'overview', route: '' },
  { name: 'decision about a storm', route: '', act: press('Dismiss…') },
  { name: 'address', route: 'address/ann%40example.com', act: press('Ask the ESPs') },
  { name: 'unknown address', route: 'address/ben%40example.com' },
  { name: 'look-up', route: 'address' },
  {
    name: 'release with errors',
    route: 'address/ann%40example.com',
    act: async (page) => {
      await press('Release…')(page);
      await page.getByRole('dialog').getByRole('button', { name: 'Release', exact: true }).click();
    },
  },
  { name: 'erasure', route: 'address/ann%40example.com', act: press('Erase…') },
  { name: 'suppressions', route: 'suppressions' },
  { name: 'no suppressions', route: 'suppressions?code=1999' },
  { name: 'sources', route: 'sources', act: press('Run the checks') },
  { name: 'dead letters', route: 'dead-letters' },
  { name: 'dead letter', route: 'dead-letters', act: press('Show') },
  { name: 'drift', route: 'drift', act: press('Compare') },
  {
    name: 'codes',
    route: `codes?reply=${encodeURIComponent('550 5.1.1 mailbox of ann parked')}`,
    act: async (page) => {
      await press('Classify')(page);
      await page.getByRole('region', { name: 'Your rules' }).waitFor();
    },
  },
  { name: 'no such page', route: 'nowhere' },
];

async function shown({ route, act }: State): Promise<ConsolePage> {
  const opened = await openConsole(browser, fixture, route);
  await act?.(opened.page);
  return opened;
}

describe.each(states)('$name', (state) => {
  test('has no violation that axe finds, light and dark, and fits into 360 and 2,000 pixels', async () => {
    const opened = await shown(state);
    const { page } = opened;
    expect(await violations(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await contrastViolations(page)).toEqual([]);
    await page.setViewportSize({ width: 2_000, height: 1_100 });
    expect(await overflow(page)).toBe(0);
    await page.setViewportSize({ width: 360, height: 740 });
    expect(await overflow(page)).toBe(0);
    expect(await violations(page)).toEqual([]);
    expect(opened.errors).toEqual([]);
    await opened.close();
  });
});

describe('other states', () => {
  test('an error has no violation', async () => {
    const opened = await openConsole(browser, failing);
    await opened.page.getByRole('alert').first().waitFor();
    expect(await violations(opened.page)).toEqual([]);
    await opened.close();
  });

  test('a page that loads has no violation', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    failing.answers.set('GET /v1/suppressions', async () => {
      await promise;
      return problemAnswer(503, 'unavailable', '');
    });
    const opened = await openConsole(browser, failing);
    await opened.page.evaluate(() => {
      location.hash = '#/suppressions';
    });
    await opened.page.locator('.loading').first().waitFor();
    expect(await violations(opened.page)).toEqual([]);
    resolve();
    await opened.close();
  });
});

describe('by keyboard alone', () => {
  /** Presses Tab until the element of that name has the focus. */
  async function tabTo(page: Page, name: string | RegExp): Promise<void> {
    const seen: string[] = [];
    for (let step = 0; step < 80; step++) {
      await page.keyboard.press('Tab');
      const focused = await focusedName(page);
      if (typeof name === 'string' ? focused === name : name.test(focused)) return;
      seen.push(focused);
    }
    throw new Error(`Tab reached no "${name}", but: ${seen.join(', ')}`);
  }

  async function focusedName(page: Page): Promise<string> {
    return page.evaluate(() => {
      const element = document.activeElement;
      if (!(element instanceof HTMLElement)) return '';
      const labels = 'labels' in element ? [...(element.labels as NodeListOf<HTMLElement>)] : [];
      const text =
        element.getAttribute('aria-label') ??
        (labels.map((label) => label.innerText).join(' ') || element.innerText);
      return text.replace(/\s+/g, ' ').trim();
    });
  }

  test('an address is looked up and released', async () => {
    await fixture.api.record(event('kay@example.com'));
    const opened = await openConsole(browser, fixture);
    const { page } = opened;
    await tabTo(page, 'Look an address up');
    await page.keyboard.type('kay@example.com');
    await page.keyboard.press('Enter');
    await settled(page);
    expect(await focusedName(page)).toBe('kay@example.com');
    await tabTo(page, /^Release/);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    expect(await focusedName(page)).toBe('Reason');
    await page.keyboard.type('typing error corrected');
    await tabTo(page, 'Release');
    await page.keyboard.press('Enter');
    await page.getByText('Not suppressed on any list.').waitFor();
    await opened.close();
  });

  test('the dead letters are redriven', async () => {
    const own = await startConsoleFixture({ backend: fullBackend() });
    const opened = await openConsole(browser, own);
    const { page } = opened;
    await tabTo(page, 'Dead letters');
    await page.keyboard.press('Enter');
    await settled(page);
    await tabTo(page, 'Redrive all…');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    expect(await focusedName(page)).toBe('Redrive');
    await page.keyboard.press('Enter');
    await page.getByText('The dead-letter queue is empty.').waitFor();
    await opened.close();
    await own.stop();
  });

  test('what is not the page is skipped', async () => {
    const opened = await openConsole(browser, fixture, 'codes');
    const { page } = opened;
    await page.keyboard.press('Tab');
    expect(await focusedName(page)).toBe('Skip to the page');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await focusedName(page)).toBe('Reply or diagnostic');
    await opened.close();
  });

  test('a dialog keeps the focus, and gives it back', async () => {
    const opened = await openConsole(browser, fixture, 'address/ann%40example.com');
    const { page } = opened;
    await tabTo(page, 'Erase…');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    for (let step = 0; step < 12; step++) {
      await page.keyboard.press('Tab');
      const outside = await page.evaluate(
        () => document.activeElement !== document.body && document.activeElement?.closest('dialog') === null,
      );
      expect(outside).toBe(false);
    }
    await page.keyboard.press('Escape');
    await expect.poll(() => focusedName(page)).toBe('Erase…');
    await opened.close();
  });

  test('on a narrow screen the menu opens, and closes with the page that was chosen', async () => {
    const opened = await openConsole(browser, fixture, '', { width: 360 });
    const { page } = opened;
    const navigation = page.getByRole('navigation', { name: 'Pages of the console' });
    expect(await navigation.isVisible()).toBe(false);
    await tabTo(page, 'Menu');
    await page.keyboard.press('Enter');
    await navigation.waitFor();
    await tabTo(page, 'Sources');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Sources' }).waitFor();
    expect(await navigation.isVisible()).toBe(false);
    await opened.close();
  });
});

describe('colours', () => {
  test('are those of the system until they are chosen, and stay chosen', async () => {
    const opened = await openConsole(browser, fixture, 'codes', { dark: true });
    const { page } = opened;
    const background = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    const dark = await background();
    await page.getByLabel('Colours').selectOption('Light');
    const light = await background();
    expect(light).not.toBe(dark);
    await page.reload();
    await settled(page);
    expect(await background()).toBe(light);
    await page.getByLabel('Colours').selectOption('As the system');
    expect(await background()).toBe(dark);
    await opened.close();
  });

  test('of the plot follow', async () => {
    const opened = await openConsole(browser, fixture);
    const { page } = opened;
    const pixels = () =>
      page.locator('.plot canvas').evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
    const light = await pixels();
    await page.emulateMedia({ colorScheme: 'dark' });
    await expect.poll(async () => (await pixels()) === light).toBe(false);
    await opened.close();
  });
});

describe('times', () => {
  test("are the reader's, with UTC beside them", async () => {
    const opened = await openConsole(browser, fixture, 'address/ann%40example.com', {
      timeZone: 'Pacific/Auckland',
    });
    expect(await opened.page.getByRole('region', { name: 'Lists', exact: true }).innerText()).toContain(
      '1 May 2026, 23:00 11:00 UTC',
    );
    await opened.close();
  });

  test('name the day of UTC where it is another', async () => {
    const opened = await openConsole(browser, fixture, 'address/ann%40example.com', {
      timeZone: 'Pacific/Kiritimati',
    });
    expect(await opened.page.getByRole('region', { name: 'Lists', exact: true }).innerText()).toContain(
      '2 May 2026, 01:00 2026-05-01 11:00 UTC',
    );
    await opened.close();
  });

  test('are said once where the reader is in UTC', async () => {
    const opened = await openConsole(browser, fixture, 'address/ann%40example.com', { timeZone: 'UTC' });
    const lists = await opened.page.getByRole('region', { name: 'Lists', exact: true }).innerText();
    expect(lists).toContain('1 May 2026, 11:00 UTC');
    expect(lists).not.toContain('11:00 11:00');
    await opened.close();
  });
});
