import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { dismissedStorm, fullBackend, openStorm } from './backend.ts';
import { launchBrowser } from './browser.ts';
import { type ConsolePage, openConsole, settled } from './console-page.ts';
import { type ConsoleFixture, json, NOW, problemAnswer, startConsoleFixture } from './fixture.ts';
import { trafficStatistics } from './traffic.ts';

const DAY = 86_400_000;
let browser: Browser;
let fixture: ConsoleFixture;
let opened: ConsolePage;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(async () => browser.close());
beforeEach(async () => {
  fixture = await startConsoleFixture({ backend: fullBackend() });
  fixture.answers.set('GET /v1/incidents', () => json(200, { incidents: [openStorm, dismissedStorm] }));
});
afterEach(async () => {
  await opened.close();
  await fixture.stop();
  expect(opened.errors).toEqual([]);
});

const empty = {
  ...trafficStatistics({ from: NOW - DAY, to: NOW - DAY, by: 'hour', now: NOW }),
  unknownReplies: [],
};

describe('the plot', () => {
  test("names the receiver that caused yesterday's peak, without a click", async () => {
    opened = await openConsole(browser, fixture);
    const { page } = opened;
    const details = page.locator('.bucket-details');
    await expect
      .poll(() => details.getByRole('heading', { level: 3 }).innerText())
      .toBe('Peak: Thu 30 Apr, 15:00 (13:00 UTC)');
    const receivers = details.getByRole('table', { name: 'By receiver' }).getByRole('row');
    expect(await receivers.nth(1).innerText()).toMatch(/^Yahoo\s+9\d\.\d %\s+8\d\d$/);
    expect(
      await details.getByRole('table', { name: 'By source' }).getByRole('row').nth(1).innerText(),
    ).toMatch(/^ses/);
    expect(
      await details.getByRole('table', { name: 'By code group' }).getByRole('row').nth(1).innerText(),
    ).toMatch(/^Message rejected/);
  });

  test('is drawn, and its slider reads each bar to a screen reader', async () => {
    opened = await openConsole(browser, fixture);
    const { page } = opened;
    expect(await page.locator('.plot canvas').count()).toBe(1);
    const slider = page.getByRole('slider', { name: 'Failures: the hour shown in detail' });
    expect(await slider.getAttribute('aria-valuetext')).toMatch(
      /^Thu 30 Apr, 15:00 \(13:00 UTC\): 8\d\d \(.*Message rejected 8\d\d/,
    );
    await slider.focus();
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => slider.getAttribute('aria-valuetext')).toMatch(/^Thu 30 Apr, 14:00/);
    expect(await page.locator('.bucket-details h3').innerText()).toMatch(/^Thu 30 Apr, 14:00/);
    await page.getByRole('button', { name: 'Show the peak' }).click();
    expect(await page.locator('.bucket-details h3').innerText()).toMatch(/^Peak: Thu 30 Apr, 15:00/);
  });

  test('shows a bar that is clicked in detail', async () => {
    opened = await openConsole(browser, fixture);
    const { page } = opened;
    const box = await page.locator('.u-over').boundingBox();
    if (box === null) throw new Error('The plot has no box.');
    await page.mouse.click(box.x + 5, box.y + box.height / 2);
    await expect.poll(() => page.locator('.bucket-details h3').innerText()).toMatch(/^Wed 29 Apr, /);
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await expect.poll(() => page.locator('.plot-readout').innerText()).toMatch(/^Thu 30 Apr/);
  });

  test('is split by receiver, source and kind, and counts what is chosen; the link holds the choice', async () => {
    opened = await openConsole(browser, fixture);
    const { page } = opened;
    const legend = page.getByRole('list', { name: 'Parts of the plot' });
    await page.getByRole('radio', { name: 'Receiver' }).first().check({ force: true });
    await expect.poll(() => legend.innerText()).toMatch(/Gmail[\s\S]*Microsoft|Yahoo/);
    await page.getByRole('radio', { name: 'Source' }).first().check({ force: true });
    await expect.poll(() => legend.innerText()).toMatch(/ses[\s\S]*sendgrid[\s\S]*postmark-receipts/);
    await page.getByLabel('Show', { exact: true }).selectOption('Complaints and unsubscribes');
    await page.getByRole('radio', { name: 'Kind' }).check({ force: true });
    await expect.poll(() => legend.innerText()).toMatch(/Unsubscribe[\s\S]*Complaint/);
    expect(page.url()).toContain('show=feedback');
    expect(page.url()).toContain('by=kind');
    await page.reload();
    await settled(page);
    await expect.poll(() => legend.innerText()).toMatch(/Unsubscribe[\s\S]*Complaint/);
  });

  test('covers two days and a week by hour, and three months by day', async () => {
    opened = await openConsole(browser, fixture);
    const { page } = opened;
    expect(await page.getByRole('slider').getAttribute('max')).toBe('47');
    await page.getByRole('radio', { name: '7 days' }).check({ force: true });
    await settled(page);
    expect(await page.getByRole('slider').getAttribute('max')).toBe('167');
    await page.getByRole('radio', { name: '90 days' }).check({ force: true });
    await settled(page);
    const slider = page.getByRole('slider', { name: 'Failures: the day shown in detail' });
    expect(await slider.getAttribute('max')).toBe('89');
    expect(await slider.getAttribute('aria-valuetext')).toMatch(/^Thu 30 Apr \(UTC day\)/);
  });

  test('says that there is nothing to plot', async () => {
    fixture.answers.set('GET /v1/statistics', () => json(200, empty));
    opened = await openConsole(browser, fixture);
    await opened.page.getByText('No failures in this span.').waitFor();
    await opened.page.getByText('No deliveries in this span.').waitFor();
    await opened.page.getByText('Every reply was matched by a rule.').waitFor();
    await opened.page.getByText('No address was suppressed or released in this span.').waitFor();
    await opened.page.getByText('No events in these two weeks.').waitFor();
  });
});

