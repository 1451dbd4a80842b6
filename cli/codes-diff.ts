/** What another set of rules would make of the failures in the archive. */
import type { Classifier, Question } from '../shared/classifier/classifier.ts';
import type { LedgerSettings } from '../shared/config/settings.ts';
import { isFailure } from '../shared/events/event.ts';
import type { ArchiveRange } from './archive.ts';
import { readReportedEvents } from './archive-events.ts';
import type { Places } from './target/target.ts';

/** One failure, and how often it was reported in the same words. */
export interface SeenFailure {
  readonly question: Question;
  readonly times: number;
}

/** Failures by a key made from what the classifier is asked. */
export type SeenFailures = ReadonlyMap<string, SeenFailure>;

export async function failuresSeen(
  places: Places,
  settings: LedgerSettings,
  range: ArchiveRange,
  now: number,
): Promise<SeenFailures> {
  const seen = new Map<string, SeenFailure>();
  await readReportedEvents(places, settings, range, now, (event, { provider }) => {
    if (!isFailure(event)) return;
    const question = { ...event.evidence, provider, permanent: event.permanent };
    const key = JSON.stringify(question);
    seen.set(key, { question, times: (seen.get(key)?.times ?? 0) + 1 });
  });
  return seen;
}

/** The code of each failure, by its key. */
export type Codes = ReadonlyMap<string, number>;

export function codesBy(classifier: Classifier, failures: SeenFailures): Codes {
  return new Map([...failures].map(([key, { question }]) => [key, classifier.classify(question).code]));
}

export interface Difference {
  readonly times: number;
  readonly before: number;
  readonly after: number;
  readonly provider: string;
  /** The reply, or the ESP's own word where there is none. */
  readonly reply: string;
}

/** The failures whose code changes, the most frequent first. Those that `before` does not know are left out. */
export function differences(failures: SeenFailures, before: Codes, after: Codes): readonly Difference[] {
  return [...failures]
    .flatMap(([key, { question, times }]): readonly Difference[] => {
      const [was, is] = [before.get(key), after.get(key)];
      if (was === undefined || is === undefined || was === is) return [];
      const reply = question.diagnostic ?? question.espClass ?? '';
      return [{ times, before: was, after: is, provider: question.provider ?? '', reply }];
    })
    .sort((a, b) => b.times - a.times);
}
