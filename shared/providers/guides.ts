/** The guide of every ESP, found by the name of its folder. */
import type { SetupGuide } from './guide.ts';
import { loadGuide } from './load-guide.ts';
import { type ProviderName, providerNames } from './registry.ts';

export const providerGuides: ReadonlyMap<ProviderName, SetupGuide> = new Map(
  await Promise.all(providerNames.map(async (name) => [name, await loadGuide(name)] as const)),
);

/** The guide of one ESP. @throws RangeError for a name that is no provider's */
export function guideOf(name: string): SetupGuide {
  const guide = providerGuides.get(name as ProviderName);
  if (guide === undefined) throw new RangeError(`Unknown provider ${name}.`);
  return guide;
}
