/** What the ESPs' own suppression lists say of one address. */
import type { EspListing } from '../../console/server/backend.ts';
import type { EspSuppression } from '../../shared/esp-api/types.ts';
import type { Target } from '../target/target.ts';
import { legible, print, printTable } from '../terminal.ts';
import { moment } from '../verdict.ts';
import { type EspSource, isConnected, openEsp, openEspSources } from './connection.ts';

/** Asks every source whose ESP can be asked; an ESP that fails is an entry with its error. */
export async function espListings(target: Target, address: string): Promise<readonly EspListing[]> {
  const sources = await openEspSources(target);
  const answers = await Promise.all(sources.map((esp) => listingsOf(esp, address)));
  return answers.flat();
}

async function listingsOf(esp: EspSource, address: string): Promise<readonly EspListing[]> {
  const { source, definition, key } = esp;
  if (!isConnected(esp)) return [];
  const of = { source: source.source, provider: source.provider } as const;
  const absent = { ...of, list: '', listed: false, reason: null, since: null, error: null };
  try {
    const { api } = openEsp(esp, definition, key ?? { apiKey: '', options: {} });
    if (api.suppressions === null) return [];
    const entries = await api.suppressions.get(address);
    return entries.length === 0 ? [absent] : entries.map((entry) => ({ ...of, ...toListing(entry) }));
  } catch (error) {
    return [{ ...absent, error: error instanceof Error ? error.message : 'The ESP did not answer.' }];
  }
}

function toListing({ list, scope, origin, diagnostic, createdAt }: EspSuppression) {
  return {
    list: scope === undefined ? list : `${list} (${scope})`,
    listed: true,
    reason: diagnostic ?? origin,
    since: createdAt === null ? null : new Date(createdAt).toISOString(),
    error: null,
  };
}

/** The entries as a table; ESPs that could not be asked say why. */
export function printListings(listings: readonly EspListing[]): void {
  print();
  if (listings.length === 0) {
    print('No ESP is connected. See: bounce-ledger sources connect --help');
    return;
  }
  printTable(
    ['source', "ESP's list", 'reason', 'since (UTC)'],
    listings.map(({ source, list, listed, reason, since, error }) => [
      source,
      list,
      legible(error ?? (listed ? (reason ?? '') : 'not listed')),
      moment(since),
    ]),
  );
}
