import { describe, expect, test } from 'vitest';
import { staleFiles } from '../../cli/reference/generate.ts';
import { providerPages } from '../../cli/reference/provider-pages.ts';
import { providerGuides } from '../../shared/providers/guides.ts';
import { providerNames } from '../../shared/providers/registry.ts';

describe('generated pages', () => {
  test('are as the code would write them (npm run docs)', async () => {
    expect(await staleFiles()).toEqual([]);
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
    for (const heading of [
      'Setup',
      'Signature verification',
      'Event mapping',
      'Its own list',
      'Test events',
      'References',
    ])
      expect(page).toContain(`## ${heading}\n\n`);
    expect(page).toContain(`sources add NAME --provider ${name} `);
    expect(page).toContain('`https://API/v1/webhooks/NAME');
    expect(page).not.toMatch(/undefined|null|\[object/);
  });

  test('show every event map of an ESP', async () => {
    const shown = new Set(
      [...providerGuides.values()].flatMap(({ eventMaps }) => eventMaps.map(({ map }) => map)),
    );
    for (const provider of providerNames) {
      if (provider === 'ses-eventbridge') continue;
      const exported = Object.entries<unknown>(
        await import(`../../shared/providers/${provider}/event-map.ts`),
      );
      for (const [name, value] of exported) {
        const isEventMap = typeof value === 'object' && value !== null && 'byBareName' in value;
        if (isEventMap) expect(shown, `${name} of ${provider} is on no page`).toContain(value);
      }
    }
  });

  test.each([
    ['iterable', 'HardBounce'],
    ['postal', 'MessageDeliveryFailed'],
    ['sendgrid', 'Spam Reporting Address'],
    ['ses', 'Permanent/NoEmail'],
  ])('spell event names of %s as its documentation does: %s', (name, event) => {
    expect(providerPages().get(`${name}.md`)).toContain(`\`${event}\``);
  });
});
