import { domainOf, type LedgerAddress } from '../../address/address.ts';
import { errorName } from '../../error-name.ts';
import type { LedgerEvent } from '../../events/event.ts';
import { forEachConcurrent } from '../../for-each-concurrent.ts';
import { absentRecord } from '../../store/record-store.ts';
import type { Storm } from '../guard/incident.ts';
import { guardedSince } from '../guard/storm-guard.ts';
import type { VerdictChange } from '../policy/change.ts';
import { activeHolds } from '../policy/list-verdict.ts';
import { mergeReports } from '../record/merge-events.ts';
import { changeRecord, type Outcome } from './change-record.ts';
import { type LedgerContext, refOf } from './context.ts';
import { countNewlyPermanent, type NewlyPermanent } from './count-newly-permanent.ts';

/** What recording did to one address. */
export interface Recorded {
  readonly address: LedgerAddress;
  /** `unchanged`: every event was known; nothing was written. `failed`: record the events again. */
  readonly outcome: 'written' | 'unchanged' | 'failed';
  /** Set when the verdict changed. */
  readonly change?: VerdictChange;
  readonly error?: string;
}

/** What recording a batch did. */
export interface Recordings {
  readonly addresses: ReadonlyMap<LedgerAddress, Recorded>;
  /** Storms that this batch opened. */
  readonly storms: readonly Storm[];
}

/** Records written at the same time. */
const WRITE_CONCURRENCY = 32;

/** Merges events into their records: one read and at most one conditional write an address. Never rejects. */
export async function recordEvents(
  context: LedgerContext,
  events: readonly LedgerEvent[],
): Promise<Recordings> {
  const addressGroups = Array.from(
    Map.groupBy(events, ({ address }) => address),
    ([address, own]) => ({ address, own, key: context.keyOf(address) }),
  );
  const { found, failed } = await context.store.getMany(addressGroups.map(({ key }) => key));
  const addresses = new Map<LedgerAddress, Recorded>();
  const newlyPermanent: NewlyPermanent[] = [];
  await forEachConcurrent(addressGroups, WRITE_CONCURRENCY, async ({ address, own, key }) => {
    try {
      if (failed.has(key)) throw failed.get(key);
      const outcome = await changeRecord(
        context,
        refOf(context, address, key),
        ({ record }) => mergeReports(record, own, context.hashId),
        found.get(key) ?? absentRecord,
      );
      addresses.set(address, toRecorded(address, outcome));
      const since = newlyPermanentSince(context, outcome);
      if (since !== null) newlyPermanent.push({ domain: domainOf(address), since });
    } catch (error) {
      addresses.set(address, { address, outcome: 'failed', error: errorName(error) });
    }
  });
  return { addresses, storms: await countNewlyPermanent(context, newlyPermanent) };
}

function toRecorded(address: LedgerAddress, { written, change }: Outcome): Recorded {
  const outcome = written ? 'written' : 'unchanged';
  return change === undefined ? { address, outcome } : { address, outcome, change };
}

/** Since when a guarded verdict is active that was not active before this write; null when none is. */
function newlyPermanentSince(
  { policy, now }: LedgerContext,
  { change, before, after }: Outcome,
): number | null {
  if (change === undefined) return null;
  const time = now();
  const since = guardedSince(activeHolds(after, time), policy);
  return since !== null && guardedSince(activeHolds(before, time), policy) === null ? since : null;
}