describe('the figures', () => {
  test('are those of the span, and say how exact they are', async () => {
    opened = await openConsole(browser, fixture);
    const { page } = opened;
    const span = trafficStatistics({ from: NOW - 2 * DAY, to: NOW, by: 'hour', now: NOW });
    const delivered = span.rows
      .filter(({ kind }) => kind === 'delivered')
      .reduce((sum, { count }) => sum + count, 0);
    const figures = page.getByLabel('Figures of the last 2 days');
    expect(await figures.innerText()).toContain(delivered.toLocaleString('en-GB'));
    await page.getByText('Every event counted once').waitFor();
  });

  test('say that they are approximate', async () => {
    fixture.answers.set('GET /v1/statistics', () => json(200, { ...empty, exact: false }));
    opened = await openConsole(browser, fixture);
    await opened.page.getByText('Approximate: duplicates').waitFor();
  });

  test('rates beyond a threshold say which, the worst first', async () => {
    const rowsOf = (source: string, bounces: number, complaints: number) => {
      const row = {
        at: empty.from,
        source,
        provider: 'ses',
        permanent: null,
        code: null,
        receiver: 'gmail',
        list: '*',
      };
      return [
        { ...row, kind: 'delivered', count: 10_000 },
        { ...row, kind: 'bounce', permanent: true, code: 2001, count: bounces },
        { ...row, kind: 'complaint', count: complaints },
      ];
    };
    const rows = [...rowsOf('good', 10, 1), ...rowsOf('bounces', 2_000, 1), ...rowsOf('complaints', 10, 20)];
    fixture.answers.set('GET /v1/statistics', () => json(200, { ...empty, rows }));
    opened = await openConsole(browser, fixture);
    const lines = opened.page.getByRole('table', { name: 'Rates by source' }).getByRole('row');
    const texts = (await lines.allInnerTexts()).map((text) => text.replace(/\s+/g, ' '));
    expect(texts.slice(1)).toEqual([
      'bounces 20,000 16.7 % over 10.0 % 0.01 %',
      'complaints 20,000 0.10 % 0.20 % over 0.10 %',
      'good 20,000 0.10 % 0.01 %',
    ]);
    await opened.page.getByRole('radio', { name: 'Receiver' }).last().check({ force: true });
    await opened.page.getByRole('table', { name: 'Rates by receiver' }).waitFor();
  });

  test('of few messages are shown without a severity; beyond eight they are shown on demand', async () => {
    const few = Array.from({ length: 12 }, (_, index) => ({
      at: empty.from,
      source: `source-${index}`,
      provider: 'ses',
      permanent: null,
      code: null,
      receiver: 'gmail',
      list: '*',
      kind: index % 2 === 0 ? 'delivered' : 'bounce',
      count: 3,
    }));
    fixture.answers.set('GET /v1/statistics', () => json(200, { ...empty, rows: few }));
    opened = await openConsole(browser, fixture);
    const { page } = opened;
    const rows = page.getByRole('table', { name: 'Rates by source' }).getByRole('row');
    expect(await rows.count()).toBe(9);
    expect((await rows.allInnerTexts()).join(' ')).not.toContain('over');
    await page.getByRole('button', { name: 'Show all 12' }).click();
    await expect.poll(() => rows.count()).toBe(13);
    await page.getByRole('button', { name: 'Show fewer' }).click();
    await expect.poll(() => rows.count()).toBe(9);
  });

  test('what changed since last week is named', async () => {
    opened = await openConsole(browser, fixture);
    const changes = opened.page.getByRole('table', { name: 'Largest changes of failures' });
    expect(await changes.innerText()).toMatch(/Yahoo receiver\s+[\d,]+\s+[\d,]+\s+\+\d{3}/);
  });
});

