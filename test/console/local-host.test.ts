/** The console of a real local host, from the webhook to the page and back: as an operator has it after `npm start`. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { defaultConfig, synthesise } from '../../local/synthesis.ts';
import { deliverSendGrid, sendGridBounce, someone } from '../e2e/esp.ts';
import { LocalLedger } from '../e2e/ledger.ts';
import { collectErrors, launchBrowser, openContext } from './browser.ts';
import { settled, violations } from './console-page.ts';

let browser: Browser;
let host: LocalLedger;
let page: Page;
let errors: readonly string[];

beforeAll(async () => {
  await synthesise(defaultConfig);
  [browser, host] = await Promise.all([launchBrowser(), LocalLedger.start()]);
  page = await (await openContext(browser)).newPage();
  page.setDefaultTimeout(10_000);
  errors = collectErrors(page);
}, 120_000);
afterAll(async () => {
  await browser.close();
  await host.stop();
});

async function goTo(route: string): Promise<void> {
  await page.goto(`${host.url}/#/${route}`);
  await page.reload();
  await settled(page);
}

test('an address that bounced is found, explained and released', async () => {
  const ann = someone();
  const body = JSON.stringify([sendGridBounce(ann)]);
  expect((await deliverSendGrid(await host.source('sendgrid'), body)).status).toBe(200);
  await host.drained();
  await goTo('');
  await page.keyboard.press('/');
  await page.keyboard.type(ann.address);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: ann.address }).waitFor();
  await page.getByText('Suppressed on every list: the address does not exist.').waitFor();
  expect(await page.locator('.reply mark').first().innerText()).toContain('does not exist');
  await page.getByRole('button', { name: 'Release… on every list' }).click();
  await page.getByLabel('Reason').fill('typing error corrected');
  await page.getByRole('dialog').getByRole('button', { name: 'Release', exact: true }).click();
  await page.getByText('Not suppressed on any list.').waitFor();
  expect(await host.verdict(ann.address, '?consistent=true')).toMatchObject({ suppressed: false });
});

test('dead letters are shown as they came, and redriven', async () => {
  const [ben, broken] = [someone(), { event: 'bounce' }];
  const body = JSON.stringify([sendGridBounce(ben), broken]);
  expect((await deliverSendGrid(await host.source('sendgrid'), body)).status).toBe(200);
  await host.drained();
  await goTo('dead-letters');
  const message = page.getByRole('button', { name: /^Show / });
  await message.waitFor();
  expect(await page.getByRole('row').nth(1).innerText()).toMatch(/sendgrid\s+entry 1: /);
  await message.click();
  expect(await page.getByRole('dialog').locator('pre').innerText()).toContain(ben.address);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Redrive all…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Redrive' }).click();
  await page.getByText('1 message sent back to the processor.').waitFor();
});

test('a source shows its last event and what was rejected', async () => {
  const { url } = await host.source('sendgrid');
  const forged = { 'content-type': 'application/json', 'x-twilio-email-event-webhook-signature': 'AAAA' };
  expect((await fetch(url, { method: 'POST', headers: forged, body: '[]' })).status).toBe(401);
  await goTo('sources');
  const row = page
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader', { name: 'sendgrid', exact: true }) });
  await expect.poll(() => row.innerText()).toMatch(/Set\s.*\d{4}, \d\d:\d\d.*(just now|minute)/s);
  await expect.poll(() => row.innerText()).toMatch(/1 \w/);
});

test('its pages have no violation that axe finds, and threw nothing', async () => {
  for (const route of ['', 'suppressions', 'sources', 'dead-letters', 'codes']) {
    await goTo(route);
    expect(await violations(page)).toEqual([]);
  }
  expect(errors).toEqual([]);
});
