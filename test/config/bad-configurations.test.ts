/** Configurations with one mistake each, as people make them: the error names the line that is marked, and the remedy. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ConfigError } from '../../shared/config/config-error.ts';
import { loadSettings } from '../../shared/config/load.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledger-bad-config-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Marks the line that the error names. */
const MARK = '// <--';

function config(...lines: readonly string[]): string {
  return ['export default {', ...lines, '};', ''].join('\n');
}

const ses = "  sources: { ses: 'ses' },";

const MISTAKES: readonly (readonly [string, string, RegExp])[] = [
  [
    'a misspelt ESP',
    config('  sources: {', `    news: 'mailgnu', ${MARK}`, '  },'),
    /Did you mean "mailgun"\?/,
  ],
  [
    'an ESP that is none',
    config('  sources: {', `    news: 'carrier-pigeon', ${MARK}`, '  },'),
    /one of: ahasend, /,
  ],
  ['no source', config(`  sources: {}, ${MARK}`), /Name at least one source/],
  ['a misspelt setting', config(ses, `  archiveDay: 30, ${MARK}`), /Did you mean "archiveDays"\?/i],
  ['a number as text', config(ses, `  archiveDays: '30', ${MARK}`), /whole number from 14 to 3650/],
  ['a number out of range', config(ses, `  archiveDays: 0, ${MARK}`), /from 14 to 3650/],
  [
    'a name with a space',
    config('  sources: {', `    'my news': 'sendgrid', ${MARK}`, '  },'),
    /63 lower-case letters, digits and hyphens/,
  ],
  [
    'a list that is not there',
    config('  sources: {', `    news: { provider: 'ses', list: 'newsletter' }, ${MARK}`, '  },'),
    /Add it to lists/,
  ],
  [
    'a rate of none',
    config('  sources: {', `    news: { provider: 'ses', ratePerSecond: 0 }, ${MARK}`, '  },'),
    /from 1 to 10000/,
  ],
  [
    'a topic that is no ARN',
    config('  sources: {', `    news: { provider: 'ses', topics: ['bounces'] }, ${MARK}`, '  },'),
    /ARN of an SNS topic/,
  ],
  [
    'topics of an ESP that does not come by SNS',
    config(
      '  sources: {',
      `    news: { provider: 'sendgrid', topics: ['arn:aws:sns:eu-west-1:123456789012:t'] }, ${MARK}`,
      '  },',
    ),
    /sends no SNS messages; remove topics/,
  ],
  [
    'an address range that is none',
    config('  sources: {', `    news: { provider: 'ses', allow: ['192.0.2.0/99'] }, ${MARK}`, '  },'),
    /CIDR range: 198\.51\.100\.0\/24/,
  ],
  ['a way of storing that is none', config(ses, `  addresses: { stored: 'hash' }, ${MARK}`), /"hashed"/],
  ['access that is none', config(ses, `  api: 'open', ${MARK}`), /Give "iam" or \{ jwt/],
  [
    'an issuer without TLS',
    config(
      ses,
      '  api: {',
      '    jwt: {',
      `      issuer: 'http://login.example.com/', ${MARK}`,
      "      audience: ['a'],",
      "      scopes: { read: 'r' },",
      '    },',
      '  },',
    ),
    /the https URL of the issuer/,
  ],
  [
    'a scope for a level that is none',
    config(
      ses,
      '  api: {',
      '    jwt: {',
      "      issuer: 'https://login.example.com/',",
      "      audience: ['a'],",
      `      scopes: { reads: 'r' }, ${MARK}`,
      '    },',
      '  },',
    ),
    /"read"/,
  ],
  [
    'a bucket whose name S3 does not take',
    config(ses, `  inboundMail: { domain: 'b.example.com', buckets: ['Returned Mail'] }, ${MARK}`),
    /name of an S3 bucket/,
  ],
  [
    'a domain that is none',
    config(ses, `  inboundMail: { domain: 'not a domain', buckets: ['returned-mail'] }, ${MARK}`),
    /in lower case, in A-label form/,
  ],
  [
    'a code of two digits',
    config(ses, `  codes: { custom: [{ code: 31, meaning: 'gone' }] }, ${MARK}`),
    /four digits|whole number from/i,
  ],
  [
    'an effect that is none',
    config(ses, `  codes: { custom: [{ code: 3100, meaning: 'x', effect: 'mailbox-ful' }] }, ${MARK}`),
    /"mailbox-full"/,
  ],
  ['the name of a code that is none', config(ses, `  codes: { rename: { 1234: 'x' } }, ${MARK}`), /1234/],
  ['a folder of rules that is nowhere', config(ses, `  codes: { folder: './rules' }, ${MARK}`), /No folder/],
  [
    'a cause of the policy that is none',
    config(ses, `  policy: { causes: { 'mailbox-ful': { threshold: { count: 2 } } } }, ${MARK}`),
    /"mailbox-full"/,
  ],
  [
    'a threshold of none',
    config(ses, `  policy: { causes: { 'mailbox-full': { threshold: { count: 0 } } } }, ${MARK}`),
    /from 1 to 100/,
  ],
  [
    'a configuration set whose name SES does not take',
    config(ses, `  sesConfigurationSet: 'my set', ${MARK}`),
    /at most 64 letters, digits/,
  ],
];

test('there are at least 23', () => {
  expect(MISTAKES.length).toBeGreaterThanOrEqual(23);
});

test.each(MISTAKES)('%s', (name, text, remedy) => {
  const file = join(folder, `${name.replaceAll(/\W+/g, '-')}.config.ts`);
  writeFileSync(file, text);
  const line = text.split('\n').findIndex((one) => one.endsWith(MARK)) + 1;
  let thrown: unknown;
  try {
    loadSettings(file);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(ConfigError);
  const { message } = thrown as ConfigError;
  expect(message.split('\n')).toHaveLength(1);
  expect(message).toMatch(new RegExp(`\\.config\\.ts:${line}: `));
  expect(message.slice(message.indexOf(': ') + 2)).toMatch(remedy);
});
