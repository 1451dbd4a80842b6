/**
 * `npm run fuzz -- [--inputs N] [--seed N]`: hostile requests in the name of every ESP, a million unless told.
 * It closes with the failing input and its seed, or with one plain line.
 */
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { startProgress } from '../../cli/terminal.ts';
import { providerSamples } from '../../shared/providers/samples/registry.ts';
import { anySeed, stop, wholeNumber } from '../options.ts';
import { safetyOf } from './safety.ts';

/** How many inputs are tried between two steps of the progress bar. */
const CHUNK = 500;

const { values } = parseArgs({
  options: {
    inputs: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: anySeed() },
  },
});
const inputs = wholeNumber('inputs', values.inputs, 1);
const seed = wholeNumber('seed', values.seed, 0);

const esps = [...providerSamples.values()];
const each = Math.ceil(inputs / esps.length);
const progress = startProgress('Inputs', each * esps.length);

let tried = 0;
for (const esp of esps) {
  const property = safetyOf(esp);
  for (let done = 0; done < each; done += CHUNK) {
    const numRuns = Math.min(CHUNK, each - done);
    const result = await fc.check(property, { numRuns, seed: seed + done });
    if (result.failed) {
      progress.stop();
      console.error(fc.defaultReportMessage(result));
      stop(`${esp.provider} failed: repeat it with --inputs ${inputs} --seed ${seed}.`);
    }
    tried += numRuns;
    progress.step(tried);
  }
}
progress.stop();
console.log(`${tried} inputs over ${esps.length} providers did no harm (seed ${seed}).`);
