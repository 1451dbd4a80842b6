/** A page of the console in a browser, with what every test does with one. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { collectErrors, type Look, openContext } from './browser.ts';
import { type ConsoleFixture, NOW } from './fixture.ts';

export interface ConsolePage {
  readonly page: Page;
  /** What the page threw or logged as an error; a test that expects none checks it is empty. */
  readonly errors: readonly string[];
  /** Goes to another page of the console, as a link does. */
  goTo(route: string): Promise<void>;
  close(): Promise<void>;
}

/** Opens the console by the link that its server prints, at a route: `address/ann%40example.com`. */
export async function openConsole(
  browser: Browser,
  { server }: ConsoleFixture,
  route = '',
  look: Look = {},
): Promise<ConsolePage> {
  const context = await openContext(browser, look);
  const page = await context.newPage();
  page.setDefaultTimeout(8_000);
  const errors = collectErrors(page);
  await page.clock.setFixedTime(NOW);
  await page.goto(`${server.url}&/${route}`);
  const goTo = async (next: string) => {
    await page.evaluate((hash) => {
      location.hash = hash;
    }, `#/${next}`);
    await settled(page);
  };
  await settled(page);
  return { page, errors, goTo, close: () => context.close() };
}

/** Waits until the page has its data: no line of it still says that it loads. */
export async function settled(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).waitFor();
  const loading = page.locator('.loading, [aria-busy=true]');
  for (const until = Date.now() + 15_000; (await loading.count()) > 0; ) {
    if (Date.now() > until) throw new Error('The page still loads after 15 seconds.');
    await page.waitForTimeout(20);
  }
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The violations of WCAG 2.2 AA and of good practice that axe finds, each with its places. */
export async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axeSource);
  const results = await page.evaluate<AxeResults>(
    'axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] })',
  );
  return results.violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join('; ')}`,
  );
}

/** By how many pixels the page is wider than the window: 0 unless it scrolls sideways. */
export async function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
