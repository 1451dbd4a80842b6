/** What an action came to, said once: shown for a while, and read out. */

import type { ComponentChildren } from 'preact';
import { createContext } from 'preact';
import { useCallback, useContext, useEffect, useState } from 'preact/hooks';

const SHOWN_MS = 8_000;

const context = createContext<(text: string) => void>(() => {});

/** Announces the outcome of an action. */
export function useNotice(): (text: string) => void {
  return useContext(context);
}

export function Notices({ children }: { readonly children: ComponentChildren }) {
  const [notice, setNotice] = useState<{ readonly text: string; readonly id: number } | null>(null);
  const announce = useCallback(
    (text: string) => setNotice((last) => ({ text, id: (last?.id ?? 0) + 1 })),
    [],
  );
  useEffect(() => {
    if (notice === null) return;
    const timer = setTimeout(() => setNotice(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [notice]);
  return (
    <context.Provider value={announce}>
      {children}
      <div class="notices" role="status" aria-live="polite">
        {notice === null ? null : (
          <p key={notice.id} class="notice">
            {notice.text}
          </p>
        )}
      </div>
    </context.Provider>
  );
}
