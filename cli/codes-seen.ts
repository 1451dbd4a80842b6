/** The failures in the archive, each wording once, and what the rules make of them. */
import type { ClassifyInput } from '../shared/classifier/classifier.ts';
import { openClassifier } from '../shared/classifier/create.ts';
import type { LedgerSettings } from '../shared/config/settings.ts';
import { isFailure, type ReportedEvent } from '../shared/events/event.ts';
import { UNKNOWN } from '../shared/failure-codes/scheme.ts';
import type { IngestContext } from '../shared/intake/classify-event.ts';
import { type ArchiveRange, rangeOf } from './archive.ts';
import { readReportedEvents } from './archive-events.ts';
import { loadConfiguration } from './configuration.ts';
import { MostFrequent } from './most-frequent.ts';
import { openResumeFolder } from './resume-folder.ts';
import { Spool } from './spool.ts';
import { type LedgerResources, openTarget, type TargetChoice } from './target/target.ts';
import { counted, legible, print, printJson, printTable } from './terminal.ts';

/** Lines that people are shown. */
const SHOWN = 40;

/** One failure, and how often it was reported in the same words. */
export interface SeenFailure {
  readonly input: ClassifyInput;
  readonly times: number;
}

/** Failures by a key made from what the classifier is asked. */
export type SeenFailures = ReadonlyMap<string, SeenFailure>;

/** Wordings whose reports are counted before they go to the spool: most of an archive is the same words. */
const MAX_COUNTED = 20_000;

/** Where failures are read from. */
export interface FailureSource {
  readonly resources: LedgerResources;
  readonly settings: LedgerSettings;
  readonly range: ArchiveRange;
  readonly now: number;
  /** The folder that outlives an interruption. @default what was read is removed */
  readonly resume: string | undefined;
}

/**
 * Hands `use` the failures of the archive, as their ESPs reported them: each key's under one bucket of the spool, which is
 * removed behind it.
 */
export async function withFailures<Result>(
  { resources, settings, range, now, resume }: FailureSource,
  use: (failures: Spool<SeenFailure>) => Promise<Result>,
): Promise<Result> {
  const resumed = resume === undefined ? null : openResumeFolder(resume, range, 'failures');
  const spool = new Spool<SeenFailure>(resume, resumed?.sizes);
  const counts = new Map<string, SeenFailure>();
  const flush = () => {
    for (const [key, failure] of counts) spool.add(key, failure);
    counts.clear();
  };
  const count = (event: ReportedEvent, { provider }: IngestContext) => {
    if (!isFailure(event)) return;
    const input = { ...event.evidence, provider, permanent: event.permanent };
    const key = JSON.stringify(input);
    counts.set(key, { input, times: (counts.get(key)?.times ?? 0) + 1 });
    if (counts.size >= MAX_COUNTED) flush();
  };
  const store = () => {
    flush();
    return spool.flush();
  };
  try {
    const onRead = (key: string) => resumed?.onRead(key, store);
    await readReportedEvents(resources, settings, resumed?.range ?? range, now, count, onRead);
    flush();
    const result = await use(spool);
    spool.remove();
    return result;
  } catch (error) {
    if (resume === undefined) spool.remove();
    throw error;
  }
}

/** The failures of a bucket, each wording once. */
export function failuresIn(bucket: ReadonlyMap<string, readonly SeenFailure[]>): SeenFailures {
  const failures = new Map<string, SeenFailure>();
  for (const [key, seen] of bucket) {
    const times = seen.reduce((sum, one) => sum + one.times, 0);
    const [first] = seen;
    if (first !== undefined) failures.set(key, { ...first, times });
  }
  return failures;
}

/** Which part of which archive is read, by whose rules, and how it is printed. */
export interface SeenOptions extends TargetChoice {
  readonly config?: string | undefined;
  readonly json?: boolean | undefined;
  readonly since?: string | undefined;
  readonly source?: string | undefined;
  readonly resume?: string | undefined;
}

interface Hit {
  readonly hits: number;
  readonly code: number;
  readonly rule: string;
}

/** `codes hits`: how often each rule has decided. @throws CommandError */
export async function hits(options: SeenOptions): Promise<void> {
  const byRule = new Map<string, Hit>();
  await classifySeen(options, ({ times }, { code, rule }) => {
    byRule.set(rule, { hits: (byRule.get(rule)?.hits ?? 0) + times, code, rule });
  });
  const rules = [...byRule.values()].sort((a, b) => b.hits - a.hits);
  if (options.json) printJson({ rules });
  else {
    printTable(
      ['hits', 'code', 'rule'],
      rules.map(({ hits: count, code, rule }) => [String(count), String(code), rule]),
    );
  }
}

interface UnknownText {
  readonly times: number;
  readonly provider: string;
  readonly text: string;
}

/** `codes unknown`: the texts that no rule knows, the most frequent first. @throws CommandError */
export async function unknown(options: SeenOptions): Promise<void> {
  const frequent = new MostFrequent<UnknownText>();
  await classifySeen(options, ({ input, times }, { code }) => {
    if (code !== UNKNOWN) return;
    const text = input.diagnostic ?? input.bodyText ?? input.espClass ?? '';
    frequent.add({ times, provider: input.provider ?? '', text });
  });
  const texts = frequent.items();
  if (options.json) printJson({ texts });
  else {
    print(`${counted(frequent.count, 'different failure')} without a code.`);
    if (texts.length > 0) print();
    printTable(
      ['times', 'ESP', 'text'],
      texts
        .slice(0, SHOWN)
        .map(({ times, provider, text }) => [String(times), provider, legible(text.slice(0, 80))]),
    );
  }
}

async function classifySeen(
  options: SeenOptions,
  use: (failure: SeenFailure, verdict: { readonly code: number; readonly rule: string }) => void,
): Promise<void> {
  const now = Date.now();
  const range = rangeOf(options, now);
  const settings = loadConfiguration(options.config);
  const resources = await (await openTarget(options)).resources();
  const classifier = await openClassifier(settings.codes);
  const { resume } = options;
  await withFailures({ resources, settings, range, now, resume }, async (failures) => {
    for (const bucket of failures.buckets()) {
      for (const failure of failuresIn(bucket).values()) use(failure, classifier.classify(failure.input));
    }
  });
}
