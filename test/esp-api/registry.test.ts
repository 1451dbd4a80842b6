import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { EspApiError } from '../../shared/esp-api/errors.ts';
import { loadEspApi, openEspApi } from '../../shared/esp-api/registry.ts';
import type { EspApiDefinition } from '../../shared/esp-api/types.ts';
import { providerNames, providers } from '../../shared/providers/registry.ts';

const definitions: readonly EspApiDefinition[] = await Promise.all(providerNames.map(loadEspApi));

describe('the management APIs', () => {
  it('of an ESP without one say why they are not opened', async () => {
    await expect(openEspApi('generic', { apiKey: 'k' })).rejects.toMatchObject({ kind: 'unsupported' });
  });

  it.each(definitions)('of $provider take an API key where the provider says so', ({ provider, key }) => {
    expect(key !== null).toBe(providers.get(provider)?.takesApiKey ?? false);
  });

  it.each(definitions)('of $provider take AWS credentials where the provider says so', (definition) => {
    const { provider, key, capabilities } = definition;
    const isWithoutKey = key === null && capabilities.suppressions.supported;
    expect(isWithoutKey).toBe(providers.get(provider)?.takesAwsCredentials ?? false);
  });

  it.each(definitions.map((definition) => definition.provider))(
    '%s selects the events that its guide names',
    async (name) => {
      const webhooks = definitions.find(({ provider }) => provider === name)?.capabilities.webhooks;
      const { guide } = await import(`../../shared/providers/${name}/guide.ts`);
      const named = guide.events.join(', ');
      // A guide may group events of one kind: `Email: Delivered, Bounced`.
      const isNamed = (event: string) => event.split(': ').every((part) => named.includes(part));
      const unnamed = webhooks?.supported
        ? webhooks.events.map((event) => event.console).filter((event) => !isNamed(event))
        : [];
      expect(unnamed).toEqual([]);
    },
  );

  it.each(['webhook', 'processor', 'query'])('is not part of the function %s', async (name) => {
    const { metafile } = await build({
      entryPoints: [`functions/${name}/index.ts`],
      bundle: true,
      write: false,
      metafile: true,
      platform: 'node',
      format: 'esm',
      packages: 'external',
      logLevel: 'silent',
    });
    const inputs = Object.keys(metafile.inputs);
    expect(inputs.length).toBeGreaterThan(10);
    expect(inputs.filter((file) => /esp-api|providers\/[^/]+\/api/.test(file))).toEqual([]);
  });

  it.each(definitions.map((definition) => [definition.provider, definition] as const))(
    '%s is declared consistently',
    (name, definition) => {
      const { webhooks, suppressions } = definition.capabilities;
      expect(definition.provider).toBe(name);
      if (!webhooks.supported) expect(webhooks.reason.length).toBeGreaterThan(20);
      else {
        const events = webhooks.events.map((event) => event.name);
        expect(new Set(events).size).toBe(events.length);
        expect(events.length).toBeGreaterThan(0);
        expect(webhooks.needlessEvents.filter((event) => events.includes(event))).toEqual([]);
        if (webhooks.create) expect(Object.keys(definition.permissions)).toContain('write-webhooks');
      }
      if (!suppressions.supported) expect(suppressions.reason.length).toBeGreaterThan(20);
      else {
        const lists = suppressions.lists.map((list) => list.name);
        for (const as of Object.values(suppressions.add)) expect(lists).toContain(as.list);
        expect(suppressions.addBulkSize > 0).toBe(Object.keys(suppressions.add).length > 0);
        expect(suppressions.lagSeconds).toBeGreaterThan(0);
      }
      if (!webhooks.supported && !suppressions.supported) {
        expect(() => definition.open({ apiKey: 'k' })).toThrow(EspApiError);
      }
    },
  );
});
