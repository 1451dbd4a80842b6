import type { Statistics } from '../../api/documents.ts';
import { formatCount, formatRate } from '../../format/numbers.ts';
import { rateSeverity, type Severity, thresholdsFor } from '../../statistics/rates.ts';
import { totalsOf } from '../../statistics/totals.ts';

interface FigureProps {
  readonly title: string;
  readonly value: string;
  readonly detail?: string;
  readonly severity?: Severity;
}

function Figure({ title, value, detail, severity = 'ok' }: FigureProps) {
  return (
    <div class={`figure figure-${severity}`}>
      <dt>{title}</dt>
      <dd>
        <span class="figure-value">{value}</span>
        {detail === undefined ? null : <span class="figure-detail">{detail}</span>}
      </dd>
    </div>
  );
}

/** The figures of the span in one row. */
export function Figures({ statistics, label }: { readonly statistics: Statistics; readonly label: string }) {
  const totals = totalsOf(statistics);
  const thresholds = thresholdsFor(totals, statistics.thresholds);
  const bounce = rateSeverity(totals.bounceRate, thresholds?.bounceRate);
  const complaint = rateSeverity(totals.complaintRate, thresholds?.complaintRate);
  return (
    <dl class="figures" aria-label={`Figures of the last ${label}`}>
      <Figure title="Delivered" value={formatCount(totals.delivered)} />
      <Figure
        title="Permanent bounces"
        value={formatCount(totals.bounces)}
        severity={bounce.severity}
        detail={rateInWords(totals.bounceRate, bounce.exceeded)}
      />
      <Figure
        title="Complaints"
        value={formatCount(totals.complaints)}
        severity={complaint.severity}
        detail={rateInWords(totals.complaintRate, complaint.exceeded)}
      />
      <Figure title="Newly suppressed" value={formatCount(totals.suppressed)} />
      <Figure title="Released" value={formatCount(totals.released)} />
    </dl>
  );
}

function rateInWords(rate: number | null, exceeded: number | null): string {
  if (rate === null) return 'no deliveries';
  return exceeded === null ? formatRate(rate) : `${formatRate(rate)}, over ${formatRate(exceeded)}`;
}
