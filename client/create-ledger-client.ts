import { createClient, type LedgerClient } from './client.ts';
import { createHttpSource } from './http/http-source.ts';
import { Lookups } from './lookup/lookups.ts';
import { type LedgerClientOptions, resolveCommonOptions, resolveConnection } from './options.ts';

/**
 * Makes a client of the ledger's HTTP API. One client a process and list: it holds the cache.
 * @throws LedgerOptionsError
 * @example
 * const ledger = createLedgerClient({
 *   url: 'https://abc123.execute-api.eu-central-1.amazonaws.com',
 *   credentials: fromNodeProviderChain(),
 *   list: 'newsletter',
 *   onUnavailable: 'hold',
 * });
 * const { send, withheld } = await ledger.filter(message);
 */
export function createLedgerClient(options: LedgerClientOptions): LedgerClient {
  const common = resolveCommonOptions(options);
  const source = createHttpSource({
    ...resolveConnection(options),
    fetch: options.fetch ?? ((input, init) => fetch(input, init)),
  });
  return createClient({ ...common, lookups: new Lookups({ ...common, source, clock: Date.now }) });
}
