import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { fullBackend } from './backend.ts';
import { launchBrowser } from './browser.ts';
import { type ConsolePage, openConsole, settled } from './console-page.ts';
import { type ConsoleFixture, json, problemAnswer, startConsoleFixture } from './fixture.ts';

let browser: Browser;
let fixture: ConsoleFixture;
let opened: ConsolePage;

beforeAll(async () => {
  browser = await launchBrowser();
  fixture = await startConsoleFixture();
});
afterAll(async () => {
  await browser.close();
  await fixture.stop();
});
beforeEach(() => {
  fixture.answers.clear();
  delete fixture.backend.customRules;
});
afterEach(async () => {
  await opened.close();
  expect(opened.errors).toEqual([]);
});

async function classify(reply: string): Promise<string> {
  const { page } = opened;
  await page.getByLabel('Reply or diagnostic').fill(reply);
  await page.getByRole('button', { name: 'Classify' }).click();
  const result = page.getByRole('region', { name: 'Classification' });
  await result.waitFor();
  return (await result.innerText()).replace(/\s+/g, ' ');
}

describe('a reply', () => {
  test('has its code, its rule, the words that it matched, and what else matched', async () => {
    opened = await openConsole(browser, fixture, 'codes');
    const text = await classify(
      '550 5.7.1 Service unavailable, client host [192.0.2.10] blocked using Spamhaus',
    );
    expect(text).toMatch(/^1002 .*Message rejected/);
    expect(text).toContain('Rule blocklist/third-party-list');
    expect(text).toContain('Decided by the text of the reply');
    expect(text).toContain('Reply code 550 Enhanced status 5.7.1');
    expect(text).toContain('Every rule that matched, the deciding one first');
    expect(await opened.page.locator('.explanation mark').first().innerText()).toContain('blocked using');
    expect(opened.page.url()).toContain('reply=550+5.7.1');
  });

  test('comes with the link', async () => {
    opened = await openConsole(
      browser,
      fixture,
      `codes?reply=${encodeURIComponent('550 5.1.1 user unknown')}`,
    );
    const result = opened.page.getByRole('region', { name: 'Classification' });
    await result.waitFor();
    expect(await result.innerText()).toMatch(/^2001/);
  });

  test('that no rule matches says so', async () => {
    opened = await openConsole(browser, fixture, 'codes');
    expect(await classify('zyx wvu')).toMatch(/9999 .*Unknown.*nothing: no rule matches this reply/);
  });

  test('is needed', async () => {
    opened = await openConsole(browser, fixture, 'codes');
    await opened.page.getByRole('button', { name: 'Classify' }).click();
    await opened.page.getByText('Paste a reply.').waitFor();
  });

  test('that cannot be classified now says why', async () => {
    fixture.answers.set('POST /v1/classify', () =>
      problemAnswer(503, 'unavailable', 'Ask again in a moment.'),
    );
    opened = await openConsole(browser, fixture, 'codes');
    await opened.page.getByLabel('Reply or diagnostic').fill('550 no');
    await opened.page.getByRole('button', { name: 'Classify' }).click();
    await opened.page.getByText('Ask again in a moment.').waitFor();
  });

  test("decided by the operator's rule shows what the shipped rules say", async () => {
    const match = (rule: string, code: number, basis: string) => ({
      rule,
      code,
      basis,
      spans: [{ start: 0, end: 3 }],
    });
    fixture.answers.set('POST /v1/classify', () =>
      json(200, {
        code: 3005,
        group: 'temporary',
        rule: 'response_translations.list:2',
        basis: 'operator',
        reply: '550 user unknown',
        replyCode: '550',
        status: '',
        command: '',
        matched: [
          match('response_translations.list:2', 3005, 'operator'),
          match('address-unknown/a', 2001, 'text'),
        ],
      }),
    );
    opened = await openConsole(browser, fixture, 'codes');
    const text = await classify('550 user unknown');
    expect(text).toContain('Decided by one of your own rules');
    expect(text).toMatch(/Without your rules 2001 .* by address-unknown\/a/);
  });
});

describe('custom rules', () => {
  async function preview(reply: string, rules: string): Promise<string> {
    const { page } = opened;
    const summary = page.getByText('Your own rules');
    if (!(await page.getByLabel('Content of response_translations.list').isVisible())) await summary.click();
    await page.getByLabel('Content of response_translations.list').fill(rules);
    await classify(reply);
    const result = page.getByRole('region', { name: /Your rules|Errors of your rules/ });
    await result.waitFor();
    return (await result.innerText()).replace(/\s+/g, ' ');
  }

  test('show what they would change, before they are deployed', async () => {
    opened = await openConsole(browser, fixture, 'codes');
    const text = await preview('550 5.1.1 mailbox of ann parked', 'mailbox .* parked~~3005');
    expect(text).toContain('One of your rules decides, and changes the code.');
    expect(text).toMatch(/With the rules above 3005 .* response_translations\.list:1 mailbox of ann parked/);
    expect(text).toMatch(/Now 2\d{3} /);
    expect(text).toMatch(/Shipped rules alone 2\d{3} /);
  });

  test('that do not match change nothing', async () => {
    opened = await openConsole(browser, fixture, 'codes');
    expect(await preview('550 user unknown', 'never seen~~3005')).toContain(
      'None of your rules matches this reply.',
    );
  });

  test('may give a code that the operator defined', async () => {
    opened = await openConsole(browser, fixture, 'codes');
    expect(await preview('550 she has left', 'has left~~2100')).toMatch(
      /With the rules above 2100 left the company/,
    );
  });

  test('that are invalid are named with their line', async () => {
    opened = await openConsole(browser, fixture, 'codes');
    const text = await preview('550 user unknown', '# comment\nno code\n(unclosed~~2001\nx~~1234');
    expect(text).toContain('Your rules cannot be used yet');
    expect(text).toContain('response_translations.list:2:');
    expect(text).toContain('response_translations.list:3:');
    expect(text).toContain('response_translations.list:4:');
  });

  test('are those of the operator’s folder, where the backend knows them', async () => {
    fixture.backend.customRules = fullBackend().customRules;
    opened = await openConsole(browser, fixture, 'codes');
    await settled(opened.page);
    await expect
      .poll(() => opened.page.getByLabel('Content of response_translations.list').inputValue())
      .toContain('mailbox .* parked~~3005');
  });
});

describe('the scheme', () => {
  test("has the operator's own codes among the shipped ones", async () => {
    opened = await openConsole(browser, fixture, 'codes');
    const table = opened.page.getByRole('table', { name: 'Failure codes' });
    await expect.poll(() => table.getByRole('row').count()).toBe(29);
    expect(await table.getByRole('row').filter({ hasText: '2100' }).innerText()).toMatch(
      /left the company\s+Permanent\s+your configuration/,
    );
  });

  test('is shown by group', async () => {
    opened = await openConsole(browser, fixture, 'codes');
    const { page } = opened;
    await page.getByRole('radio', { name: 'Informational' }).check({ force: true });
    const codes = page.getByRole('table', { name: 'Failure codes' }).getByRole('rowheader');
    await expect.poll(() => codes.allInnerTexts()).toEqual(['5001', '5999']);
  });

  test('leads from a code to its addresses', async () => {
    opened = await openConsole(browser, fixture, 'codes?group=informational');
    await opened.page.getByRole('link', { name: 'addresses with the code 5001' }).click();
    await opened.page.getByRole('heading', { level: 1, name: 'Suppressions' }).waitFor();
    expect(await opened.page.getByLabel('Code', { exact: true }).inputValue()).toBe('5001');
  });
});
