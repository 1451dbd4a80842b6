/** A ledger that stores keyed hashes instead of addresses, with one source a provider. */
import type { LedgerConfig, SourceConfig } from '../../../shared/config/define.ts';
import { providerNames } from '../../../shared/providers/registry.ts';

const sources = providerNames.map((provider): [string, SourceConfig] => [
  provider,
  { provider, ratePerSecond: 1_000 },
]);

export default {
  sources: Object.fromEntries(sources),
  addresses: { stored: 'hashed' },
} satisfies LedgerConfig;
