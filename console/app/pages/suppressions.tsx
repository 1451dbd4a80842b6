import { useEffect, useState } from 'preact/hooks';
import type { CallError } from '../api/client.ts';
import { call, withQuery } from '../api/client.ts';
import { exportLinkDocument, type Suppression, suppressionsDocument } from '../api/documents.ts';
import { asCallError, useResource } from '../api/use-resource.ts';
import { Card } from '../components/card.tsx';
import { FailureCode } from '../components/code.tsx';
import { SelectField, TextField } from '../components/fields.tsx';
import { useNotice } from '../components/notices.tsx';
import { Page } from '../components/page.tsx';
import { Empty, Failed, Shown } from '../components/states.tsx';
import { type Column, Table } from '../components/table.tsx';
import { Mono, Untrusted } from '../components/text.tsx';
import { Time, Until } from '../components/time.tsx';
import { groupInWords, groupNames, hasCode, reasonInWords, reasonNames } from '../format/words.ts';
import { goTo, linkTo, type Route } from '../routing.ts';

const PAGE_SIZE = '50';
const filterNames = ['reason', 'group', 'code', 'list', 'since'] as const;
type Filters = Readonly<Record<(typeof filterNames)[number], string>>;

function filtersOf(query: Route['query']): Filters {
  return {
    reason: query.reason ?? '',
    group: query.group ?? '',
    code: query.code ?? '',
    list: query.list ?? '',
    since: query.since ?? '',
  };
}

/** The suppressed addresses: filtered, a page at a time. */
export function SuppressionsPage({ route }: { readonly route: Route }) {
  const filters = filtersOf(route.query);
  const isFiltered = filterNames.some((name) => filters[name] !== '');
  return (
    <Page title="Suppressions" actions={<ExportButtons filters={filters} />}>
      <FilterForm key={JSON.stringify(filters)} filters={filters} />
      <Listing key={`listing ${JSON.stringify(filters)}`} filters={filters} isFiltered={isFiltered} />
    </Page>
  );
}

function FilterForm({ filters }: { readonly filters: Filters }) {
  const [draft, setDraft] = useState(filters);
  const [error, setError] = useState('');
  const set = (name: keyof Filters) => (value: string) => setDraft((last) => ({ ...last, [name]: value }));
  const apply = (event: Event) => {
    event.preventDefault();
    if (draft.code !== '' && !/^[1-9]\d{3}$/.test(draft.code)) {
      setError('A code has four digits.');
      return;
    }
    goTo(linkTo('suppressions', '', draft));
  };
  return (
    <form class="card filters" aria-label="Filter" noValidate onSubmit={apply}>
      <SelectField
        label="Reason"
        value={draft.reason}
        onChange={set('reason')}
        choices={[
          { value: '', label: 'Any' },
          ...reasonNames.map((value) => ({ value, label: reasonInWords(value) })),
        ]}
      />
      <SelectField
        label="Code group"
        value={draft.group}
        onChange={set('group')}
        choices={[
          { value: '', label: 'Any' },
          ...groupNames.map((value) => ({ value, label: groupInWords(value) })),
        ]}
      />
      <TextField
        label="Code"
        need="free"
        value={draft.code}
        onChange={set('code')}
        maxLength={4}
        error={error}
      />
      <TextField
        label="For the list"
        need="free"
        value={draft.list}
        onChange={set('list')}
        maxLength={64}
        placeholder="newsletter"
      />
      <TextField label="Since" need="free" type="date" value={draft.since} onChange={set('since')} />
      <div class="filter-actions">
        <button type="submit" class="button button-primary">
          Filter
        </button>
        <a class="button" href={linkTo('suppressions')}>
          Clear
        </a>
      </div>
    </form>
  );
}

