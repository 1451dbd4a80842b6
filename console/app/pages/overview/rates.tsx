import { useState } from 'preact/hooks';
import type { Statistics, Thresholds } from '../../api/documents.ts';
import { Badge, type Tone } from '../../components/badge.tsx';
import { Card } from '../../components/card.tsx';
import { Segments } from '../../components/fields.tsx';
import { Empty } from '../../components/states.tsx';
import { type Column, Table } from '../../components/table.tsx';
import { Untrusted } from '../../components/text.tsx';
import { counted, formatCount, formatRate } from '../../format/numbers.ts';
import { receiverInWords } from '../../format/words.ts';
import {
  bySeverity,
  type RateLine,
  rateLines,
  rateSeverity,
  type Severity,
  thresholdsFor,
} from '../../statistics/rates.ts';

/** Lines shown at first: those that most need to be looked at. */
const MAX_LINES = 8;

const tones: Readonly<Record<Severity, Tone>> = {
  none: 'neutral',
  ok: 'good',
  warning: 'warning',
  problem: 'bad',
};

/** Bounce and complaint rates against the thresholds at which ESPs and receivers act. */
export function Rates({ statistics }: { readonly statistics: Statistics }) {
  const [by, setBy] = useState<'source' | 'receiver'>('source');
  const [all, setAll] = useState(false);
  const { rates, thresholds } = statistics;
  const lines = bySeverity(rateLines(rates, by), thresholds);
  return (
    <Card
      title="Rates against their thresholds"
      note={thresholdsInWords(thresholds)}
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
        <>
          <Table
            caption={`Rates by ${by}`}
            rows={all ? lines : lines.slice(0, MAX_LINES)}
            keyOf={({ name }) => name}
            columns={columnsOf(by, thresholds)}
          />
          {lines.length > MAX_LINES ? (
            <button type="button" class="button" aria-expanded={all} onClick={() => setAll(!all)}>
              {all ? 'Show fewer' : `Show all ${lines.length}`}
            </button>
          ) : null}
        </>
      )}
    </Card>
  );
}

function columnsOf(by: 'source' | 'receiver', thresholds: Thresholds): ReadonlyArray<Column<RateLine>> {
  return [
    {
      title: by === 'source' ? 'Source' : 'Receiver',
      heading: true,
      cell: ({ name }) => <Untrusted text={by === 'receiver' ? receiverInWords(name) : name} />,
    },
    { title: 'Delivered', numeric: true, cell: ({ delivered }) => formatCount(delivered) },
    {
      title: 'Permanent bounces',
      numeric: true,
      cell: (line) => (
        <RateBadge rate={line.bounceRate} thresholds={thresholdsFor(line, thresholds)?.bounceRate} />
      ),
    },
    {
      title: 'Complaints',
      numeric: true,
      cell: (line) => (
        <RateBadge rate={line.complaintRate} thresholds={thresholdsFor(line, thresholds)?.complaintRate} />
      ),
    },
  ];
}

function RateBadge({
  rate,
  thresholds,
}: {
  readonly rate: number | null;
  readonly thresholds: readonly number[] | undefined;
}) {
  if (rate === null) return <span class="muted">none</span>;
  const { severity, exceeded } = rateSeverity(rate, thresholds);
  return (
    <Badge tone={tones[severity]}>
      {formatRate(rate)}
      {exceeded === null ? null : <span class="badge-detail"> over {formatRate(exceeded)}</span>}
    </Badge>
  );
}

function thresholdsInWords(thresholds: Thresholds): string {
  if (thresholds === null) return 'The configuration watches no rate.';
  const list = (rates: readonly number[]) => rates.map(formatRate).join(', ') || 'none';
  const { bounceRate, complaintRate, minMessages } = thresholds;
  return `Permanent bounces: ${list(bounceRate)}. Complaints: ${list(complaintRate)}. Compared from ${counted(minMessages, 'message', 'messages')} on.`;
}
