import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { withSource } from '../../cli/config-file.ts';
import { ledger } from './running.ts';

const news = { name: 'sendgrid-news', provider: 'sendgrid', list: undefined };

describe('an entry goes first among the sources, and the rest of the file stays as it is', () => {
  test.each([
    [
      'on lines of their own',
      "  sources: {\n    ses: 'ses',\n  },",
      "  sources: {\n    'sendgrid-news': 'sendgrid',\n    ses: 'ses',\n  },",
    ],
    ['on one line', "  sources: { ses: 'ses' },", "  sources: { 'sendgrid-news': 'sendgrid', ses: 'ses' },"],
    ['none yet', '  sources: {},', "  sources: {\n    'sendgrid-news': 'sendgrid',\n  },"],
    [
      'with a comment',
      '  sources: { // ours\n  },',
      "  sources: { // ours\n    'sendgrid-news': 'sendgrid',\n  },",
    ],
  ])('%s', (_, text, expected) => {
    expect(withSource(`x\n${text}\ny`, news)).toBe(`x\n${expected}\ny`);
  });

  test('with its list', () => {
    const entry = { name: 'news', provider: 'sendgrid', list: 'newsletter' };
    expect(withSource('sources: {}', entry)).toContain("news: { provider: 'sendgrid', list: 'newsletter' },");
  });

  test('but sources that a file computes are for a person to change', () => {
    expect(() => withSource('sources: everything()', news)).toThrow("'sendgrid-news': 'sendgrid',");
  });
});

describe('sources add', () => {
  let folder: string;
  let file: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'bounce-ledger-config-'));
    file = join(folder, 'ledger.config.ts');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const add = (...args: readonly string[]) => ledger(['sources', 'add', ...args, '--config', file]);

  test('makes the file where there is none', async () => {
    expect(await add('sendgrid-news', '--provider', 'sendgrid')).toMatchObject({ code: 0 });
    expect(readFileSync(file, 'utf8')).toContain("'sendgrid-news': 'sendgrid',");
    expect(await ledger(['codes', 'check', '--config', file])).toMatchObject({ code: 0 });
  });

  test.each([
    ['a name that is taken', ['sendgrid-news', '--provider', 'mailgun'], 'already'],
    ['a list there is none of', ['second', '--provider', 'mailgun', '--list', 'newsletter'], 'newsletter'],
    ['a name that fits no URL', ['No Good', '--provider', 'mailgun'], 'lower-case'],
    ['an ESP there is none of', ['third', '--provider', 'pigeon'], 'sources providers'],
  ])('refuses %s and leaves the file alone', async (_, args, advice) => {
    const before = readFileSync(file, 'utf8');
    const { code, stderr } = await add(...args);
    expect(code).toBe(2);
    expect(stderr).toContain(advice);
    expect(readFileSync(file, 'utf8')).toBe(before);
    expect(readdirSync(folder)).toEqual(['ledger.config.ts']);
  });

  test.each([
    [
      'an ESP that makes the secret',
      'customerio',
      ['Copy "Webhook signing key"', '--stack STACK --secret -'],
    ],
    [
      'an ESP that takes ours in the URL',
      'elasticemail',
      ['Notification Link: https://API/v1/webhooks/new-one/KEY?secret=SECRET'],
    ],
    ['an ESP that takes ours as a password', 'infobip', ['user ledger, password SECRET']],
    ["a sender of one's own", 'generic', ['In your own sender', 'Send: bounce']],
  ])('says what %s wants, before there is a stack', async (_, provider, words) => {
    const other = join(folder, 'other.config.ts');
    const { code, stdout } = await ledger([
      'sources',
      'add',
      'new-one',
      '--provider',
      provider,
      '--config',
      other,
    ]);
    expect(code).toBe(0);
    for (const word of [
      ...words,
      'https://API/v1/webhooks/new-one/KEY',
      `bounce-ledger trigger ${provider} `,
      'https://',
    ])
      expect(stdout).toContain(word);
    rmSync(other);
  });

  test.each([
    ['customero', 'Did you mean "customerio"?'],
    ['unisender', 'sources providers'],
  ])('knows no provider %s: %s', async (provider, advice) => {
    const { code, stderr } = await add('fourth', '--provider', provider);
    expect(code).toBe(2);
    expect(stderr).toContain(advice);
  });

  test('names the entry to add by hand where the file cannot be written', async () => {
    const unwritable = join(folder, 'no-such-folder', 'ledger.config.ts');
    const { code, stderr } = await ledger([
      'sources',
      'add',
      'news',
      '--provider',
      'ses',
      '--config',
      unwritable,
    ]);
    expect(code).toBe(2);
    expect(stderr).toContain("news: 'ses',");
    expect(stderr).toContain('ENOENT');
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  test('says which line of a broken file to fix', async () => {
    const broken = join(folder, 'broken.config.ts');
    writeFileSync(broken, "export default {\n  sources: { ses: 'ses' },\n  archiveDays: 3,\n};\n");
    const { code, stderr } = await ledger(['codes', 'check', '--config', broken]);
    expect(code).toBe(2);
    expect(stderr).toContain('broken.config.ts:3: archiveDays');
    rmSync(broken);
  });
});
