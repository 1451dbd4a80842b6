/** What strangers wrote (replies, list names, addresses, event ids) is shown as text, and looks like nothing else. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { visible } from '../../console/app/format/visible.ts';
import { fullBackend } from './backend.ts';
import { launchBrowser } from './browser.ts';
import { openConsole, overflow } from './console-page.ts';
import { type ConsoleFixture, json, NOW, startConsoleFixture } from './fixture.ts';
import { trafficStatistics } from './traffic.ts';

const MARKUP = '<img src=x onerror="globalThis.ran=1"><script>globalThis.ran=1</script>';
const ADDRESS = `"<b onmouseover=globalThis.ran=1>x</b>"@example.com`;
const REVERSED = 'news\u202egnp.exe\u0007\u001b[2J';
const LONG = 'x'.repeat(400);

let browser: Browser;
let fixture: ConsoleFixture;

beforeAll(async () => {
  browser = await launchBrowser();
  fixture = await startConsoleFixture({ backend: fullBackend() });
  const verdict = {
    list: REVERSED,
    reason: MARKUP,
    code: 2001,
    rule: MARKUP,
    since: '2026-05-01T11:00:00Z',
    until: null,
    exceptTransactional: false,
  };
  fixture.answers.set(`GET /v1/addresses/${encodeURIComponent(ADDRESS)}`, () =>
    json(200, {
      address: ADDRESS,
      suppressed: true,
      pendingUntil: null,
      ...verdict,
      lists: [verdict, { ...verdict, list: MARKUP }],
      evidence: [
        {
          eventId: LONG,
          kind: MARKUP,
          permanent: true,
          code: 2001,
          rule: MARKUP,
          occurredAt: '2026-05-01T11:00:00Z',
          source: MARKUP,
          list: REVERSED,
          actor: MARKUP,
          reason: MARKUP,
        },
      ],
      diagnostic: `550 ${MARKUP} ${REVERSED} ${LONG}`,
      advice: MARKUP,
      revision: 3,
    }),
  );
  fixture.answers.set('GET /v1/suppressions', () =>
    json(200, { suppressions: [{ address: ADDRESS, ...verdict }], cursor: null }),
  );
  const span = { from: NOW - 86_400_000, to: NOW, by: 'hour', now: NOW } as const;
  fixture.answers.set('GET /v1/statistics', () => {
    const statistics = trafficStatistics(span);
    const rows = statistics.rows.map((row) => ({ ...row, source: MARKUP, list: REVERSED }));
    return json(200, { ...statistics, rows, unknownReplies: [{ text: `${MARKUP}${REVERSED}`, count: 3 }] });
  });
  fixture.backend.deadLetters = {
    list: async () => [{ id: MARKUP, since: '2026-05-01T11:00:00Z', source: MARKUP, error: REVERSED }],
    show: async (id) => ({
      id,
      since: '2026-05-01T11:00:00Z',
      source: MARKUP,
      error: REVERSED,
      request: `POST /\nx: ${MARKUP}\n\n${REVERSED}`,
    }),
    redrive: async () => ({ redriven: 0, left: 0 }),
  };
  fixture.backend.sync = {
    sources: async () => [MARKUP],
    plan: async () => ({
      source: MARKUP,
      onlyHere: 0,
      onlyThere: 1,
      both: 0,
      differs: 0,
      tooRecent: 0,
      notComparable: 0,
      changes: [{ address: ADDRESS, action: 'take-in', as: MARKUP, why: REVERSED }],
    }),
  };
});
afterAll(async () => {
  await browser.close();
  await fixture.stop();
});

describe.each([
  ['address', `address/${encodeURIComponent(ADDRESS)}`, null],
  ['suppressions', 'suppressions', null],
  ['overview', '', null],
  ['dead letter', 'dead-letters', 'Show'],
  ['drift', 'drift', 'Compare'],
  ['codes', `codes?reply=${encodeURIComponent(`550 ${MARKUP}${REVERSED}`)}`, null],
] as const)('%s', (_name, route, button) => {
  test.each([360, 1280])('shows text, runs nothing, and keeps its width at %i pixels', async (width) => {
    const opened = await openConsole(browser, fixture, route, { width });
    const { page } = opened;
    if (button !== null) await page.getByRole('main').getByRole('button', { name: button }).first().click();
    const shown = () => page.locator('body').innerText();
    await expect.poll(shown).toContain('onerror="globalThis.ran=1"');
    expect(await page.evaluate(() => Reflect.get(globalThis, 'ran'))).toBeUndefined();
    expect(await page.locator('main img, main script, main b, dialog img').count()).toBe(0);
    for (const character of ['\u202e', '\u0007', '\u001b']) expect(await shown()).not.toContain(character);
    expect(await shown()).toContain('⟨U+202E⟩gnp.exe⟨U+0007⟩⟨U+001B⟩[2J');
    expect(await overflow(page)).toBe(0);
    expect(opened.errors).toEqual([]);
    await opened.close();
  });
});

test('a hostile address is a link to itself', async () => {
  const opened = await openConsole(browser, fixture, 'suppressions');
  const link = opened.page.getByRole('rowheader').getByRole('link');
  expect(await link.innerText()).toBe(ADDRESS);
  await link.click();
  await opened.page.getByRole('heading', { level: 1, name: ADDRESS }).waitFor();
  await opened.close();
});

describe('visible()', () => {
  test.each([
    ['plain text', 'plain text'],
    ['Grüße, 日本語', 'Grüße, 日本語'],
    ['a\u0000b', 'a⟨U+0000⟩b'],
    ['a\u202eb\u2066c', 'a⟨U+202E⟩b⟨U+2066⟩c'],
    ['a\u200bb\ufeff', 'a⟨U+200B⟩b⟨U+FEFF⟩'],
    ['a\u0085b\u2028c', 'a⟨U+0085⟩b⟨U+2028⟩c'],
    ['tab\there', 'tab here'],
    ['line\nend', 'line⟨U+000A⟩end'],
  ])('%j', (text, expected) => {
    expect(visible(text)).toBe(expected);
  });

  test('keeps line ends where they are asked for', () => {
    expect(visible('a\r\nb\nc\rd', { lines: true })).toBe('a\nb\nc⟨U+000D⟩d');
  });
});
