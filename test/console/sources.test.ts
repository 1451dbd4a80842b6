/** Sources, dead letters and drift: the pages whose data comes from the backend's own hooks. */
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { deadLetter, fullBackend, syncPlan } from './backend.ts';
import { launchBrowser } from './browser.ts';
import { type ConsolePage, openConsole, settled } from './console-page.ts';
import { type ConsoleFixture, startConsoleFixture } from './fixture.ts';

let browser: Browser;
let fixture: ConsoleFixture;
let opened: ConsolePage;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(async () => browser.close());
beforeEach(async () => {
  fixture = await startConsoleFixture({ backend: fullBackend() });
});
afterEach(async () => {
  await opened.close();
  await fixture.stop();
  expect(opened.errors).toEqual([]);
});

async function tableOf(name: string): Promise<readonly string[]> {
  const table = opened.page.getByRole('table', { name, exact: true });
  await table.waitFor();
  const rows = await table.getByRole('row').allInnerTexts();
  return rows.slice(1).map((text) => text.replace(/\s+/g, ' ').trim());
}

describe('sources', () => {
  test('each has its last event, its events of a day, and what was rejected', async () => {
    opened = await openConsole(browser, fixture, 'sources');
    await expect
      .poll(() => tableOf('Sources'))
      .toEqual([
        expect.stringMatching(/^ses every list Set 1 May 2026, 13:58 11:58 UTC 2 minutes ago [\d,]+ 0$/),
        expect.stringMatching(
          /^sendgrid every list Set 1 May 2026, 13:00 11:00 UTC 1 hour ago [\d,]+ 12 signature$/,
        ),
        expect.stringMatching(/^postmark-receipts postmark receipts Missing none known [\d,]+ not known$/),
      ]);
  });

  test("doctor's findings come on demand, problems first, each with what to do", async () => {
    opened = await openConsole(browser, fixture, 'sources');
    await opened.page.getByRole('button', { name: 'Run the checks' }).click();
    await opened.page.getByText('1 finding to look at.').waitFor();
    expect(await tableOf('Findings')).toEqual([
      'sendgrid events problem The event "bounce" is not ticked. Tick it under Settings > Mail Settings > Event Webhooks.',
      'ses events ok All events are published.',
    ]);
    fixture.backend.doctor = async () => [];
    await opened.page.getByRole('button', { name: 'Check again' }).click();
    await opened.page.getByText('Nothing is wrong.').waitFor();
  });

  test('that cannot be read say why', async () => {
    fixture.backend.sources = async () => {
      throw new Error('The credentials have expired. Run aws sso login.');
    };
    opened = await openConsole(browser, fixture, 'sources');
    await opened.page.getByText('The credentials have expired. Run aws sso login.').waitFor();
  });

  test('are those of the statistics where the backend names none', async () => {
    delete fixture.backend.sources;
    delete fixture.backend.doctor;
    opened = await openConsole(browser, fixture, 'sources');
    await expect
      .poll(() => tableOf('Sources'))
      .toEqual([
        expect.stringMatching(/^postmark-receipts [\d,]+$/),
        expect.stringMatching(/^sendgrid [\d,]+$/),
        expect.stringMatching(/^ses [\d,]+$/),
      ]);
    expect(await opened.page.getByRole('button', { name: 'Run the checks' }).count()).toBe(0);
  });

  test('none is configured', async () => {
    fixture.backend.sources = async () => [];
    opened = await openConsole(browser, fixture, 'sources');
    await opened.page.getByText('No source is configured.').waitFor();
  });
});

