/** What another set of rules would make of the failures in the archive. */
import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import * as v from 'valibot';
import type { Classifier } from '../shared/classifier/classifier.ts';
import { openClassifier } from '../shared/classifier/create.ts';
import { rangeOf } from './archive.ts';
import { failuresIn, type SeenFailure, type SeenOptions, withFailures } from './codes-seen.ts';
import { CommandError } from './command.ts';
import { loadConfiguration } from './configuration.ts';
import { MostFrequent } from './most-frequent.ts';
import { Spool } from './spool.ts';
import { linesOf } from './streams.ts';
import { openTarget } from './target/target.ts';
import { counted, legible, print, printJson, printTable } from './terminal.ts';

/** Lines of a comparison that people are shown. */
const SHOWN = 40;

interface Difference {
  readonly times: number;
  readonly before: number;
  readonly after: number;
  readonly provider: string;
  /** The reply, or the ESP's own word where there is none. */
  readonly reply: string;
}

/** What `codes diff` compares: the rules of now with another configuration's, or with what they said earlier. */
export interface DiffOptions extends SeenOptions {
  readonly save?: string | undefined;
  readonly baseline?: string | undefined;
}

/** `codes diff`. @throws CommandError */
export async function diff(options: DiffOptions): Promise<void> {
  const { save, baseline, config, json } = options;
  if (save === undefined && baseline === undefined && config === undefined) {
    throw new CommandError(
      'Compare with what? --config CHANGED, or --save FILE now and --baseline FILE later.',
    );
  }
  const now = Date.now();
  const range = rangeOf(options, now);
  const current = loadConfiguration();
  const kept = baseline === undefined ? null : await readBaseline(baseline);
  const resources = await (await openTarget(options)).resources();
  try {
    const source = { resources, settings: current, range, now, resume: options.resume };
    await withFailures(source, async (failures) => {
      const classifier = await openClassifier(current.codes);
      if (save !== undefined) {
        const count = await saveCodes(save, failures, classifier);
        print(`Saved the codes of ${counted(count, 'different failure')} in ${save}.`);
        return;
      }
      const { codes } = config === undefined ? current : loadConfiguration(config);
      const compared = compare(failures, kept ?? classifier, await openClassifier(codes));
      if (json) printJson(compared);
      else reportDiff(compared);
    });
  } finally {
    kept?.remove();
  }
}

interface Compared {
  readonly failures: number;
  /** The most frequent first. */
  readonly changes: readonly Difference[];
}

/** The failures whose code changes. Those that a baseline does not know are left out. */
function compare(
  failures: Spool<SeenFailure>,
  before: Spool<number> | Classifier,
  after: Classifier,
): Compared {
  const changes = new MostFrequent<Difference>();
  let count = 0;
  let place = 0;
  for (const bucket of failures.buckets()) {
    const known = before instanceof Spool ? before.bucket(place++) : null;
    for (const [key, { input, times }] of failuresIn(bucket)) {
      count += 1;
      const was = before instanceof Spool ? known?.get(key)?.[0] : before.classify(input).code;
      const is = after.classify(input).code;
      if (was === undefined || was === is) continue;
      const reply = input.diagnostic ?? input.espClass ?? '';
      changes.add({ times, before: was, after: is, provider: input.provider ?? '', reply });
    }
  }
  return { failures: count, changes: changes.items() };
}

/** Writes what the rules make of each failure, a pair of its key and code a line; answers how many there are. */
async function saveCodes(
  file: string,
  failures: Spool<SeenFailure>,
  classifier: Classifier,
): Promise<number> {
  let count = 0;
  const lines = function* () {
    for (const bucket of failures.buckets()) {
      for (const [key, { input }] of failuresIn(bucket)) {
        count += 1;
        yield `${JSON.stringify([key, classifier.classify(input).code])}\n`;
      }
    }
  };
  await pipeline(lines, createWriteStream(file));
  return count;
}

const baselineLine = v.tuple([v.string(), v.number()]);

async function readBaseline(file: string): Promise<Spool<number>> {
  const codes = new Spool<number>();
  try {
    for await (const line of linesOf(createReadStream(file))) {
      const [key, code] = v.parse(baselineLine, JSON.parse(line));
      codes.add(key, code);
    }
    return codes;
  } catch {
    codes.remove();
    throw new CommandError(`${file} is no file that "codes diff --save" wrote.`);
  }
}

function reportDiff({ failures, changes }: Compared): void {
  print(`${changes.length} of ${counted(failures, 'different failure')} would get another code.`);
  if (changes.length === 0) return;
  print();
  printTable(
    ['times', 'now', 'then', 'ESP', 'reply'],
    changes
      .slice(0, SHOWN)
      .map(({ times, before, after, provider, reply }) => [
        String(times),
        String(before),
        String(after),
        provider,
        legible(reply.slice(0, 80)),
      ]),
  );
}
