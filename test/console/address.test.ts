import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { complaint, event, NOON } from '../api/fixture.ts';
import { fullBackend } from './backend.ts';
import { launchBrowser } from './browser.ts';
import { type ConsolePage, openConsole, settled } from './console-page.ts';
import { type ConsoleFixture, problemAnswer, startConsoleFixture } from './fixture.ts';

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

const ROUTE = 'address/ann%40example.com';

function cardOf(page: Page, title: string) {
  return page.getByRole('region', { name: title, exact: true });
}

describe('an address that is suppressed', () => {
  beforeEach(async () => {
    await fixture.api.record(
      event('ann@example.com', {
        diagnostic: '550 5.1.1 The email account that you tried to reach does not exist.',
        rule: 'receivers/gmail/no-such-user',
      }),
      event('ann@example.com', {
        kind: 'deferral',
        permanent: false,
        code: 4001,
        id: 'd',
        at: NOON - 90_000,
      }),
    );
    opened = await openConsole(browser, fixture, ROUTE);
  });

  test('says in words that it is, on which list, since when, until when, why and by which rule', async () => {
    const { page } = opened;
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('ann@example.com');
    expect(await page.title()).toBe('ann@example.com · BounceLedger');
    const lists = await cardOf(page, 'Lists').innerText();
    expect(lists).toContain('Suppressed on every list: the address does not exist.');
    expect(lists).toContain('1 May 2026, 13:00 11:00 UTC');
    expect(lists).toContain('1 hour ago');
    expect(lists).toMatch(/Until\s+no end/);
    expect(lists).toMatch(/Code\s+2001 the address is invalid/);
    expect(lists).toMatch(/Rule\s+receivers\/gmail\/no-such-user/);
    expect(await page.locator('.advice').innerText()).toMatch(/^What to do: .{20}/);
  });

  test('marks in the reply what the rule matched', async () => {
    const reply = cardOf(opened.page, 'Last reply');
    expect(await reply.locator('pre').innerText()).toContain('The email account that you tried to reach');
    expect(await reply.locator('mark').first().innerText()).toContain(
      'account that you tried to reach does not exist',
    );
  });

  test('has a timeline, newest first', async () => {
    const events = cardOf(opened.page, 'Timeline').getByRole('listitem');
    expect(await events.allInnerTexts()).toEqual([
      expect.stringMatching(/^Bounce\s+1 May 2026, 13:00 11:00 UTC\s+2001 the address is invalid permanent/),
      expect.stringMatching(/^Deferral\s+30 Apr 2026, 13:00 11:00 UTC\s+4001 .* temporary/),
    ]);
  });

  test("shows on demand what each ESP's own list says", async () => {
    let asked = 0;
    const { espListings } = fixture.backend;
    fixture.backend.espListings = async (address) => {
      asked++;
      expect(address).toBe('ann@example.com');
      return (await espListings?.(address)) ?? [];
    };
    const { page } = opened;
    expect(asked).toBe(0);
    await page.getByRole('button', { name: 'Ask the ESPs' }).click();
    const table = page.getByRole('table', { name: 'What each ESP’s list says' });
    await table.waitFor();
    const rows = await table.getByRole('row').allInnerTexts();
    expect(rows[1]).toMatch(
      /sendgrid\s+On its list\s+bounces\s+28 Apr 2026, 14:00 12:00 UTC\s+550 5\.1\.1 unknown user/,
    );
    expect(rows[2]).toMatch(/ses\s+Not known\s+AccessDenied/);
    await page.getByRole('button', { name: 'Ask again' }).click();
    await expect.poll(() => asked).toBe(2);
  });

  test('is released with actor and reason, and the audit trail has both', async () => {
    const { page } = opened;
    await page.getByRole('button', { name: 'Release… on every list' }).click();
    const dialog = page.getByRole('dialog', { name: 'Release the address' });
    await dialog.getByLabel('Actor').fill('support');
    await dialog.getByLabel('Reason').fill('typing error corrected');
    await dialog.getByRole('button', { name: 'Release' }).click();
    await page.getByText('ann@example.com is released.').waitFor();
    await settled(page);
    await page.getByText('Not suppressed on any list.').waitFor();
    expect(await cardOf(page, 'Timeline').getByRole('listitem').first().innerText()).toMatch(
      /Released by hand[\s\S]*support: typing error corrected/,
    );
    expect(fixture.api.trail.at(-1)).toMatchObject({
      action: 'release',
      actor: 'support',
      reason: 'typing error corrected',
    });
  });

  test('is not released when it has changed since it was read', async () => {
    const { page } = opened;
    await fixture.api.record(event('ann@example.com', { id: 'later', at: NOON - 60 }));
    await page.getByRole('button', { name: 'Release… on every list' }).click();
    const dialog = page.getByRole('dialog', { name: 'Release the address' });
    await dialog.getByLabel('Reason').fill('typing error corrected');
    await dialog.getByRole('button', { name: 'Release' }).click();
    await dialog.getByRole('alert').getByText('Revision mismatch').waitFor();
    await dialog.getByRole('button', { name: 'Show what it says now' }).click();
    await expect.poll(() => cardOf(page, 'Timeline').getByRole('listitem').count()).toBe(3);
    expect(fixture.api.trail).toEqual([]);
  });

  test('is erased, and its page says that nothing is known', async () => {
    const { page } = opened;
    await page.getByRole('button', { name: 'Erase…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Erase the address' });
    expect(await dialog.getByLabel('Keep it suppressed under its hash').isChecked()).toBe(true);
    await dialog.getByLabel('Keep it suppressed under its hash').uncheck();
    await dialog.getByLabel('Reason').fill('asked by the recipient');
    await dialog.getByRole('button', { name: 'Erase' }).click();
    await page.getByText('The record is erased.').waitFor();
    await page.getByText('No event names this address.').waitFor();
    expect(fixture.api.trail.at(-1)).toMatchObject({ action: 'erase', reason: 'asked by the recipient' });
  });

  test('that failed to be changed stays as it is, and the dialog says why', async () => {
    fixture.api.auditFails = true;
    const { page } = opened;
    await page.getByRole('button', { name: 'Suppress…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Suppress the address' });
    await dialog.getByLabel('List').fill('newsletter');
    await dialog.getByLabel('Reason').fill('by phone');
    await dialog.getByRole('button', { name: 'Suppress' }).click();
    await dialog.getByText('Nothing was changed.').waitFor();
    expect(await dialog.getByLabel('Reason').inputValue()).toBe('by phone');
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
  });
});

