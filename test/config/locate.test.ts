import { describe, expect, test } from 'vitest';
import { indexLines, lineOf } from '../../shared/config/locate.ts';

const file = `import { defineLedger } from 'bounce-ledger'; // { sources: 'not this one' }
const usual = { archiveDays: 30 };

export default defineLedger({
  sources: {
    /* ses: 'commented { out' */
    ses: 'ses',
    'send-grid': {
      provider: "sendgrid",
      allow: [
        '192.0.2.0/24',
        '198.51.100.0/24'],
    },
    ...more({ ses: 'elsewhere' }),
    last: { provider: \`resend\` },
  },
  codes: { custom: [{ code: 3100 }, { code: 3101, meaning: 'a { brace, and a comma' }], mode: 'replace' },
});
`;

describe('the line of a setting', () => {
  const lines = indexLines(file);

  test.each([
    ['a key', ['sources', 'ses'], 7],
    ['a quoted key', ['sources', 'send-grid'], 8],
    ['a key within', ['sources', 'send-grid', 'provider'], 9],
    ['an entry of a list', ['sources', 'send-grid', 'allow', 0], 11],
    ['the next entry', ['sources', 'send-grid', 'allow', 1], 12],
    ['what follows a spread', ['sources', 'last', 'provider'], 15],
    ['an object in a list', ['codes', 'own', 1, 'code'], 17],
    ['what follows braces in a string', ['codes', 'mode'], 17],
    ['a setting that is missing: the one around it', ['sources', 'send-grid', 'list'], 8],
    ['a section that is missing: the whole', ['lists', 'news'], 4],
  ] as const)('%s', (_, path, line) => {
    expect(lineOf(lines, path)).toBe(line);
  });

  test('nothing is found where nothing is exported', () => {
    expect(lineOf(indexLines('const sources = { ses: 1 };'), ['sources', 'ses'])).toBeNull();
  });

  test('a plain object may be exported without defineLedger', () => {
    expect(lineOf(indexLines('export default {\n  archiveDays: 7,\n};'), ['archiveDays'])).toBe(2);
  });
});
