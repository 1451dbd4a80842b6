import type { Statistics } from '../../api/documents.ts';
import { Card } from '../../components/card.tsx';
import { Empty } from '../../components/states.tsx';
import { Table } from '../../components/table.tsx';
import { Mono } from '../../components/text.tsx';
import { formatCount } from '../../format/numbers.ts';
import { linkTo } from '../../routing.ts';

const MAX_REPLIES = 10;

/** The replies that no rule matches, most frequent first: each is a rule to be written. */
export function UnknownReplies({ statistics }: { readonly statistics: Statistics }) {
  const rows = [...statistics.unknownReplies].sort((a, b) => b.count - a.count).slice(0, MAX_REPLIES);
  return (
    <Card
      title="Most frequent unknown replies"
      note="No rule matches them: they count as 9999 and suppress no address."
    >
      {rows.length === 0 ? (
        <Empty title="Every reply was matched by a rule." />
      ) : (
        <Table
          caption="Unknown replies"
          rows={rows}
          keyOf={({ text }) => text}
          columns={[
            {
              title: 'Reply',
              heading: true,
              cell: ({ text }) => (
                <a class="reply-link" href={linkTo('codes', '', { reply: text })}>
                  <Mono text={text} />
                </a>
              ),
            },
            { title: 'Events', numeric: true, cell: ({ count }) => formatCount(count) },
          ]}
        />
      )}
    </Card>
  );
}
