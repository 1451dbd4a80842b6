/**
 * `npm run fuzz -- [--inputs N] [--growth N] [--seed N]`: hostile requests in the name of every ESP, a million unless
 * told; then N inputs a parser whose cost may grow faster than their length, and mails that cost more than others. It
 * closes with what failed and its seed, or with a plain line for each.
 */
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { startProgress } from '../../cli/terminal.ts';
import { providerSamples } from '../../shared/providers/samples/registry.ts';
import { anySeed, stop, wholeNumber } from '../options.ts';
import { growingParsers } from './growing-inputs.ts';
import { searchGrowth } from './growth.ts';
import { costliestMail } from './mail-cost.ts';
import { safetyOf } from './safety.ts';

/** How many inputs are tried between two steps of the progress bar. */
const CHUNK = 500;

const { values } = parseArgs({
  options: {
    inputs: { type: 'string', default: '1000000' },
    growth: { type: 'string', default: '60' },
    seed: { type: 'string', default: anySeed() },
  },
});
const inputs = wholeNumber('inputs', values.inputs, 1);
const growth = wholeNumber('growth', values.growth, 1);
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

const searching = startProgress('Parsers', growingParsers.length);
let searched = 0;
for await (const { parser, ratio, isSuperLinear, opening, fragments } of searchGrowth(growth, seed)) {
  if (isSuperLinear) {
    searching.stop();
    console.error(`${JSON.stringify(fragments)}, repeated behind ${JSON.stringify(opening)},`);
    stop(
      `cost ${parser} ${ratio.toFixed(2)} times as much a kilobyte at 1 MB as at 64 KB: repeat it with --inputs 1 --growth ${growth} --seed ${seed}.`,
    );
  }
  searching.step(++searched);
}
searching.stop();
console.log(
  `${growth} inputs a parser, ${searched} parsers: none costs more a kilobyte at 1 MB (seed ${seed}).`,
);

/** How much more than the average mail a kilobyte of the costliest mail may cost. */
const MAX_MAIL_RATIO = 6;
const mails = 20 * growth;
const costliest = costliestMail(mails, seed);
if (costliest.ratio > MAX_MAIL_RATIO) {
  console.error(JSON.stringify(costliest.recipe));
  stop(`This mail costs ${costliest.ratio.toFixed(1)} times the average a kilobyte (seed ${seed}).`);
}
console.log(
  `The costliest of ${mails} mails costs ${costliest.ratio.toFixed(1)} times the average a kilobyte (seed ${seed}).`,
);
