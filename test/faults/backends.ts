/** The stores under the schedules: the table, with faults in its calls, and memory, with faults at the port. */
import { dynamoDbStore } from '../../shared/store/dynamodb/dynamodb-store.ts';
import { memoryStore } from '../../shared/store/memory/memory-store.ts';
import type { RecordStore } from '../../shared/store/record-store.ts';
import type { Engine } from '../ledger/engine.ts';
import { clientOf, type Process, storeOf } from './faulty-process.ts';

export interface Backend {
  /** The store as a process sees it; without one, as it is. */
  open(process?: Process): RecordStore;
}

/** Retries without waiting, so that schedules take no longer than their calls. */
export const retryPolicy = { sleep: () => new Promise<void>((wake) => setImmediate(wake)) };

/** A table of an engine. Faults hit single DynamoDB calls, below the store's retries. */
export function tableBackend({ client }: Engine, table: string): Backend {
  return {
    open: (process) =>
      dynamoDbStore({ client: process ? clientOf(process, client) : client, table, retryPolicy }),
  };
}

/** A store in memory. Faults hit whole methods of the port. */
export function memoryBackend(): Backend {
  const store = memoryStore();
  return { open: (process) => (process ? storeOf(process, store) : store) };
}