function Listing({ filters, isFiltered }: { readonly filters: Filters; readonly isFiltered: boolean }) {
  // The cursors of the pages up to the one that is shown; the API gives no way back of its own.
  const [cursors, setCursors] = useState<readonly string[]>([]);
  const cursor = cursors.at(-1);
  const resource = useResource(`${JSON.stringify(filters)} ${cursor ?? ''}`, (signal) =>
    call(withQuery('/v1/suppressions', { ...filters, cursor, limit: PAGE_SIZE }), suppressionsDocument, {
      signal,
    }),
  );
  const page = cursors.length + 1;
  return (
    <Card title="Suppressed addresses" note={`Page ${page}, ${PAGE_SIZE} a page`} busy={resource.loading}>
      <Shown resource={resource} lines={10}>
        {({ suppressions, cursor: next }) => (
          <>
            {suppressions.length === 0 ? (
              <NoSuppressions isFiltered={isFiltered} isLast={next === null} />
            ) : (
              <Table
                caption={`Suppressed addresses, page ${page}`}
                rows={suppressions}
                keyOf={({ address, list }, index) => `${address ?? index} ${list}`}
                columns={columns}
              />
            )}
            <nav class="pager" aria-label="Pages">
              <button
                type="button"
                class="button"
                disabled={cursors.length === 0 || resource.loading}
                onClick={() => setCursors((last) => last.slice(0, -1))}
              >
                Previous page
              </button>
              <button
                type="button"
                class="button"
                disabled={next === null || resource.loading}
                onClick={() => next !== null && setCursors((last) => [...last, next])}
              >
                Next page
              </button>
            </nav>
          </>
        )}
      </Shown>
    </Card>
  );
}

function NoSuppressions({ isFiltered, isLast }: { readonly isFiltered: boolean; readonly isLast: boolean }) {
  if (!isLast) return <Empty title="None on this page.">The next pages may have some.</Empty>;
  if (isFiltered) {
    return (
      <Empty title="No suppressed address fits the filter.">
        <a href={linkTo('suppressions')}>Show all</a>
      </Empty>
    );
  }
  return (
    <Empty title="No address is suppressed.">
      Events of the sources suppress addresses, and so does <code>bounce-ledger import</code>.
    </Empty>
  );
}

const columns: ReadonlyArray<Column<Suppression>> = [
  {
    title: 'Address',
    heading: true,
    cell: ({ address }) =>
      address === null ? (
        <span class="muted">stored as a hash</span>
      ) : (
        <a href={linkTo('address', address)}>
          <Mono text={address} />
        </a>
      ),
  },
  { title: 'List', cell: ({ list }) => (list === '*' ? 'every list' : <Untrusted text={list} />) },
  { title: 'Reason', cell: ({ reason }) => reasonInWords(reason) },
  {
    title: 'Code',
    cell: ({ code, reason }) =>
      code !== null && hasCode(reason) ? (
        <FailureCode code={code} meaning={false} />
      ) : (
        <span class="muted">none</span>
      ),
  },
  { title: 'Since', cell: ({ since }) => <Time at={since} /> },
  { title: 'Until', cell: ({ until }) => <Until at={until} /> },
];

/** Downloads all that the filter finds, however many: the server streams it, the page holds none of it. */
function ExportButtons({ filters }: { readonly filters: Filters }) {
  const announce = useNotice();
  const [error, setError] = useState<CallError | null>(null);
  // Another filter, another export.
  useEffect(() => setError(null), [JSON.stringify(filters)]);
  const download = (format: 'csv' | 'jsonl') => async () => {
    setError(null);
    try {
      const given = Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== ''));
      const { path } = await call('/_console/exports', exportLinkDocument, {
        method: 'POST',
        body: { format, filters: given },
      });
      const link = document.createElement('a');
      link.href = path;
      link.download = '';
      link.click();
      announce('The download has started.');
    } catch (failure) {
      setError(asCallError(failure));
    }
  };
  return (
    <>
      <button type="button" class="button" onClick={download('csv')}>
        Export CSV
      </button>
      <button type="button" class="button" onClick={download('jsonl')}>
        Export JSON lines
      </button>
      {error === null ? null : <Failed error={error} />}
    </>
  );
}