describe('unknown replies', () => {
  test('lead to the rules', async () => {
    opened = await openConsole(browser, fixture);
    const { page } = opened;
    await page.getByRole('link', { name: '550 Gateway says no' }).click();
    await page.getByRole('heading', { level: 1, name: 'Codes and rules' }).waitFor();
    expect(await page.getByLabel('Reply or diagnostic').inputValue()).toBe('550 Gateway says no');
    await page.getByRole('region', { name: 'Classification' }).waitFor();
  });
});

describe('storms and incidents', () => {
  test('an open one is shown with what it is, a closed one below it', async () => {
    opened = await openConsole(browser, fixture);
    const articles = opened.page.getByRole('article');
    expect(await articles.nth(0).innerText()).toMatch(/Open Storm at bigmail\.example[\s\S]*214 addresses/);
    expect(await articles.nth(1).innerText()).toMatch(/Dismissed Storm at old\.example/);
    expect(await articles.nth(1).getByRole('button').count()).toBe(0);
  });

  test('is dismissed with actor and reason', async () => {
    let incidents = [openStorm, dismissedStorm];
    fixture.answers.set('GET /v1/incidents', () => json(200, { incidents }));
    let sent = '';
    const { api } = fixture.backend;
    fixture.backend.api = async (call) => {
      if (call.method !== 'POST') return api(call);
      sent = Buffer.from(call.body ?? []).toString();
      incidents = [{ ...openStorm, decided: 'dismissed' }, dismissedStorm];
      const { kind: _kind, subject, ...storm } = openStorm;
      return json(200, { domain: subject, ...storm, decided: 'dismissed', released: 214 });
    };
    opened = await openConsole(browser, fixture);
    const { page } = opened;
    await page.getByRole('button', { name: 'Dismiss…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Dismiss the storm' });
    await dialog.getByRole('button', { name: 'Dismiss' }).click();
    await dialog.getByText('Enter why.').waitFor();
    await dialog.getByLabel('Reason').fill('their directory was down');
    await dialog.getByRole('button', { name: 'Dismiss' }).click();
    await page.getByText('The storm at bigmail.example is dismissed; 214 addresses released.').waitFor();
    expect(JSON.parse(sent)).toEqual({
      decision: 'dismiss',
      actor: 'operator',
      reason: 'their directory was down',
    });
    await expect.poll(() => page.getByRole('button', { name: 'Dismiss…' }).count()).toBe(0);
  });

  test('of a source is decided, too', async () => {
    const incident = { ...openStorm, kind: 'source', subject: 'sendgrid' };
    fixture.answers.set('GET /v1/incidents', () => json(200, { incidents: [incident] }));
    fixture.answers.set('POST /v1/sources/sendgrid/incident', () => json(200, { ...incident, released: 0 }));
    opened = await openConsole(browser, fixture);
    const { page } = opened;
    await page.getByText('Incident at the source sendgrid').waitFor();
    await page.getByRole('button', { name: 'Confirm…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Confirm the incident' });
    await dialog.getByLabel('Reason').fill('a new list');
    await dialog.getByRole('button', { name: 'Confirm' }).click();
    await page.getByText('The incident at sendgrid is confirmed.').waitFor();
  });

  test('that cannot be decided says why, in the dialog', async () => {
    opened = await openConsole(browser, fixture);
    const { page } = opened;
    await page.getByRole('button', { name: 'Confirm…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Confirm the storm' });
    await dialog.getByLabel('Reason').fill('gone');
    await dialog.getByRole('button', { name: 'Confirm' }).click();
    await dialog.getByRole('alert').getByText('No storm').waitFor();
  });
});

describe('errors', () => {
  test('statistics that cannot be read are asked for again', async () => {
    fixture.answers.set('GET /v1/statistics', () =>
      problemAnswer(503, 'unavailable', 'Ask again in a moment.'),
    );
    opened = await openConsole(browser, fixture);
    const { page } = opened;
    await page.getByText('Ask again in a moment.').first().waitFor();
    fixture.answers.clear();
    await page.getByRole('button', { name: 'Try again' }).first().click();
    await page.getByRole('slider').waitFor();
  });

  test('an answer of another version says so', async () => {
    fixture.answers.set('GET /v1/statistics', () => json(200, { rows: 'many' }));
    opened = await openConsole(browser, fixture);
    await opened.page.getByText('The ledger answered in an unknown form').first().waitFor();
  });
});
