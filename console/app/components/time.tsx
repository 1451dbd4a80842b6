import { formatLocal, formatRelative, formatUtc, isUtcZone } from '../format/time.ts';

/** A time in the reader's zone with UTC beside it. */
export function Time({ at, relative = false }: { readonly at: string; readonly relative?: boolean }) {
  const utc = isUtcZone(at);
  return (
    <time class="time" dateTime={at}>
      {formatLocal(at)} {utc ? 'UTC' : <small>{formatUtc(at)}</small>}
      {relative ? (
        <>
          {' '}
          <small>{formatRelative(at)}</small>
        </>
      ) : null}
    </time>
  );
}

/** The end of a hold. */
export function Until({ at }: { readonly at: string | null }) {
  return at === null ? <span>no end</span> : <Time at={at} />;
}
