/** `sync take-in`: the entries of ESPs' lists that the ledger does not know, page by page. */
import { toLedgerAddress } from '../../shared/address/address.ts';
import type { EspSuppression } from '../../shared/esp-api/types.ts';
import { applyChanges } from '../../shared/sync/apply-changes.ts';
import type { Stated } from '../../shared/sync/audit-trail.ts';
import { compareSides } from '../../shared/sync/compare-sides.ts';
import type { SyncChange } from '../../shared/sync/types.ts';
import { ahead } from '../streams.ts';
import { applyPorts } from './apply.ts';
import { listedEntries } from './esp-side.ts';
import type { SyncSource } from './sync-source.ts';

export interface TakenIn {
  readonly source: string;
  /** Entries read. */
  readonly listed: number;
  readonly takenIn: number;
  /** Null where all was read. */
  readonly error: string | null;
}

/** Takes in what is only there and unknown here. Repeating it takes in nothing twice. */
export async function takeInSource(
  source: SyncSource,
  stated: Stated,
  onRead: (entries: number) => void,
): Promise<TakenIn> {
  const remembered = await source.remembered();
  const ports = await applyPorts(source, stated);
  const rules = { ...source.rules, now: Date.now() };
  let listed = 0;
  let takenIn = 0;
  for await (const page of ahead(listedEntries(source.suppressions, source.rules.capability))) {
    const byAddress = new Map<string, EspSuppression[]>();
    for (const entry of page) {
      const address = toLedgerAddress(entry.address, source.addresses);
      if (address !== null) byAddress.set(address, [...(byAddress.get(address) ?? []), entry]);
    }
    const known = await source.lookUp([...byAddress.keys()]);
    const changes: SyncChange[] = [...byAddress].flatMap(([address, theirs]) =>
      compareSides(
        {
          address,
          theirs,
          ours: [],
          known: known.get(address) ?? null,
          remembered: remembered.find(address),
        },
        rules,
      ).flatMap((one) => one.changes.filter(({ action }) => action === 'take-in')),
    );
    for await (const _ of applyChanges(changes, ports)) takenIn++;
    listed += page.length;
    onRead(page.length);
  }
  return { source: source.name, listed, takenIn, error: null };
}
