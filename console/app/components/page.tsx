import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useConsole } from '../session.ts';

interface PageProps {
  readonly title: string;
  /** What the browser's tab and history show; the title where it is absent. */
  readonly tabTitle?: string;
  /** The heading, where it is more than the title. */
  readonly heading?: ComponentChildren;
  readonly lead?: ComponentChildren;
  readonly actions?: ComponentChildren;
  readonly children: ComponentChildren;
}

let firstPage = true;

/** A page: its heading takes the focus when it is reached by a link, so that a screen reader begins there. */
export function Page({ title, tabTitle = title, heading, lead, actions, children }: PageProps) {
  const element = useRef<HTMLHeadingElement>(null);
  const { session } = useConsole();
  useEffect(() => {
    document.title = `${tabTitle} · ${session.name}`;
  }, [tabTitle, session.name]);
  useEffect(() => {
    if (!firstPage) element.current?.focus({ preventScroll: true });
    firstPage = false;
    scrollTo(0, 0);
  }, []);
  return (
    <>
      <header class="page-header">
        <div>
          <h1 ref={element} tabIndex={-1}>
            {heading ?? title}
          </h1>
          {lead === undefined ? null : <p class="lead">{lead}</p>}
        </div>
        {actions === undefined ? null : <div class="page-actions">{actions}</div>}
      </header>
      {children}
    </>
  );
}
