import type { Statistics } from '../../api/documents.ts';
import { Card } from '../../components/card.tsx';
import { Empty } from '../../components/states.tsx';
import { Table } from '../../components/table.tsx';
import { formatCount } from '../../format/numbers.ts';
import { reasonInWords } from '../../format/words.ts';
import { linkTo } from '../../routing.ts';

/** Addresses newly suppressed and released in the span, by reason. */
export function SuppressionChanges({ statistics }: { readonly statistics: Statistics }) {
  const byReason = new Map<string, { suppressed: number; released: number }>();
  for (const { reason, suppressed, released } of statistics.changes) {
    const sum = byReason.get(reason) ?? { suppressed: 0, released: 0 };
    sum.suppressed += suppressed;
    sum.released += released;
    byReason.set(reason, sum);
  }
  const rows = [...byReason]
    .map(([reason, sum]) => ({ reason, ...sum }))
    .sort((a, b) => b.suppressed - a.suppressed);
  return (
    <Card title="Suppressed and released" note="By the reason that the policy names.">
      {rows.length === 0 ? (
        <Empty title="No address was suppressed or released in this span." />
      ) : (
        <Table
          caption="Suppressed and released by reason"
          rows={rows}
          keyOf={({ reason }) => reason}
          columns={[
            {
              title: 'Reason',
              heading: true,
              cell: ({ reason }) => (
                <a href={linkTo('suppressions', '', { reason })}>{reasonInWords(reason)}</a>
              ),
            },
            { title: 'Suppressed', numeric: true, cell: ({ suppressed }) => formatCount(suppressed) },
            { title: 'Released', numeric: true, cell: ({ released }) => formatCount(released) },
          ]}
        />
      )}
    </Card>
  );
}
