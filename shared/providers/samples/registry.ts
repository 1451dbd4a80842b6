/** The samples of every ESP, found by the name of its folder. */
import { type ProviderName, providerNames } from '../registry.ts';
import type { ProviderSamples } from './sample.ts';

/** Samples of every ESP, by provider name, in the order of the documentation. */
export const providerSamples: ReadonlyMap<string, ProviderSamples> = new Map(
  await Promise.all(
    providerNames.map(async (name): Promise<readonly [ProviderName, ProviderSamples]> => {
      const { samples }: { samples: ProviderSamples } = await import(`../${name}/samples.ts`);
      return [name, samples];
    }),
  ),
);
