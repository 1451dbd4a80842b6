/** Runs the queue and its processes: every batch is delivered again until a process has recorded it. */
import type { ClassifiedEvent } from '../../shared/events/event.ts';
import { createLedger, type Ledger } from '../../shared/ledger/ledger.ts';
import type { RecordStore } from '../../shared/store/record-store.ts';
import { NOON, STACK_KEY, usual } from '../ledger/events.ts';
import { type Backend, retryPolicy } from './backends.ts';
import { startProcess } from './faulty-process.ts';
import type { Schedule } from './schedule.ts';

/** What a broken store does differently: to the calls, or to the events. */
export interface Breakage {
  readonly store?: (store: RecordStore) => RecordStore;
  readonly events?: (events: readonly ClassifiedEvent[]) => readonly ClassifiedEvent[];
  /** Treats a batch as done although some of it failed. */
  readonly ignoresFailures?: boolean;
}

/** Runs a schedule to its end: no batch is left, and every process that crashed was followed by another. */
export async function runSchedule(
  backend: Backend,
  schedule: Schedule,
  breakage: Breakage = {},
): Promise<void> {
  const queue = [...schedule.batches];
  const plan = [...schedule.faults];
  const start = (skew: number) => {
    const process = startProcess(plan);
    const store = backend.open(process);
    return { process, ledger: ledgerOver(breakage.store?.(store) ?? store, NOON + skew) };
  };
  const work = async (worker: number) => {
    const skew = schedule.skews[worker] ?? 0;
    let { process, ledger } = start(skew);
    for (let batch = queue.shift(); batch !== undefined; batch = queue.shift()) {
      const { addresses } = await ledger.record(breakage.events?.(batch) ?? batch);
      const failed = [...addresses.values()].some(({ outcome }) => outcome === 'failed');
      if ((failed || process.crashed()) && !breakage.ignoresFailures) queue.push(batch);
      if (process.crashed()) ({ process, ledger } = start(skew));
    }
  };
  await Promise.all(Array.from({ length: schedule.processes }, (_, worker) => work(worker)));
}

/** A ledger that does not wait between attempts. */
export function ledgerOver(store: RecordStore, now = NOON, settings = usual): Ledger {
  return createLedger({ store, settings, stackKey: STACK_KEY, clock: () => now * 1000, retryPolicy });
}
