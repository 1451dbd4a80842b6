import type { SetupGuide } from './guide.ts';
import type { ProviderName } from './registry.ts';

/** The guide of one ESP alone, for programs that do not want them all in memory. */
export async function loadGuide(provider: ProviderName): Promise<SetupGuide> {
  const { guide }: { guide: SetupGuide } = await import(`./${provider}/guide.ts`);
  return guide;
}
