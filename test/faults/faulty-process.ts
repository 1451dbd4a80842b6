/** A process whose calls fail: they are throttled, time out, or the process ends during one of them. */
import type { TableSender } from '../../shared/store/dynamodb/table-client.ts';
import type { RecordStore } from '../../shared/store/record-store.ts';
import { intercept } from '../ledger/intercept.ts';

export const faults = ['throttle', 'time-out', 'time-out after', 'crash', 'crash after'] as const;
/** What happens to one call. `after`: the call has taken effect, and the caller gets no answer. */
export type Fault = (typeof faults)[number] | 'none';

/** The process that made the call has ended. */
export class InjectedCrashError extends Error {
  override readonly name = 'InjectedCrashError';
}

function named(name: string): Error {
  return Object.assign(new Error(`injected: ${name}`), { name });
}

/** A process: once it has crashed, every further call of it fails. */
export interface Process {
  /** Makes a call of the process, with the next fault of its plan. */
  readonly call: <T>(call: () => Promise<T>) => Promise<T>;
  readonly crashed: () => boolean;
}

/** Starts a process; each of its calls takes the next fault of `plan`, none when it has run out. */
export function startProcess(plan: Fault[]): Process {
  let crashed = false;
  return {
    crashed: () => crashed,
    async call(call) {
      if (crashed) throw new InjectedCrashError('The process has crashed.');
      const fault = plan.shift() ?? 'none';
      if (fault === 'throttle') throw named('ProvisionedThroughputExceededException');
      if (fault === 'time-out') throw named('TimeoutError');
      if (fault === 'crash') {
        crashed = true;
        throw new InjectedCrashError('The process crashes before the call.');
      }
      const answer = await call();
      if (fault === 'time-out after') throw named('TimeoutError');
      if (fault === 'crash after') {
        crashed = true;
        throw new InjectedCrashError('The process crashes before it has the answer.');
      }
      return answer;
    },
  };
}

/** A DynamoDB client whose commands are calls of a process: faults meet the store's own retries. */
export function clientOf(process: Process, client: TableSender): TableSender {
  return intercept(client, (command, next) => process.call(() => next(command)));
}

/** A store whose methods are calls of a process: faults meet what uses the port. */
export function storeOf({ call }: Process, store: RecordStore): RecordStore {
  const { guards } = store;
  return {
    get: (key, options) => call(() => store.get(key, options)),
    getMany: (keys) =>
      call(() => store.getMany(keys)).catch((error) => ({
        found: new Map(),
        failed: new Map(keys.map((key) => [key, error])),
      })),
    putIf: (key, record, options) => call(() => store.putIf(key, record, options)),
    deleteIf: (key, revision) => call(() => store.deleteIf(key, revision)),
    listSuppressed: (after) => store.listSuppressed(after),
    guards: {
      get: (subjects) => call(() => guards.get(subjects)),
      add: (subject, counts) => call(() => guards.add(subject, counts)),
      removeCounters: (subject, stale) => call(() => guards.removeCounters(subject, stale)),
      open: (subject, window, last) => call(() => guards.open(subject, window, last)),
      extend: (subject, incident, until) => call(() => guards.extend(subject, incident, until)),
      list: (limit) => call(() => guards.list(limit)),
      decide: (subject, incident, decision) => call(() => guards.decide(subject, incident, decision)),
    },
  };
}
