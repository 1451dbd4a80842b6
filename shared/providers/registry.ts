import type { Provider } from './provider.ts';

/** Every ESP, in the order of the documentation. A new one is one line. */
const all: readonly Provider[] = [];

export const providers: ReadonlyMap<string, Provider> = new Map(
  all.map((provider) => [provider.name, provider]),
);

export const providerNames: readonly string[] = all.map((provider) => provider.name);
