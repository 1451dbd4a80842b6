/** Bounce and complaint rates against their thresholds. */
import type { Rate, Session } from '../api/documents.ts';
import { ratesOf } from './totals.ts';

/** The rates of one source, or of one receiver over all sources. */
export interface RateLine {
  readonly name: string;
  readonly delivered: number;
  readonly bounces: number;
  readonly complaints: number;
  readonly bounceRate: number | null;
  readonly complaintRate: number | null;
}

/** Sums the rates of the statistics by source or by receiver; lines that are sums already are taken as they are. */
export function rateLines(rates: readonly Rate[], by: 'source' | 'receiver'): readonly RateLine[] {
  const other = by === 'source' ? 'receiver' : 'source';
  const given = rates.filter((rate) => rate[by] !== null && rate[other] === null);
  const lines = given.length > 0 ? given : rates.filter((rate) => rate[by] !== null);
  const sums = new Map<string, { delivered: number; bounces: number; complaints: number }>();
  for (const rate of lines) {
    const name = rate[by] ?? '';
    const sum = sums.get(name) ?? { delivered: 0, bounces: 0, complaints: 0 };
    sum.delivered += rate.delivered;
    sum.bounces += rate.bounces;
    sum.complaints += rate.complaints;
    sums.set(name, sum);
  }
  return [...sums].map(([name, sum]) => ({ name, ...sum, ...ratesOf(sum) }));
}

/** `none`: there is no rate. */
export type Severity = 'none' | 'ok' | 'warning' | 'problem';

export interface Judgement {
  readonly severity: Severity;
  /** The highest threshold that the rate exceeds; null when it exceeds none. */
  readonly exceeded: number | null;
}

/** Compares a rate with thresholds, lowest first. Beyond the highest it is a problem. */
export function judge(rate: number | null, thresholds: readonly number[]): Judgement {
  if (rate === null) return { severity: 'none', exceeded: null };
  const exceeded = thresholds.filter((threshold) => rate > threshold);
  const highest = exceeded.at(-1);
  if (highest === undefined) return { severity: 'ok', exceeded: null };
  return { severity: exceeded.length === thresholds.length ? 'problem' : 'warning', exceeded: highest };
}

const order: Readonly<Record<Severity, number>> = { problem: 0, warning: 1, ok: 2, none: 3 };

/** The lines that most need to be looked at first. */
export function bySeverity(
  lines: readonly RateLine[],
  thresholds: Session['thresholds'],
): readonly RateLine[] {
  const severityOf = (line: RateLine) =>
    Math.min(
      order[judge(line.bounceRate, thresholds.bounceRate).severity],
      order[judge(line.complaintRate, thresholds.complaintRate).severity],
    );
  return [...lines].sort(
    (a, b) => severityOf(a) - severityOf(b) || b.delivered + b.bounces - (a.delivered + a.bounces),
  );
}
