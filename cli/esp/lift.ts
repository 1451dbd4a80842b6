/** What connected ESPs' own lists say of an address that was released, and lifting it there. */
import type { LedgerSettings } from '../../shared/config/settings.ts';
import type { EspSuppression } from '../../shared/esp-api/types.ts';
import { EVERY_LIST } from '../../shared/ledger/policy/list-verdict.ts';
import { applyChanges, type ChangeResult } from '../../shared/sync/apply-changes.ts';
import type { Stated } from '../../shared/sync/audit-trail.ts';
import type { RemoveChange } from '../../shared/sync/types.ts';
import { applyPorts } from '../sync/apply.ts';
import { espLists, type SyncSource } from '../sync/sync-source.ts';
import type { Target } from '../target/target.ts';
import { legible, paint, print, printTable } from '../terminal.ts';
import { moment } from '../verdict.ts';
import { isConnected, openEspSources } from './connection.ts';

/** An entry of an ESP's list, with what became of it; or why the ESP could not be asked. */
export interface EspEntry {
  readonly source: string;
  readonly list: string;
  readonly reason: string;
  /** RFC 3339; null where the ESP does not say. */
  readonly since: string | null;
  /** Null where it was not asked to be lifted. */
  readonly outcome: ChangeResult['outcome'] | null;
  readonly detail: string | null;
  /** Why the ESP could not be asked. */
  readonly error: string | null;
}

export interface LiftOptions extends Stated {
  /** Lifts what may be lifted; otherwise the lists are only read. */
  readonly everywhere: boolean;
  /** The proof that the release carries, which complaints need. */
  readonly proof?: string | undefined;
  /** The lists on which the ledger suppresses the address after the release. */
  readonly suppressedOn: readonly string[];
  readonly settings: LedgerSettings;
}

/** Asks each connected ESP for the address. */
export async function entriesEverywhere(
  target: Target,
  address: string,
  options: LiftOptions,
): Promise<readonly EspEntry[]> {
  const sources = await openEspSources(target);
  const answers = await Promise.all(
    sources.map(async (esp) => {
      const { source } = esp.source;
      if (!isConnected(esp)) return [];
      try {
        const lists = espLists(target, esp, options.settings);
        return lists === null ? [] : await entriesOf(lists, address, options);
      } catch (error) {
        const message = error instanceof Error ? error.message : 'The ESP did not answer.';
        return [{ source, list: '', reason: '', since: null, outcome: null, detail: null, error: message }];
      }
    }),
  );
  return answers.flat();
}

async function entriesOf(
  source: SyncSource,
  address: string,
  options: LiftOptions,
): Promise<readonly EspEntry[]> {
  const entries = await source.suppressions.get(address);
  const results = options.everywhere ? await lift(source, address, entries, options) : new Map();
  return entries.map((entry): EspEntry => {
    const result: Pick<ChangeResult, 'outcome' | 'detail'> | undefined = results.get(entry);
    return {
      source: source.name,
      list: entry.scope === undefined ? entry.list : `${entry.list} (${entry.scope})`,
      reason: entry.reason,
      since: entry.createdAt === null ? null : new Date(entry.createdAt).toISOString(),
      outcome: result?.outcome ?? null,
      detail: result?.detail ?? null,
      error: null,
    };
  });
}

/** Removes the entries, each audited; a complaint only with a proof. */
async function lift(
  source: SyncSource,
  address: string,
  entries: readonly EspSuppression[],
  options: LiftOptions,
): Promise<ReadonlyMap<EspSuppression, Pick<ChangeResult, 'outcome' | 'detail'>>> {
  const results = new Map<EspSuppression, Pick<ChangeResult, 'outcome' | 'detail'>>();
  const changes = new Map<RemoveChange, EspSuppression>();
  const isSuppressed = options.suppressedOn.some((list) => list === EVERY_LIST || list === source.rules.list);
  for (const entry of entries) {
    if (isSuppressed) {
      results.set(entry, { outcome: 'outdated', detail: 'The ledger still suppresses the address.' });
    } else if (entry.reason === 'complaint' && !options.proof) {
      results.set(entry, { outcome: 'refused', detail: 'A complaint is lifted only with --proof.' });
    } else {
      const why = 'Released everywhere by an operator.';
      changes.set({ action: 'remove', address, as: entry.reason, why, entry }, entry);
    }
  }
  // The release has just said what the ledger knows; a look-up might read what was before it.
  const ports = { ...(await applyPorts(source, options)), lookUp: async () => new Map() };
  for await (const result of applyChanges(changes.keys(), ports)) {
    const entry = result.change.action === 'remove' ? changes.get(result.change) : undefined;
    if (entry !== undefined) results.set(entry, result);
  }
  return results;
}

const outcomes: Readonly<Record<ChangeResult['outcome'], string>> = {
  changed: 'lifted',
  unchanged: 'was gone',
  accepted: 'will be lifted',
  refused: 'stays',
  outdated: 'stays',
};

/** The entries as a table, with what to do about them. */
export function printEntries(entries: readonly EspEntry[], address: string): void {
  print();
  if (entries.length === 0) {
    print("No connected ESP's own list has the address.");
    return;
  }
  printTable(
    ['source', "ESP's list", 'reason', 'since (UTC)', 'there', 'detail'],
    entries.map(({ source, list, reason, since, outcome, detail, error }) => [
      source,
      list,
      reason,
      moment(since),
      error !== null ? paint('yellow', 'not asked') : outcome === null ? 'listed' : outcomes[outcome],
      legible(error ?? detail ?? ''),
    ]),
  );
  if (entries.some(({ outcome, error }) => outcome === null && error === null)) {
    print(
      `The ESP holds its mail back until it is lifted there: bounce-ledger release ${address} --everywhere`,
    );
  }
}
