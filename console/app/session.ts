/** What every page knows: the ledger's name, what may be done, the codes' meanings. */
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Code, Session } from './api/documents.ts';

export interface ConsoleContext {
  readonly session: Session;
  /** By code; empty until the scheme is there. */
  readonly codes: ReadonlyMap<number, Code>;
}

const context = createContext<ConsoleContext | null>(null);
export const ConsoleProvider = context.Provider;

/** @throws Error outside of the console's pages */
export function useConsole(): ConsoleContext {
  const value = useContext(context);
  if (value === null) throw new Error('The page is shown outside of the console.');
  return value;
}
