import { useState } from 'preact/hooks';
import type { Session, Statistics } from '../../api/documents.ts';
import { Badge, type Tone } from '../../components/badge.tsx';
import { Card } from '../../components/card.tsx';
import { Segments } from '../../components/fields.tsx';
import { Empty } from '../../components/states.tsx';
import { type Column, Table } from '../../components/table.tsx';
import { Untrusted } from '../../components/text.tsx';
import { formatCount, formatRate } from '../../format/numbers.ts';
import { useConsole } from '../../session.ts';
import { bySeverity, judge, type RateLine, rateLines, type Severity } from '../../statistics/rates.ts';

const tones: Readonly<Record<Severity, Tone>> = {
  none: 'neutral',
  ok: 'good',
  warning: 'warning',
  problem: 'bad',
};

/** Bounce and complaint rates against the thresholds at which ESPs and receivers act. */
export function Rates({ statistics }: { readonly statistics: Statistics }) {
  const { session } = useConsole();
  const [by, setBy] = useState<'source' | 'receiver'>('source');
  const lines = bySeverity(rateLines(statistics.rates, by), session.thresholds);
  return (
    <Card
      title="Rates against their thresholds"
      note={thresholdsInWords(session.thresholds)}
      actions={
        <Segments
          label="Rates by"
          value={by}
          choices={[
            { value: 'source', label: 'Source' },
            { value: 'receiver', label: 'Receiver' },
          ]}
          onChange={(value) => setBy(value === 'receiver' ? 'receiver' : 'source')}
        />
      }
    >
      {lines.length === 0 ? (
        <Empty title="No deliveries in this span.">
          Rates need the delivered events of an ESP: tick them where its webhook is set up.
        </Empty>
      ) : (
        <Table
          caption={`Rates by ${by}`}
          rows={lines}
          keyOf={({ name }) => name}
          columns={columnsOf(by, session.thresholds)}
        />
      )}
    </Card>
  );
}

function columnsOf(
  by: 'source' | 'receiver',
  thresholds: Session['thresholds'],
): ReadonlyArray<Column<RateLine>> {
  return [
    {
      title: by === 'source' ? 'Source' : 'Receiver',
      heading: true,
      cell: ({ name }) => <Untrusted text={name === 'other' ? 'Other receivers' : name} />,
    },
    { title: 'Delivered', numeric: true, cell: ({ delivered }) => formatCount(delivered) },
    {
      title: 'Bounces',
      numeric: true,
      cell: ({ bounceRate }) => <RateBadge rate={bounceRate} thresholds={thresholds.bounceRate} />,
    },
    {
      title: 'Complaints',
      numeric: true,
      cell: ({ complaintRate }) => <RateBadge rate={complaintRate} thresholds={thresholds.complaintRate} />,
    },
  ];
}

function RateBadge({
  rate,
  thresholds,
}: {
  readonly rate: number | null;
  readonly thresholds: readonly number[];
}) {
  if (rate === null) return <span class="muted">none</span>;
  const { severity, exceeded } = judge(rate, thresholds);
  return (
    <Badge tone={tones[severity]}>
      {formatRate(rate)}
      {exceeded === null ? null : <span class="badge-detail"> over {formatRate(exceeded)}</span>}
    </Badge>
  );
}

function thresholdsInWords({ bounceRate, complaintRate }: Session['thresholds']): string {
  const list = (rates: readonly number[]) => rates.map(formatRate).join(', ');
  return `Bounces: ${list(bounceRate)}. Complaints: ${list(complaintRate)}.`;
}
