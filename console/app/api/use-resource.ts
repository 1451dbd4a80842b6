/** A page's data: asked for when it is shown, given up when it is left, kept on the screen while it is read again. */
import { useCallback, useEffect, useState } from 'preact/hooks';
import { CallError } from './client.ts';

export interface Resource<T> {
  /** The last answer; undefined before the first. */
  readonly data: T | undefined;
  /** Why the last reading failed; null when it did not. */
  readonly error: CallError | null;
  readonly loading: boolean;
  readonly reload: () => void;
}

/**
 * Reads whenever `key` changes. `key` null reads nothing. The answer for the last key stays until the next is there,
 * unless `reset` is set: then the page shows that it loads.
 *
 * @param read Must depend on nothing that `key` does not name.
 */
export function useResource<T>(
  key: string | null,
  read: (signal: AbortSignal) => Promise<T>,
  { reset = false }: { readonly reset?: boolean } = {},
): Resource<T> {
  const [state, setState] = useState<{
    readonly key: string | null;
    readonly data: T | undefined;
    readonly error: CallError | null;
    readonly loading: boolean;
  }>({ key: null, data: undefined, error: null, loading: key !== null });
  const [generation, setGeneration] = useState(0);

  // `key` stands for all that `read` depends on.
  useEffect(() => {
    if (key === null) return;
    const controller = new AbortController();
    setState((last) => ({ ...last, loading: true, ...(last.key !== key && { error: null }) }));
    read(controller.signal).then(
      (data) => {
        if (!controller.signal.aborted) setState({ key, data, error: null, loading: false });
      },
      (error: unknown) => {
        if (controller.signal.aborted) return;
        setState((last) => ({
          key,
          data: last.key === key ? last.data : undefined,
          error: asCallError(error),
          loading: false,
        }));
      },
    );
    return () => controller.abort();
  }, [key, generation]);

  const reload = useCallback(() => setGeneration((last) => last + 1), []);
  const current = state.key === key;
  return {
    data: current || !reset ? state.data : undefined,
    error: current ? state.error : null,
    loading: key !== null && (state.loading || !current),
    reload,
  };
}

/** Any error as one that says what to do. */
export function asCallError(error: unknown): CallError {
  if (error instanceof CallError) return error;
  return new CallError(0, 'unexpected', 'The page failed', error instanceof Error ? error.message : '');
}
