import * as all from './all.ts';
import type { Provider } from './provider.ts';

/** The ESPs by the names that the configuration, the command line and the records use. */
export type ProviderName = (typeof all)[keyof typeof all]['name'];

// A module's exports come in the order of their names.
const inOrder = Object.values(all);

export const providerNames: readonly ProviderName[] = inOrder.map(({ name }) => name);

/** One of the ESPs that are known here. */
export type KnownProvider = Provider & { readonly name: ProviderName };

export const providers: ReadonlyMap<string, KnownProvider> = new Map(
  inOrder.map((provider) => [provider.name, provider]),
);

export function isProviderName(name: string): name is ProviderName {
  return providers.has(name);
}
