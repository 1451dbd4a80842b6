/** Plays the queue and its processes: every batch comes again until a process has taken it in. */

import type { LedgerEvent } from '../../shared/events/event.ts';
import type { Ledger } from '../../shared/ledger/ledger.ts';
import { createLedger } from '../../shared/ledger/store.ts';
import type { TableSender } from '../../shared/ledger/table-client.ts';
import { NOON, usual } from '../ledger/events.ts';
import { startProcess } from './faulty-client.ts';
import type { Schedule } from './schedule.ts';

/** What a broken store does differently: to the calls, or to the events. */
export interface Breakage {
  readonly client?: (client: TableSender) => TableSender;
  readonly events?: (events: readonly LedgerEvent[]) => readonly LedgerEvent[];
  /** Takes a batch for done although some of it failed. */
  readonly ignoresFailures?: boolean;
}

/** Runs a schedule to its end: no batch is left, and every process that crashed was followed by another. */
export async function runSchedule(
  client: TableSender,
  table: string,
  schedule: Schedule,
  breakage: Breakage = {},
): Promise<void> {
  const queue = [...schedule.batches];
  const plan = [...schedule.faults];
  const start = (skew: number) => {
    const process = startProcess(breakage.client?.(client) ?? client, plan);
    return { process, ledger: ledgerOver(process.client, table, NOON + skew) };
  };
  const work = async (lane: number) => {
    const skew = schedule.skews[lane] ?? 0;
    let { process, ledger } = start(skew);
    for (let batch = queue.shift(); batch !== undefined; batch = queue.shift()) {
      const { addresses } = await ledger.record(breakage.events?.(batch) ?? batch);
      const failed = [...addresses.values()].some(({ outcome }) => outcome === 'failed');
      if ((failed || process.crashed()) && !breakage.ignoresFailures) queue.push(batch);
      if (process.crashed()) ({ process, ledger } = start(skew));
    }
  };
  await Promise.all(Array.from({ length: schedule.processes }, (_, lane) => work(lane)));
}

/** A ledger that waits no time between attempts. */
export function ledgerOver(client: TableSender, table: string, now = NOON): Ledger {
  const sleep = () => new Promise<void>((wake) => setImmediate(wake));
  return createLedger({ client, table, settings: usual, clock: () => now * 1000, retryPolicy: { sleep } });
}
