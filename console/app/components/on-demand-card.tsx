import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { useResource } from '../api/use-resource.ts';
import { Card } from './card.tsx';
import { Shown } from './states.tsx';

interface OnDemandCardProps<T> {
  readonly title: string;
  /** @default none */
  readonly note?: ComponentChildren;
  /** What the button says before the first reading, while one runs, and after it. */
  readonly labels: { readonly first: string; readonly busy: string; readonly again: string };
  /** What the button says besides to a screen reader, where one page has several of these cards. @default nothing */
  readonly subject?: string;
  /** Names all that `read` depends on. */
  readonly resourceKey: string;
  readonly read: (signal: AbortSignal) => Promise<T>;
  /** Lines of the placeholder. @default that of `Shown` */
  readonly lines?: number;
  readonly children: (data: T) => ComponentChildren;
}

/** A section whose data costs calls of an ESP's API, so that it is read when the button is pressed. */
export function OnDemandCard<T>({
  title,
  note,
  labels,
  subject,
  resourceKey,
  read,
  lines,
  children,
}: OnDemandCardProps<T>) {
  const [asked, setAsked] = useState(false);
  const resource = useResource(asked ? resourceKey : null, read);
  return (
    <Card
      title={title}
      {...(note !== undefined && { note })}
      busy={resource.loading}
      actions={
        <button
          type="button"
          class="button"
          disabled={resource.loading}
          onClick={() => (asked ? resource.reload() : setAsked(true))}
        >
          {resource.loading ? labels.busy : asked ? labels.again : labels.first}
          {subject === undefined ? null : <span class="visually-hidden"> {subject}</span>}
        </button>
      }
    >
      {asked ? (
        <Shown resource={resource} {...(lines !== undefined && { lines })}>
          {children}
        </Shown>
      ) : null}
    </Card>
  );
}