describe('an address under a complaint', () => {
  test('is released only with a proof', async () => {
    await fixture.api.record(complaint('ann@example.com'));
    opened = await openConsole(browser, fixture, ROUTE);
    const { page } = opened;
    expect(await cardOf(page, 'Lists').innerText()).toContain('the recipient complained');
    await page.getByRole('button', { name: 'Release… on every list' }).click();
    const dialog = page.getByRole('dialog', { name: 'Release the address' });
    await dialog.getByLabel('Reason').fill('wants mail');
    await dialog.getByRole('button', { name: 'Release' }).click();
    await dialog.getByText('A complaint is released only with a proof.').waitFor();
    expect(await dialog.getByLabel('Proof').evaluate((field) => field === document.activeElement)).toBe(true);
    await dialog.getByLabel('Proof').fill('ticket 4711');
    await dialog.getByRole('button', { name: 'Release' }).click();
    await page.getByText('ann@example.com is released.').waitFor();
    expect(fixture.api.trail.at(-1)).toMatchObject({ action: 'release', proof: 'ticket 4711' });
  });
});

describe('an address without any suppression', () => {
  test('is suppressed on one list', async () => {
    opened = await openConsole(browser, fixture, ROUTE);
    const { page } = opened;
    await page.getByText('Not suppressed on any list.').waitFor();
    await page.getByRole('button', { name: 'Suppress…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Suppress the address' });
    await dialog.getByLabel('List').fill('newsletter');
    await dialog.getByLabel('Reason').fill('asked by phone');
    await dialog.getByRole('button', { name: 'Suppress' }).click();
    await expect
      .poll(() => cardOf(page, 'Lists').innerText())
      .toContain('Suppressed on the list newsletter: an operator suppressed it.');
  });

  test('says that no event names it', async () => {
    opened = await openConsole(browser, fixture, ROUTE);
    await opened.page.getByText('No event names this address.').waitFor();
    expect(await opened.page.locator('.lead').innerText()).toContain('Not suppressed');
  });
});

describe('looking an address up', () => {
  test('from any page, by the shortcut /', async () => {
    opened = await openConsole(browser, fixture, 'codes');
    const { page } = opened;
    await page.keyboard.press('/');
    await page.keyboard.type('ben@example.com');
    await page.keyboard.press('Enter');
    await settled(page);
    expect(page.url()).toMatch(/#\/address\/ben%40example\.com$/);
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('ben@example.com');
  });

  test('on its page; what is no address is said so', async () => {
    opened = await openConsole(browser, fixture, 'address');
    const { page } = opened;
    await page.getByLabel('E-mail address').fill('nobody');
    await page.getByRole('main').getByRole('button', { name: 'Look up' }).click();
    await page.getByText('Enter an address with its @.').waitFor();
    await page.getByLabel('E-mail address').fill('ann@exa mple');
    await page.getByRole('main').getByRole('button', { name: 'Look up' }).click();
    await page.getByText('Invalid address').waitFor();
  });

  test('by a link that can be shared: another tab opens it, too', async () => {
    opened = await openConsole(browser, fixture);
    const other = await opened.page.context().newPage();
    await other.goto(`${fixture.server.origin}/#/${ROUTE}`);
    await settled(other);
    expect(await other.getByRole('heading', { level: 1 }).innerText()).toBe('ann@example.com');
    expect(other.url()).not.toContain('token');
  });
});

describe('errors', () => {
  test('a failed read never looks like "not suppressed"', async () => {
    fixture.answers.set('GET /v1/addresses/ann%40example.com', () =>
      problemAnswer(503, 'unavailable', 'Nothing is known about the address now.'),
    );
    opened = await openConsole(browser, fixture);
    const { page } = opened;
    await opened.goTo(ROUTE);
    await page.getByText('Nothing is known about the address now.').waitFor();
    expect(await page.getByText('Not suppressed').count()).toBe(0);
    fixture.answers.clear();
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('Not suppressed on any list.').waitFor();
  });
});
