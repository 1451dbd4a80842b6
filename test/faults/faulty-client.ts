/** A process on a bad day: calls that are throttled, time out, or kill it. */
import type { TableSender } from '../../shared/ledger/table-client.ts';

export const faults = ['throttle', 'time-out', 'time-out after', 'crash', 'crash after'] as const;
/** What happens to one call. `after`: the table has done it, and the caller never hears. */
export type Fault = (typeof faults)[number] | 'none';

/** The process that made the call is gone. */
export class InjectedCrashError extends Error {
  override readonly name = 'InjectedCrashError';
}

function named(name: string): Error {
  return Object.assign(new Error(`injected: ${name}`), { name });
}

/** A process over a table: once it has crashed, every further call of it fails. */
export interface Process {
  readonly client: TableSender;
  /** Makes any other call of the process (the archive, a queue), with the next fault of its plan. */
  readonly call: <T>(call: () => Promise<T>) => Promise<T>;
  readonly crashed: () => boolean;
}

/** Starts a process; each of its calls takes the next fault of `plan`, none when it has run out. */
export function startProcess(client: TableSender, plan: Fault[]): Process {
  let crashed = false;
  const send = async <T>(call: () => Promise<T>): Promise<T> => {
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
      throw new InjectedCrashError('The process crashes before it hears the answer.');
    }
    return answer;
  };
  return {
    client: intercept(client, (command, next) => send(() => next(command))),
    call: send,
    crashed: () => crashed,
  };
}

/** A client whose calls go through `handler`, which may change, drop or repeat them. */
export function intercept(
  client: TableSender,
  handler: (command: object, next: (command: object) => Promise<unknown>) => Promise<unknown>,
): TableSender {
  return new Proxy(client, {
    get(target, property, receiver) {
      if (property !== 'send') return Reflect.get(target, property, receiver);
      return (command: object) =>
        handler(command, (changed) => Reflect.apply(target.send, target, [changed]));
    },
  });
}