describe('dead letters', () => {
  test('each is listed with its error and shown as it came', async () => {
    opened = await openConsole(browser, fixture, 'dead-letters');
    const { page } = opened;
    expect(await tableOf('Dead letters')).toEqual([
      expect.stringMatching(
        /^Show 0b6c2f1e\S+ 1 May 2026, 12:00 10:00 UTC 2 hours ago sendgrid entry 3: invalid timestamp$/,
      ),
    ]);
    await page.getByRole('button', { name: `Show ${deadLetter.id}` }).click();
    const dialog = page.getByRole('dialog', { name: 'Dead letter' });
    await expect.poll(() => dialog.locator('pre').innerText()).toBe(deadLetter.request);
    await page.keyboard.press('Escape');
    expect(
      await page
        .getByRole('button', { name: `Show ${deadLetter.id}` })
        .evaluate((button) => button === document.activeElement),
    ).toBe(true);
  });

  test('are redriven, and the queue is empty', async () => {
    opened = await openConsole(browser, fixture, 'dead-letters');
    const { page } = opened;
    await page.getByRole('button', { name: 'Redrive all…' }).click();
    await page.getByRole('dialog').getByText('1 message will be sent back to the processor.').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Redrive' }).click();
    await page.getByText('1 message sent back to the processor.').waitFor();
    await page.getByText('The dead-letter queue is empty.').waitFor();
    expect(await page.getByRole('button', { name: 'Redrive all…' }).count()).toBe(0);
  });

  test('a redrive that fails says why and can be tried again', async () => {
    const { deadLetters } = fullBackend();
    let fails = true;
    fixture.backend.deadLetters = {
      ...deadLetters,
      redrive: async () => {
        if (fails) throw new Error('AccessDenied: sqs:SendMessage');
        return deadLetters.redrive();
      },
    };
    opened = await openConsole(browser, fixture, 'dead-letters');
    const { page } = opened;
    await page.getByRole('button', { name: 'Redrive all…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Redrive' }).click();
    await dialog.getByText('AccessDenied: sqs:SendMessage').waitFor();
    fails = false;
    await dialog.getByRole('button', { name: 'Redrive' }).click();
    await page.getByText('1 message sent back to the processor.').waitFor();
  });

  test('one that is gone meanwhile is said to be gone', async () => {
    opened = await openConsole(browser, fixture, 'dead-letters');
    await fixture.backend.deadLetters?.redrive();
    await opened.page.getByRole('button', { name: `Show ${deadLetter.id}` }).click();
    await opened.page.getByText('This message is no longer in the dead-letter queue.').waitFor();
    await opened.page.getByRole('button', { name: 'Close' }).click();
    await opened.page.getByRole('button', { name: 'Read again' }).click();
    await opened.page.getByText('The dead-letter queue is empty.').waitFor();
  });
});

describe('drift', () => {
  test('a comparison runs on demand and lists what would bring both together', async () => {
    opened = await openConsole(browser, fixture, 'drift');
    const { page } = opened;
    await page.getByRole('button', { name: 'Compare sendgrid' }).click();
    await settled(page);
    const figures = await page.locator('.figures').innerText();
    expect(figures.replace(/\s+/g, ' ')).toBe(
      'On both 1,204 Only in the ledger 3 Only at the ESP 1 For other reasons 2 Changed too recently 0 Not comparable 5',
    );
    expect(await tableOf('Changes')).toEqual([
      'ann@example.com Add at the ESP bounces suppressed in the ledger, not at the ESP',
      'ben@example.com Take into the ledger unsubscribe on the ESP’s list alone',
    ]);
    await page.getByText('bounce-ledger sync apply sendgrid').waitFor();
  });

  test('both agree', async () => {
    fixture.backend.sync = { sources: async () => ['ses'], plan: async () => ({ ...syncPlan, changes: [] }) };
    opened = await openConsole(browser, fixture, 'drift');
    await opened.page.getByRole('button', { name: 'Compare ses' }).click();
    await opened.page.getByText('Both agree: there is nothing to change.').waitFor();
  });

  test('a long plan is cut, and says where all of it is', async () => {
    const changes = Array.from({ length: 500 }, (_, index) => ({
      address: `user${index}@example.com`,
      action: 'add' as const,
      as: 'bounces',
      why: 'only here',
    }));
    fixture.backend.sync = {
      sources: async () => ['ses'],
      plan: async () => ({ ...syncPlan, source: 'ses', changes }),
    };
    opened = await openConsole(browser, fixture, 'drift');
    await opened.page.getByRole('button', { name: 'Compare ses' }).click();
    await opened.page.getByText('500 changes would bring them together.').waitFor();
    expect(await tableOf('Changes')).toHaveLength(200);
    await opened.page.getByText('bounce-ledger sync plan ses').waitFor();
  });

  test('no ESP is connected, or it cannot be asked', async () => {
    fixture.backend.sync = { sources: async () => [], plan: async () => syncPlan };
    opened = await openConsole(browser, fixture, 'drift');
    await opened.page.getByText('No ESP’s list can be read.').waitFor();
    await opened.close();
    fixture.backend.sync = {
      sources: async () => ['ses'],
      plan: async () => {
        throw new Error('SES answered 429. Try again in a minute.');
      },
    };
    opened = await openConsole(browser, fixture, 'drift');
    await opened.page.getByRole('button', { name: 'Compare ses' }).click();
    await opened.page.getByText('SES answered 429. Try again in a minute.').waitFor();
  });
});

describe('what the backend does not offer', () => {
  test('has no page, and its link says so', async () => {
    delete fixture.backend.sync;
    delete fixture.backend.deadLetters;
    opened = await openConsole(browser, fixture, 'drift');
    const { page } = opened;
    await page.getByText('This ledger does not offer the page.').waitFor();
    const links = await page
      .getByRole('navigation', { name: 'Pages of the console' })
      .getByRole('link')
      .allInnerTexts();
    expect(links).toEqual(['Overview', 'Address', 'Suppressions', 'Sources', 'Codes and rules']);
    await opened.goTo('no-such-page');
    await page.getByText('The link names no page of the console.').waitFor();
  });
});
