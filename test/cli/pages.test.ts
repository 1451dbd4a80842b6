import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { stalePages } from '../../cli/commands/pages.ts';
import { providerPages } from '../../cli/provider-pages.ts';
import { spellings, wordTables } from '../../cli/provider-words.ts';
import { providerNames } from '../../shared/config/provider-names.ts';
import { ledger } from './running.ts';

const VOCABULARY = new URL('../../shared/providers/vocabulary/', import.meta.url);

describe('the pages of the ESPs', () => {
  test('are as the code would write them (npm run ledger -- pages)', () => {
    expect(stalePages()).toEqual([]);
  });

  test('are one an ESP, and an index that links to each', () => {
    const pages = providerPages();
    expect([...pages.keys()].sort()).toEqual(
      ['README.md', ...providerNames.map((name) => `${name}.md`)].sort(),
    );
    for (const name of providerNames) expect(pages.get('README.md')).toContain(`](${name}.md)`);
  });

  test.each(providerNames)('that of %s says every part', (name) => {
    const page = providerPages().get(`${name}.md`) ?? '';
    for (const heading of ['Set it up', 'How it is proved', 'What its words mean', 'Try it', 'Its documents'])
      expect(page).toContain(`## ${heading}\n\n`);
    expect(page).toContain(`sources add NAME --provider ${name} `);
    expect(page).toContain('`https://API/v1/webhooks/NAME');
    expect(page).not.toMatch(/undefined|null|\[object/);
  });

  test('leave no word of an ESP out', async () => {
    const shown = new Set([...wordTables.values()].flat().map(({ words }) => words));
    for (const file of readdirSync(VOCABULARY)) {
      const exported = Object.entries<unknown>(await import(new URL(file, VOCABULARY).href));
      for (const [name, value] of exported) {
        const isVocabulary =
          value instanceof Map && [...value.values()].every((word) => typeof word === 'object');
        if (isVocabulary) expect(shown, `${name} of ${file} stands on no page`).toContain(value);
      }
    }
  });

  test.each([
    ['iterable', 'HardBounce'],
    ['postal', 'MessageDeliveryFailed'],
    ['sendgrid', 'Spam Reporting Address'],
    ['ses', 'Permanent/NoEmail'],
  ])('spell the words of %s as it does: %s', (name, word) => {
    expect(spellings(name).get(word.toLowerCase())).toBe(word);
    expect(providerPages().get(`${name}.md`)).toContain(`\`${word}\``);
  });

  test('can be checked without a write', async () => {
    expect(await ledger(['pages', '--check'])).toMatchObject({ code: 0, stderr: '' });
  });
});
