import { domainOf, type LedgerAddress } from '../../address/address.ts';
import { errorName } from '../../error-name.ts';
import type { ClassifiedEvent } from '../../events/event.ts';
import { forEachConcurrent } from '../../for-each-concurrent.ts';
import { absentRecord } from '../../store/record-store.ts';
import type { SourceIncident, Storm } from '../guard/incident.ts';
import type { VerdictChange } from '../policy/change.ts';
import { clip } from '../record/clip.ts';
import { mergeReports } from '../record/merge-events.ts';
import { MAX_NAME_LENGTH } from '../record/stored-event.ts';
import { changeRecord, type Outcome } from './change-record.ts';
import { type LedgerContext, refOf } from './context.ts';
import { countSuppressions, type Suppressed } from './count-suppressions.ts';

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
  /** Incidents of sources that this batch opened. */
  readonly sourceIncidents: readonly SourceIncident[];
}

/** Records written at the same time. */
const WRITE_CONCURRENCY = 32;

/** Merges events into their records: one read and at most one conditional write an address. Never rejects. */
export async function recordEvents(
  context: LedgerContext,
  events: readonly ClassifiedEvent[],
): Promise<Recordings> {
  const addressGroups = Array.from(
    Map.groupBy(events, ({ address }) => address),
    ([address, own]) => ({ address, own, key: context.keyOf(address) }),
  );
  const { found, failed } = await context.store.getMany(addressGroups.map(({ key }) => key));
  const addresses = new Map<LedgerAddress, Recorded>();
  const suppressed: Suppressed[] = [];
  await forEachConcurrent(addressGroups, WRITE_CONCURRENCY, async ({ address, own, key }) => {
    try {
      if (failed.has(key)) throw failed.get(key);
      const outcome = await changeRecord(
        context,
        refOf(context, address, key),
        ({ record }) => mergeReports(record, own, context.hashId),
        { first: found.get(key) ?? absentRecord, reporters: reportersOf(own) },
      );
      addresses.set(address, toRecorded(address, outcome));
      const { before, after } = outcome;
      if (outcome.written && after.length > 0) suppressed.push({ domain: domainOf(address), before, after });
    } catch (error) {
      addresses.set(address, { address, outcome: 'failed', error: errorName(error) });
    }
  });
  const opened = await countSuppressions(context, suppressed);
  return { addresses, ...opened };
}

function toRecorded(address: LedgerAddress, { written, change }: Outcome): Recorded {
  const outcome = written ? 'written' : 'unchanged';
  return change === undefined ? { address, outcome } : { address, outcome, change };
}

/** The sources of events that arrive for the first time, and that no operator imports. */
function reportersOf(events: readonly ClassifiedEvent[]): readonly string[] {
  const reporters: string[] = [];
  for (const event of events) {
    if (event.imported || event.replayGeneration > 0) continue;
    const source = clip(event.source, MAX_NAME_LENGTH);
    if (!reporters.includes(source)) reporters.push(source);
  }
  return reporters;
}
