/** Sides of a comparison, with what a test does not name. */

import { loadEspApi } from '../../shared/esp-api/registry.ts';
import type { EspSuppression, SupportedSuppressions } from '../../shared/esp-api/types.ts';
import type { ProviderName } from '../../shared/providers/registry.ts';
import { compareSides } from '../../shared/sync/compare-sides.ts';
import { takenInEvent } from '../../shared/sync/take-in.ts';
import type {
  Comparison,
  KnownAddress,
  KnownEvent,
  OwnSuppression,
  RememberedChange,
  SyncChange,
  SyncRules,
  SyncSubject,
  TakenInEvent,
} from '../../shared/sync/types.ts';

export const ADDRESS = 'ann@example.com';
export const DAY = 86_400_000;
/** Not at midnight: an ESP that gives days is told by that. */
export const NOW = Date.UTC(2026, 10, 30, 14, 5, 7);

export async function capabilityOf(provider: ProviderName): Promise<SupportedSuppressions> {
  const suppressions = (await loadEspApi(provider)).capabilities.suppressions;
  if (!suppressions.supported) throw new Error(`${provider} has no suppression list.`);
  return suppressions;
}

export function entry(given: Partial<EspSuppression> = {}): EspSuppression {
  return {
    address: ADDRESS,
    list: 'bounces',
    reason: 'hard-bounce',
    createdAt: NOW - 30 * DAY,
    expiresAt: null,
    origin: 'bounce',
    ...given,
  };
}

export function own(given: Partial<OwnSuppression> = {}): OwnSuppression {
  return { reason: 'address-unknown', since: NOW - 30 * DAY, until: null, list: '*', ...given };
}

export function event(given: Partial<KnownEvent> = {}): KnownEvent {
  return { kind: 'bounce', at: NOW - 30 * DAY, source: 'esp', list: '*', hasProof: false, ...given };
}

export function known(events: readonly KnownEvent[], given: Partial<KnownAddress> = {}): KnownAddress {
  return { suppressed: false, pending: false, verdicts: [], events, ...given };
}

export function released(at: number, hasProof = false): KnownAddress {
  return known([event({ kind: 'release', at, source: 'manual', hasProof })]);
}

export interface Sides {
  readonly theirs?: readonly EspSuppression[];
  readonly ours?: readonly OwnSuppression[];
  readonly known?: KnownAddress | null;
  readonly remembered?: readonly RememberedChange[];
}

export function compareAll(
  capability: SupportedSuppressions,
  sides: Sides,
  rules: Partial<SyncRules> = {},
): readonly Compared[] {
  const subject: SyncSubject = {
    address: ADDRESS,
    theirs: sides.theirs ?? [],
    ours: sides.ours ?? [],
    known: sides.known ?? null,
    remembered: sides.remembered ?? [],
  };
  const compared = compareSides(subject, { source: 'esp', list: '*', capability, now: NOW, ...rules });
  return compared.map(({ changes, ...one }) => ({ ...one, changes: changes.map(withEvent) }));
}

/** A change with the event that it hands to the ledger, where it is one of the ledger. */
function withEvent(change: SyncChange): ComparedChange {
  if (change.action !== 'take-in') return change;
  const { action, address, as, why } = change;
  return { action, address, as, why, event: takenInEvent(change) };
}

export type ComparedChange =
  | Exclude<SyncChange, { action: 'take-in' }>
  | (Pick<SyncChange, 'address' | 'as' | 'why'> & {
      readonly action: 'take-in';
      readonly event: TakenInEvent;
    });

type Compared = Omit<Comparison, 'changes'> & { readonly changes: readonly ComparedChange[] };

/** The one comparison of an address whose sides concern one list. */
export function compare(
  capability: SupportedSuppressions,
  sides: Sides,
  rules: Partial<SyncRules> = {},
): Compared {
  const [comparison, ...others] = compareAll(capability, sides, rules);
  if (comparison === undefined || others.length > 0) throw new Error('There is not one comparison.');
  return comparison;
}
