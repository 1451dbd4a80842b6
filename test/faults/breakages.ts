/** Stores and processors with the defects that are often written. The properties must catch each of them. */
import type { ClassifiedEvent } from '../../shared/events/event.ts';
import { absentRecord, type RecordStore } from '../../shared/store/record-store.ts';
import type { ProcessorBreakage } from './run-processor.ts';
import type { Breakage } from './run-schedule.ts';

function unconditional(store: RecordStore): RecordStore {
  return {
    ...store,
    async putIf(key, record, options) {
      for (;;) {
        const { revision } = await store.get(key, { consistent: true });
        if (await store.putIf(key, record, { ...options, ifRevision: revision })) return true;
      }
    },
  };
}

function blind(store: RecordStore): RecordStore {
  return {
    ...store,
    getMany: async () => ({ found: new Map(), failed: new Map() }),
    get: async () => absentRecord,
  };
}

/** The reports that were seen first, by address and id. */
const firstReports = new Map<string, ClassifiedEvent>();

function firstReport(event: ClassifiedEvent): ClassifiedEvent {
  const key = `${event.address} ${event.id}`;
  const first = firstReports.get(key) ?? event;
  firstReports.set(key, first);
  return first;
}

let deliveries = 0;

export const brokenStores: Readonly<Record<string, Breakage>> = {
  'no condition on the write': { store: unconditional },
  'no de-duplication': {
    events: (events) => events.map((event) => ({ ...event, id: `${event.id}:${deliveries++}` })),
  },
  'the last write wins': {
    store: (store) => ({ ...blind(store), putIf: unconditional(store).putIf }),
  },
  'the first report of an id counts': { events: (events) => events.map(firstReport) },
  'a failed write is treated as done': { ignoresFailures: true },
};

export const brokenProcessors: Readonly<Record<string, ProcessorBreakage>> = {
  'a failed message is treated as done': { ignoresFailures: true },
  'a batch goes on without its archive': { ignoresArchive: true },
};
