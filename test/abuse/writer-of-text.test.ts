/** A sender who chooses an address, a name of a list or a reply writes to the terminal and spreadsheet of the operator. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ledger as run } from '../cli/running.ts';
import { LocalLedger, type Source } from '../e2e/ledger.ts';
import { signedRequest } from './forgeries.ts';
import { send, sourcesByName, startHost } from './hosts.ts';

const folder = LocalLedger.temporaryFolder();
let ledger: LocalLedger;
let sourceOf: (name: string) => Source;
let topicArn: string;

beforeAll(async () => {
  ledger = await startHost('adversaries', folder);
  sourceOf = await sourcesByName(ledger);
  topicArn = (await ledger.aws()).topicArn;
});
afterAll(async () => {
  await ledger.stop();
  ledger.removeData();
});

/** They clear a screen, set its title, or turn the direction of writing. */
const controls = {
  escape: '\u001b[2J',
  bell: '\u001b]0;title\u0007',
  'C1 control': '\u009b2J',
  'line break': '\r\n',
  'null character': '\u0000',
  'right-to-left override': '\u202e',
  'directional isolate': '\u2066',
  'line separator': '\u2028',
} as const;
/** Controls, format characters and separators of lines, but for what a page of text has. */
const UNSAFE = /[^\P{C}\n\t]|[\u2028\u2029]/u;

async function report(...entries: readonly object[]): Promise<void> {
  const events = entries.map((entry, index) => ({ id: `text-${index}-${JSON.stringify(entry)}`, ...entry }));
  const response = await send(signedRequest({ source: sourceOf('generic'), entries: events, topicArn }));
  expect(response.status).toBe(200);
  await ledger.drained();
}

async function command(...args: readonly string[]): Promise<string> {
  const { stdout, stderr } = await run(args, { env: { LEDGER_URL: ledger.url } });
  return stdout + stderr;
}

async function suppressed(): Promise<readonly { address: string; list: string }[]> {
  const answer = await ledger.get('/v1/suppressions?limit=1000');
  return ((await answer.json()) as { suppressions: { address: string; list: string }[] }).suppressions;
}

test.each(Object.entries(controls))(
  'an event with a %s in its address or the name of its list suppresses none',
  async (name, control) => {
    const before = await suppressed();
    const plain = `${name.replaceAll(' ', '-')}@shop.example`.toLowerCase();
    await report(
      { kind: 'complaint', recipient: `"a${control}b"@shop.example` },
      { kind: 'complaint', recipient: `a${control}b@shop.example` },
      { kind: 'complaint', recipient: `ann@sh${control}op.example` },
      { kind: 'unsubscribe', recipient: plain, list: `news${control}` },
    );
    expect(await suppressed()).toEqual(before);
  },
);

describe('what strangers wrote', () => {
  const address = 'told@shop.example';

  beforeAll(async () => {
    const diagnostic = `550 5.1.1 ${Object.values(controls).join('no ')} such user`;
    await report(
      { kind: 'bounce', permanent: true, recipient: address, diagnostic },
      { kind: 'unsubscribe', recipient: address, list: 'ordinary' },
    );
  });

  test.each([
    ['explain', address],
    ['check', address],
    ['dlq', 'list'],
  ])('steers no terminal: %s', async (...args) => {
    expect(await command(...args)).not.toMatch(UNSAFE);
  });

  test('steers no terminal where it is shown as it came', async () => {
    const [letter] = JSON.parse(await command('dlq', 'list', '--json')) as { id: string }[];
    expect(letter).toBeDefined();
    expect(await command('dlq', 'show', letter?.id ?? '')).not.toMatch(UNSAFE);
  });
});

describe('a cell that a spreadsheet would run', () => {
  const addresses = ['=1+1@shop.example', '+31@shop.example', '-a@shop.example', "'=b@shop.example"];
  const list = '@news';

  test('is exported with a guard, and imported without it', async () => {
    await report(...addresses.map((recipient) => ({ kind: 'complaint', recipient })), {
      kind: 'unsubscribe',
      recipient: addresses[0],
      list,
    });
    const exported = await command('export');
    const rows = exported.split('\n').filter((line) => /[=+-].*@shop/.test(line));
    expect(rows).toHaveLength(addresses.length + 1);
    for (const row of rows) {
      for (const cell of row.split(',')) expect(cell.replaceAll('"', '')).not.toMatch(/^[=+\-@\t\r]/);
    }

    const file = join(folder, 'suppressions.csv');
    writeFileSync(file, [exported.split('\n')[0], ...rows].join('\n'));
    for (const one of addresses) {
      await ledger.call('DELETE', `/v1/addresses/${encodeURIComponent(one)}`, {
        actor: 'test',
        reason: 'test',
        keepHash: false,
        proof: 'test',
      });
    }
    expect((await suppressed()).some((row) => addresses.includes(row.address))).toBe(false);
    await command('import', file);
    await ledger.drained();
    const found = (await suppressed()).filter((row) => addresses.includes(row.address));
    expect(found.map((row) => row.address).toSorted()).toEqual([...addresses, addresses[0]].toSorted());
    expect(found.map((row) => row.list)).toContain(list);
  });
});
