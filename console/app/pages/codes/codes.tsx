import { useState } from 'preact/hooks';
import type { Code } from '../../api/documents.ts';
import { Badge } from '../../components/badge.tsx';
import { Card } from '../../components/card.tsx';
import { FailureCode } from '../../components/code.tsx';
import { Segments } from '../../components/fields.tsx';
import { Page } from '../../components/page.tsx';
import { Loading } from '../../components/states.tsx';
import { Table } from '../../components/table.tsx';
import { Untrusted } from '../../components/text.tsx';
import { groupInWords } from '../../format/words.ts';
import { linkTo, type Route, replaceLink } from '../../routing.ts';
import { useConsole } from '../../session.ts';
import { ReplyForm } from './reply-form.tsx';

/** What a reply is classified as, by which rule; what custom rules would change; the scheme. */
export function CodesPage({ route }: { readonly route: Route }) {
  const { codes } = useConsole();
  return (
    <Page title="Codes and rules" lead="Paste a reply to see its failure code and the rule that decides.">
      <ReplyForm
        key={route.query.reply ?? ''}
        initial={route.query.reply ?? ''}
        onClassified={(reply) =>
          history.replaceState(null, '', linkTo('codes', '', { ...route.query, reply }))
        }
      />
      <Scheme codes={[...codes.values()]} route={route} />
    </Page>
  );
}

function Scheme({ codes, route }: { readonly codes: readonly Code[]; readonly route: Route }) {
  const groups = [...new Set(codes.map(({ group }) => group))];
  const [group, setGroup] = useState(route.query.group ?? '');
  const choose = (value: string) => {
    setGroup(value);
    replaceLink(linkTo('codes', '', { ...route.query, group: value }));
  };
  return (
    <Card
      title="The codes"
      note="The thousands digit is the group."
      actions={
        <Segments
          label="Code group"
          value={group}
          onChange={choose}
          choices={[
            { value: '', label: 'All' },
            ...groups.map((value) => ({ value, label: groupInWords(value) })),
          ]}
        />
      }
    >
      {codes.length === 0 ? (
        <Loading lines={8} />
      ) : (
        <Table
          caption="Failure codes"
          rows={codes.filter((code) => group === '' || code.group === group)}
          keyOf={({ code }) => String(code)}
          columns={[
            { title: 'Code', heading: true, cell: ({ code }) => <FailureCode code={code} meaning={false} /> },
            { title: 'Meaning', cell: ({ meaning }) => <Untrusted text={meaning} /> },
            { title: 'Group', cell: ({ group: name }) => groupInWords(name) },
            {
              title: 'Defined by',
              cell: ({ own }) => (own ? <Badge tone="accent">your configuration</Badge> : 'the scheme'),
            },
            {
              title: 'Suppressed',
              cell: ({ code }) => (
                <a href={linkTo('suppressions', '', { code: String(code) })}>
                  addresses<span class="visually-hidden"> with the code {code}</span>
                </a>
              ),
            },
          ]}
        />
      )}
    </Card>
  );
}
