import fc from 'fast-check';
import { describe, it } from 'vitest';
import { providerSamples } from '../../shared/providers/samples/registry.ts';
import { safetyOf } from '../fuzz/safety.ts';

/** Ten thousand inputs over all ESPs; `npm run fuzz` tries a million. */
const INPUTS = 10_000;
const SEED = 20_260_501;

describe('any bytes with any headers', () => {
  const esps = [...providerSamples.values()];

  it.each(esps)('do no harm in the name of $provider', async (esp) => {
    await fc.assert(safetyOf(esp), { numRuns: Math.ceil(INPUTS / esps.length), seed: SEED });
  });
});
