/** The frame around every page: who is asked, where to go, an address to look up. */
import { useEffect, useMemo, useState } from 'preact/hooks';
import { call } from './api/client.ts';
import { type Code, codesDocument, type Session, sessionDocument } from './api/documents.ts';
import { useResource } from './api/use-resource.ts';
import { Badge } from './components/badge.tsx';
import { Notices } from './components/notices.tsx';
import { Page } from './components/page.tsx';
import { Empty, Failed, Loading } from './components/states.tsx';
import { AddressPage } from './pages/address/address.tsx';
import { AddressSearch } from './pages/address/address-search.tsx';
import { CodesPage } from './pages/codes/codes.tsx';
import { DeadLettersPage } from './pages/dead-letters.tsx';
import { DriftPage } from './pages/drift.tsx';
import { Overview } from './pages/overview/overview.tsx';
import { SourcesPage } from './pages/sources.tsx';
import { SuppressionsPage } from './pages/suppressions.tsx';
import { linkTo, type PageName, type Route, useRoute } from './routing.ts';
import { ConsoleProvider } from './session.ts';
import { chooseTheme, storedTheme, type ThemeChoice } from './theme.ts';

interface Destination {
  readonly page: PageName;
  readonly label: string;
  /** Of the server's features, where the page needs one. */
  readonly needs?: keyof Session['features'];
}

const destinations: readonly Destination[] = [
  { page: 'overview', label: 'Overview' },
  { page: 'address', label: 'Address' },
  { page: 'suppressions', label: 'Suppressions' },
  { page: 'sources', label: 'Sources' },
  { page: 'dead-letters', label: 'Dead letters', needs: 'deadLetters' },
  { page: 'drift', label: 'Drift', needs: 'sync' },
  { page: 'codes', label: 'Codes and rules' },
];

export function App() {
  const session = useResource('session', (signal) => call('/_console/session', sessionDocument, { signal }));
  const scheme = useResource(session.data === undefined ? null : 'codes', (signal) =>
    call('/v1/codes', codesDocument, { signal }),
  );
  const codes = useMemo(
    () => new Map((scheme.data?.codes ?? []).map((code): [number, Code] => [code.code, code])),
    [scheme.data],
  );
  if (session.data === undefined) {
    return (
      <main class="start" aria-busy={session.error === null}>
        <h1>Bounce Ledger</h1>
        {session.error === null ? (
          <Loading label="Connecting" />
        ) : (
          <Failed error={session.error} retry={session.reload} />
        )}
      </main>
    );
  }
  return (
    <ConsoleProvider value={{ session: session.data, codes }}>
      <Notices>
        <Frame session={session.data} />
      </Notices>
    </ConsoleProvider>
  );
}

function Frame({ session }: { readonly session: Session }) {
  const route = useRoute();
  const [menuOpen, setMenuOpen] = useState(false);
  const shown = destinations.filter(({ needs }) => needs === undefined || session.features[needs]);
  useFocusShortcuts();
  // Another page closes the menu.
  useEffect(() => setMenuOpen(false), [route]);
  return (
    <div class="frame">
      <button type="button" class="skip-link" onClick={focusMain}>
        Skip to the page
      </button>
      <header class="top">
        <a class="brand" href={linkTo('overview')}>
          <img src="/favicon.svg" alt="" width="22" height="22" />
          <span>Bounce Ledger</span>
        </a>
        <button
          type="button"
          class="button menu-button"
          aria-expanded={menuOpen}
          aria-controls="navigation"
          onClick={() => setMenuOpen((open) => !open)}
        >
          Menu
        </button>
        <div class="top-ledger">
          <bdi>{session.name}</bdi>{' '}
          <Badge tone={session.write ? 'accent' : 'neutral'}>
            {session.write ? 'Read and write' : 'Read-only'}
          </Badge>
        </div>
        <AddressSearch label="Look an address up" />
      </header>
      <nav id="navigation" class={menuOpen ? 'side side-open' : 'side'} aria-label="Pages of the console">
        <ul>
          {shown.map(({ page, label }) => (
            <li key={page}>
              <a href={linkTo(page)} aria-current={route.page === page ? 'page' : undefined}>
                {label}
              </a>
            </li>
          ))}
        </ul>
        <ThemeField />
      </nav>
      <main id="main" tabIndex={-1}>
        <Routed route={route} shown={shown} />
      </main>
    </div>
  );
}

function Routed({ route, shown }: { readonly route: Route; readonly shown: readonly Destination[] }) {
  const { page } = route;
  if (page === null || !shown.some((destination) => destination.page === page)) {
    return (
      <Page title="No such page">
        <section class="card">
          <Empty
            title={
              page === null
                ? 'The link names no page of the console.'
                : 'This ledger does not offer the page.'
            }
          >
            <a href={linkTo('overview')}>Go to the overview</a>
          </Empty>
        </section>
      </Page>
    );
  }
  switch (page) {
    case 'overview':
      return <Overview route={route} />;
    case 'address':
      return <AddressPage key={route.argument} address={route.argument} />;
    case 'suppressions':
      return <SuppressionsPage route={route} />;
    case 'sources':
      return <SourcesPage />;
    case 'dead-letters':
      return <DeadLettersPage />;
    case 'drift':
      return <DriftPage />;
    case 'codes':
      return <CodesPage route={route} />;
  }
}

/** No link: its fragment would be taken for a page. */
function focusMain(): void {
  document.getElementById('main')?.focus();
}

/** Focuses the field whose shortcut was pressed, unless something is being typed. */
function useFocusShortcuts(): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const { target } = event;
      const typing = target instanceof HTMLElement && target.matches('input, textarea, select');
      if (typing || event.ctrlKey || event.metaKey || event.altKey || event.key !== '/') return;
      if (document.querySelector('dialog[open]') !== null) return;
      const field = document.querySelector<HTMLElement>('[data-shortcut="/"]');
      if (field === null) return;
      event.preventDefault();
      field.focus();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
}

const themes: ReadonlyArray<readonly [ThemeChoice, string]> = [
  ['system', 'As the system'],
  ['light', 'Light'],
  ['dark', 'Dark'],
];

function ThemeField() {
  const [theme, setTheme] = useState(storedTheme);
  return (
    <label class="theme">
      Colours
      <select
        class="input"
        value={theme}
        onChange={(event) => {
          const choice = themes.find(([name]) => name === event.currentTarget.value)?.[0] ?? 'system';
          chooseTheme(choice);
          setTheme(choice);
        }}
      >
        {themes.map(([name, label]) => (
          <option key={name} value={name}>
            {label}
          </option>
        ))}
      </select>
    </label>
  );
}
