/** What another set of rules would make of the failures in the archive. */
import { readFile, writeFile } from 'node:fs/promises';
import * as v from 'valibot';
import type { Classifier } from '../shared/classifier/classifier.ts';
import { openClassifier } from '../shared/classifier/create.ts';
import { rangeOf } from './archive.ts';
import { failuresSeen, type SeenFailures, type SeenOptions } from './codes-seen.ts';
import { CommandError } from './command.ts';
import { loadConfiguration } from './configuration.ts';
import { openTarget } from './target/target.ts';
import { counted, legible, print, printJson, printTable } from './terminal.ts';

/** Lines of a comparison that people are shown. */
const SHOWN = 40;

/** The code of each failure, by its key. */
type Codes = ReadonlyMap<string, number>;

function codesBy(classifier: Classifier, failures: SeenFailures): Codes {
  return new Map([...failures].map(([key, { question }]) => [key, classifier.classify(question).code]));
}

interface Difference {
  readonly times: number;
  readonly before: number;
  readonly after: number;
  readonly provider: string;
  /** The reply, or the ESP's own word where there is none. */
  readonly reply: string;
}

/** The failures whose code changes, the most frequent first. Those that `before` does not know are left out. */
function differences(failures: SeenFailures, before: Codes, after: Codes): readonly Difference[] {
  return [...failures]
    .flatMap(([key, { question, times }]): readonly Difference[] => {
      const [was, is] = [before.get(key), after.get(key)];
      if (was === undefined || is === undefined || was === is) return [];
      const reply = question.diagnostic ?? question.espClass ?? '';
      return [{ times, before: was, after: is, provider: question.provider ?? '', reply }];
    })
    .sort((a, b) => b.times - a.times);
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
  const failures = await failuresSeen(resources, current, range, now);
  const before = kept ?? codesBy(await openClassifier(current.codes), failures);
  if (save !== undefined) {
    await writeFile(save, JSON.stringify([...before]));
    print(`Saved the codes of ${counted(failures.size, 'different failure')} in ${save}.`);
    return;
  }
  const { codes } = config === undefined ? current : loadConfiguration(config);
  const changed = await openClassifier(codes);
  const changes = differences(failures, before, codesBy(changed, failures));
  if (json) printJson({ failures: failures.size, changes });
  else reportDiff(failures.size, changes);
}

const baselineShape = v.array(v.tuple([v.string(), v.number()]));

async function readBaseline(file: string): Promise<Codes> {
  try {
    return new Map(v.parse(baselineShape, JSON.parse(await readFile(file, 'utf8'))));
  } catch {
    throw new CommandError(`${file} is no file that "codes diff --save" wrote.`);
  }
}

function reportDiff(failures: number, changes: readonly Difference[]): void {
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
