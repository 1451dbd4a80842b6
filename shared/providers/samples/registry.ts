import type { ProviderSamples } from './sample.ts';

/** Samples of every ESP, by the ESP's name. A new one is one line. */
export const providerSamples: ReadonlyMap<string, ProviderSamples> = new Map(
  ([] as ProviderSamples[]).map((samples) => [samples.provider, samples]),
);
