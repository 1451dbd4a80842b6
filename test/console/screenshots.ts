/**
 * `npm run screenshots`: the pictures in docs/images, of the console that `npm start` serves with its demonstration
 * data, in a real Chromium.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import * as v from 'valibot';
import { LocalLedger } from '../e2e/ledger.ts';
import { type Look, launchBrowser, openContext } from './browser.ts';
import { settled } from './console-page.ts';

const FOLDER = join(import.meta.dirname, '..', '..', 'docs', 'images');
/** A picture in a page of documentation is looked at, not printed. */
const QUALITY = 72;
const DEMONSTRATED_WITHIN_MS = 120_000;
/** The demonstration's events, which the host announces when all are sent. */
const MIN_EVENTS = 4_000;

interface Picture {
  readonly name: string;
  readonly route: string | ((host: LocalLedger) => Promise<string>);
  readonly look?: Look;
  /** What is done on the page before it is taken. */
  readonly act?: (page: Page) => Promise<void>;
}

const counts = v.object({ rows: v.array(v.object({ count: v.number() })) });
const listing = v.object({ suppressions: v.array(v.object({ address: v.string() })) });

const reply = '550 5.7.1 Service unavailable, client host [192.0.2.10] blocked using Spamhaus';

const pictures: readonly Picture[] = [
  { name: 'console-overview', route: '', look: { height: 1_240 } },
  { name: 'console-overview-dark', route: '?range=30d', look: { height: 860, dark: true } },
  {
    name: 'console-address',
    route: richestAddress,
    look: { height: 980 },
  },
  { name: 'console-suppressions', route: 'suppressions', look: { height: 760 } },
  {
    name: 'console-codes',
    route: `codes?reply=${encodeURIComponent(reply)}`,
    look: { height: 860 },
    act: async (page) => {
      await page.getByRole('region', { name: 'Classification' }).waitFor();
    },
  },
];

const ledger = await LocalLedger.start(null, []);
const browser = await launchBrowser();
try {
  await demonstrated(ledger);
  mkdirSync(FOLDER, { recursive: true });
  for (const picture of pictures) {
    const bytes = await take(ledger, picture);
    writeFileSync(join(FOLDER, `${picture.name}.webp`), bytes);
    process.stdout.write(`docs/images/${picture.name}.webp  ${(bytes.length / 1024).toFixed(0)} KB\n`);
  }
} finally {
  await browser.close();
  await ledger.stop();
}

/** Waits until the demonstration is recorded and counted. */
async function demonstrated(host: LocalLedger): Promise<void> {
  for (const until = Date.now() + DEMONSTRATED_WITHIN_MS; Date.now() < until; ) {
    const from = new Date(Date.now() - 30 * 86_400_000).toISOString();
    const { rows } = v.parse(counts, await (await host.get(`/v1/statistics?by=day&from=${from}`)).json());
    const events = rows.reduce((sum, { count }) => sum + count, 0);
    if (events >= MIN_EVENTS) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error('The demonstration was not recorded in time.');
}

/** The suppressed address with the longest history. */
async function richestAddress(host: LocalLedger): Promise<string> {
  const { suppressions } = v.parse(listing, await (await host.get('/v1/suppressions?limit=100')).json());
  let richest = { address: '', events: 0 };
  for (const { address } of suppressions) {
    const events = (await host.verdict(address)).evidence.length;
    if (events > richest.events) richest = { address, events };
  }
  return `address/${encodeURIComponent(richest.address)}`;
}

async function take(host: LocalLedger, { route, look, act }: Picture): Promise<Buffer> {
  const context = await openContext(browser, look);
  const page = await context.newPage();
  await page.goto(`${host.url}/#/${typeof route === 'string' ? route : await route(host)}`);
  await settled(page);
  await act?.(page);
  await settled(page);
  const session = await context.newCDPSession(page);
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: QUALITY });
  await context.close();
  return Buffer.from(data, 'base64');
}
