/** A page of the console in a browser, with what every test does with one. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { collectErrors, defaultLook, type Look, openContext } from './browser.ts';
import { type ConsoleFixture, NOW } from './fixture.ts';

export interface ConsolePage {
  readonly page: Page;
  /** What the page threw or logged as an error; a test that expects none checks it is empty. */
  readonly errors: readonly string[];
  /** Goes to another page of the console, as a link does. */
  goTo(route: string): Promise<void>;
  close(): Promise<void>;
}

/** The page that tests of a file take turns with: a browser needs longer for a new profile than for most tests. */
interface SharedPage {
  readonly page: Page;
  isTaken: boolean;
}

/** By browser and time zone, which a page cannot change. */
const sharedPages = new WeakMap<Browser, Map<string, SharedPage>>();

/**
 * Opens the console by the link that its server prints, at a route: `address/ann%40example.com`. Its profile is as new
 * to the test; what another test stored in it is gone.
 */
export async function openConsole(
  browser: Browser,
  { server }: ConsoleFixture,
  route = '',
  look: Look = {},
): Promise<ConsolePage> {
  const shared = await takePage(browser, look);
  const { page } = shared;
  const errors = collectErrors(page);
  await page.goto(`${server.url}&/${route}`);
  const goTo = async (next: string) => {
    await page.evaluate((hash) => {
      location.hash = hash;
    }, `#/${next}`);
    await settled(page);
  };
  const close = async () => {
    page.removeAllListeners();
    await page.evaluate(() => localStorage.clear());
    await page.goto('about:blank');
    shared.isTaken = false;
  };
  await settled(page);
  return { page, errors, goTo, close };
}

async function takePage(browser: Browser, look: Look): Promise<SharedPage> {
  const { width, height, dark, timeZone } = { ...defaultLook, ...look };
  const known = sharedPages.get(browser) ?? new Map<string, SharedPage>();
  sharedPages.set(browser, known);
  let shared = known.get(timeZone);
  if (shared === undefined || shared.isTaken) {
    shared = { page: await (await openContext(browser, look)).newPage(), isTaken: true };
    shared.page.setDefaultTimeout(8_000);
    await shared.page.clock.setFixedTime(NOW);
    known.set(timeZone, shared);
  }
  shared.isTaken = true;
  await shared.page.setViewportSize({ width, height });
  await shared.page.emulateMedia({ colorScheme: dark ? 'dark' : 'light' });
  return shared;
}

/** Waits until the page has its data: no line of it still says that it loads. */
export async function settled(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.waitForFunction(() => document.querySelector('.loading, [aria-busy=true]') === null, null, {
    timeout: 15_000,
  });
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const AXE_TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** The violations of WCAG 2.2 AA and of good practice that axe finds, each with its places. */
export async function violations(page: Page): Promise<readonly string[]> {
  return runAxe(page, { runOnly: AXE_TAGS });
}

/** Those of contrast alone: what other colours can violate. */
export async function contrastViolations(page: Page): Promise<readonly string[]> {
  return runAxe(page, { runOnly: ['color-contrast'] });
}

async function runAxe(page: Page, options: RunOptions): Promise<readonly string[]> {
  const isThere = await page.evaluate(() => 'axe' in globalThis);
  if (!isThere) await page.evaluate(axeSource);
  const results = await page.evaluate<AxeResults>(`axe.run(document, ${JSON.stringify(options)})`);
  return results.violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join('; ')}`,
  );
}

/** By how many pixels the page is wider than the window: 0 unless it scrolls sideways. */
export async function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
