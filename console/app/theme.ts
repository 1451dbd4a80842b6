/** Light or dark: the system's, unless the reader chose one. */
import { useEffect, useState } from 'preact/hooks';

export type ThemeChoice = 'system' | 'light' | 'dark';
const KEY = 'bounce-ledger-console-theme';
const CHANGED = 'themechange';

export function storedTheme(): ThemeChoice {
  const stored = localStorage.getItem(KEY);
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}

/** Applies a choice and remembers it. */
export function chooseTheme(choice: ThemeChoice): void {
  if (choice === 'system') localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, choice);
  applyStoredTheme();
  dispatchEvent(new Event(CHANGED));
}

export function applyStoredTheme(): void {
  const choice = storedTheme();
  if (choice === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = choice;
}

/** The theme that is shown, for what cannot be styled: a canvas. */
export function useTheme(): 'light' | 'dark' {
  const [theme, setTheme] = useState(shownTheme);
  useEffect(() => {
    const media = matchMedia('(prefers-color-scheme: dark)');
    const update = () => setTheme(shownTheme());
    media.addEventListener('change', update);
    addEventListener(CHANGED, update);
    return () => {
      media.removeEventListener('change', update);
      removeEventListener(CHANGED, update);
    };
  }, []);
  return theme;
}

function shownTheme(): 'light' | 'dark' {
  const choice = storedTheme();
  if (choice !== 'system') return choice;
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}
