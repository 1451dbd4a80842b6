/** Bounce and complaint rates against their thresholds. */
import type { Rate, Thresholds } from '../api/documents.ts';

/** The rates of one source, or of one receiver over all sources. */
export interface RateLine {
  readonly name: string;
  readonly delivered: number;
  readonly bounces: number;
  readonly complaints: number;
  readonly bounceRate: number | null;
  readonly complaintRate: number | null;
}

/** The rates of each source, or of each receiver. */
export function rateLines(rates: readonly Rate[], by: 'source' | 'receiver'): readonly RateLine[] {
  return rates.flatMap(({ source, receiver, ...rate }) => {
    const [name, other] = by === 'source' ? [source, receiver] : [receiver, source];
    return name === null || other !== null ? [] : [{ name, ...rate }];
  });
}

/** `none`: there is no rate, or one of too few messages for a severity. */
export type Severity = 'none' | 'ok' | 'warning' | 'problem';

export interface RateSeverity {
  readonly severity: Severity;
  /** The highest threshold that the rate exceeds; null when it exceeds none. */
  readonly exceeded: number | null;
}

/** The thresholds for a rate of so many messages: of few, one bounce is no trend. */
export function thresholdsFor(
  { delivered, bounces }: Pick<RateLine, 'delivered' | 'bounces'>,
  thresholds: Thresholds,
): Thresholds {
  return thresholds !== null && delivered + bounces >= thresholds.minMessages ? thresholds : null;
}

/** Compares a rate with thresholds, lowest first. Beyond the highest it is a problem. */
export function rateSeverity(rate: number | null, thresholds: readonly number[] = []): RateSeverity {
  if (rate === null || thresholds.length === 0) return { severity: 'none', exceeded: null };
  const exceeded = thresholds.filter((threshold) => rate > threshold);
  const highest = exceeded.at(-1);
  if (highest === undefined) return { severity: 'ok', exceeded: null };
  return { severity: exceeded.length === thresholds.length ? 'problem' : 'warning', exceeded: highest };
}

const order: Readonly<Record<Severity, number>> = { problem: 0, warning: 1, ok: 2, none: 3 };

/** The lines that most need to be looked at first. */
export function bySeverity(lines: readonly RateLine[], thresholds: Thresholds): readonly RateLine[] {
  const severityOf = (line: RateLine) => {
    const applied = thresholdsFor(line, thresholds);
    return Math.min(
      order[rateSeverity(line.bounceRate, applied?.bounceRate).severity],
      order[rateSeverity(line.complaintRate, applied?.complaintRate).severity],
    );
  };
  return [...lines].sort(
    (a, b) => severityOf(a) - severityOf(b) || b.delivered + b.bounces - (a.delivered + a.bounces),
  );
}
