/** Changing one record: read, fold, write if no one else wrote in between, or begin again. */

import { pause, type RetryPolicy } from '../retry.ts';
import { packVerdicts } from './intervals.ts';
import { changeOf, type Item, readItem, type StoredRecord, writeItem } from './item.ts';
import type { Judge } from './judge.ts';
import type { ListVerdict, Recorded } from './ledger.ts';
import { pack } from './packing.ts';
import type { AddressRecord } from './record.ts';
import type { TableClient } from './table-client.ts';
import { storedVerdicts } from './verdict.ts';

/** Others kept writing the record first. Offer the events again later: nothing is lost. */
class WriteConflictError extends Error {
  override readonly name = 'WriteConflictError';
}

/** Whose record it is. */
export interface Subject {
  readonly key: string;
  /** Null where only the key is known, or where addresses are stored as hashes. */
  readonly address: string | null;
  /** The keyed hash of the domain. */
  readonly domain: string | null;
}

/** What became of a record. */
export interface Outcome {
  readonly originalAddress: boolean;
  readonly change: Recorded['change'];
  readonly record: AddressRecord;
  readonly revision: number;
  readonly before: readonly ListVerdict[];
  readonly after: readonly ListVerdict[];
}

/** How a record is to be changed: its next state; null leaves it as it is. May throw to refuse. */
export type Step = (stored: StoredRecord) => { record: AddressRecord; erased?: boolean } | null;

export interface Records {
  read(key: string, consistent: boolean): Promise<StoredRecord>;
  /** Changes a record, beginning with `stored` where it has been read already. @throws WriteConflictError */
  change(subject: Subject, step: Step, stored?: StoredRecord): Promise<Outcome>;
  /** Deletes a record; false when there was none. @throws WriteConflictError */
  remove(key: string): Promise<boolean>;
}

/** What is to be written, and what has then become of the record. */
interface Plan {
  readonly item: Item | null;
  readonly outcome: Outcome;
}

interface RecordsDeps {
  readonly table: TableClient;
  readonly judge: Judge;
  readonly retryPolicy: RetryPolicy;
  /** Whether addresses are stored in the open. */
  readonly open: boolean;
  /** Seconds since 1970. */
  readonly now: () => number;
}

export function createRecords({ table, judge, retryPolicy, open, now }: RecordsDeps): Records {
  const read: Records['read'] = async (key, consistent) => readItem(await table.get(key, consistent));

  /** What a step makes of a record: the item to write, null when there is nothing to, and what then will have been. */
  function plan(subject: Subject, step: Step, stored: StoredRecord): Plan {
    const next = step(stored);
    if (next === null || (stored.revision === 0 && next.record.events.length === 0)) return unchanged(stored);
    const erased = next.erased ?? stored.erased;
    const address = open && !erased ? (subject.address ?? stored.address) : null;
    const record = address === null ? { ...next.record, originalAddress: '' } : next.record;
    const packed = pack(record);
    const after = storedVerdicts(record, judge);
    if (
      erased === stored.erased &&
      record.originalAddress === stored.record.originalAddress &&
      stored.packed !== null &&
      packed.equals(stored.packed) &&
      packVerdicts(after).equals(packVerdicts(stored.verdicts))
    ) {
      return unchanged(stored);
    }
    const time = now();
    const change = changeOf(stored.verdicts, after, time);
    // It begins with the time and only grows: no revision ever comes back, not even after an erasure.
    const revision = stored.revision === 0 ? time : stored.revision + 1;
    const domain = subject.domain ?? stored.domain;
    const item = writeItem(record, packed, {
      key: subject.key,
      address,
      domain,
      verdicts: after,
      revision,
      change,
      erased,
    });
    return {
      item,
      outcome: { originalAddress: true, change, record, revision, before: stored.verdicts, after },
    };
  }

  /** The record as someone else has just written it, after a wait. @throws WriteConflictError when it has been waited often enough */
  async function readAgain(key: string, round: number): Promise<StoredRecord> {
    if (round >= retryPolicy.attempts) {
      throw new WriteConflictError('Others kept writing this record: offer the same events again later.');
    }
    await pause(retryPolicy, round);
    return read(key, true);
  }

  return {
    read,

    async change(subject, step, first) {
      let stored = first ?? (await read(subject.key, true));
      for (let round = 1; ; round++) {
        const { item, outcome } = plan(subject, step, stored);
        if (item === null || (await table.put(item, stored.revision))) return outcome;
        stored = await readAgain(subject.key, round);
      }
    },

    async remove(key) {
      let { revision } = await read(key, true);
      for (let round = 1; ; round++) {
        if (revision === 0) return false;
        if (await table.remove(key, revision)) return true;
        ({ revision } = await readAgain(key, round));
      }
    },
  };
}

function unchanged({ record, revision, verdicts }: StoredRecord): Plan {
  return {
    item: null,
    outcome: {
      originalAddress: false,
      change: undefined,
      record,
      revision,
      before: verdicts,
      after: verdicts,
    },
  };
}
