import type { ComponentChildren } from 'preact';
import type { CallError } from '../api/client.ts';
import type { Resource } from '../api/use-resource.ts';

/** In place of what is being read for the first time: lines as tall as what comes. */
export function Loading({
  lines = 4,
  label = 'Loading',
}: {
  readonly lines?: number;
  readonly label?: string;
}) {
  return (
    <div class="loading" role="status">
      <span class="visually-hidden">{label}…</span>
      {Array.from({ length: lines }, (_, index) => (
        <span key={index} class="loading-line" aria-hidden="true" />
      ))}
    </div>
  );
}

/** In place of what there is none of: why, and what to do. */
export function Empty({
  title,
  children,
}: {
  readonly title: string;
  readonly children?: ComponentChildren;
}) {
  return (
    <div class="empty">
      <p class="empty-title">{title}</p>
      {children === undefined ? null : <div class="empty-text">{children}</div>}
    </div>
  );
}

/** In place of what could not be read. */
export function Failed({ error, retry }: { readonly error: CallError; readonly retry?: () => void }) {
  return (
    <div class="failed" role="alert">
      <p class="failed-title">{error.message}</p>
      {error.detail === '' ? null : <p class="failed-text">{error.detail}</p>}
      {retry === undefined ? null : (
        <button type="button" class="button" onClick={retry}>
          Try again
        </button>
      )}
    </div>
  );
}

/** A resource in whichever state it is; an error does not take away what was read before. */
export function Shown<T>({
  resource,
  lines = 4,
  children,
}: {
  readonly resource: Resource<T>;
  readonly lines?: number;
  readonly children: (data: T) => ComponentChildren;
}) {
  const { data, error, loading, reload } = resource;
  if (data === undefined) {
    if (error !== null && !loading) return <Failed error={error} retry={reload} />;
    return <Loading lines={lines} />;
  }
  return (
    <>
      {error === null ? null : <Failed error={error} retry={reload} />}
      {children(data)}
    </>
  );
}
