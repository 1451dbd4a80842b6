/**
 * `npm run fuzz -- [--inputs N] [--seed N]`: hostile requests in the name of every ESP, a million unless told.
 * It closes with the failing input and its seed, or with one plain line.
 */
import { parseArgs } from 'node:util';
import { Presets, SingleBar } from 'cli-progress';
import fc from 'fast-check';
import { providerSamples } from '../../shared/providers/samples/registry.ts';
import { safetyOf } from './safety.ts';

/** How many inputs are tried between two steps of the progress bar. */
const CHUNK = 500;

const { values } = parseArgs({ options: { inputs: { type: 'string' }, seed: { type: 'string' } } });
const inputs = wholeNumber('--inputs', values.inputs, 1_000_000);
const seed = wholeNumber('--seed', values.seed, Date.now() % 2 ** 31);

const esps = [...providerSamples.values()];
const each = Math.ceil(inputs / esps.length);
const bar = process.stderr.isTTY
  ? new SingleBar(
      { format: '{bar} {percentage}% {value} of {total} {provider}', etaBuffer: 50 },
      Presets.shades_classic,
    )
  : null;
bar?.start(each * esps.length, 0, { provider: '' });

let tried = 0;
for (const esp of esps) {
  const property = safetyOf(esp);
  for (let done = 0; done < each; done += CHUNK) {
    const numRuns = Math.min(CHUNK, each - done);
    const result = await fc.check(property, { numRuns, seed: seed + done });
    if (result.failed) {
      bar?.stop();
      console.error(fc.defaultReportMessage(result));
      console.error(`${esp.provider} failed: repeat it with --seed ${seed}.`);
      process.exit(1);
    }
    tried += numRuns;
    bar?.update(tried, { provider: esp.provider });
  }
}
bar?.stop();
console.log(`${tried} inputs over ${esps.length} providers did no harm (seed ${seed}).`);

function wholeNumber(option: string, text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  const number = Number(text);
  if (Number.isSafeInteger(number) && number > 0) return number;
  console.error(`${option} takes a whole number above 0, not ${text}.`);
  process.exit(2);
}
