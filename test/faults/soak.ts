/** The soak: very many events over many addresses. Memory and cost must not grow with what has gone before. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { ClassifiedEvent } from '../../shared/events/event.ts';
import { createLedger } from '../../shared/ledger/ledger.ts';
import { toItem } from '../../shared/store/dynamodb/item.ts';
import { memoryStore } from '../../shared/store/memory/memory-store.ts';
import type { RecordStore } from '../../shared/store/record-store.ts';
import { address, bounce, DAY, delivered, event, NOON, STACK_KEY, usual } from '../ledger/events.ts';
import { itemSize } from '../ledger/item-size.ts';
import { seededRandom } from '../random.ts';

export interface Soak {
  readonly events: number;
  readonly addresses: number;
  readonly seed: number;
  readonly report: (line: string) => void;
}

/** A tenth of the run, as it was measured. */
export interface Stretch {
  readonly events: number;
  /** Heap in use after a collection. */
  readonly heapMegabytes: number;
  readonly microsecondsAnEvent: number;
  readonly writesAnEvent: number;
  readonly readsAnEvent: number;
  readonly writeUnitsAWrite: number;
}

const BATCH = 100;

/** Runs the soak in ten stretches; answers what each cost, the first after every address has a record. */
export async function soak({ events, addresses, seed, report }: Soak): Promise<readonly Stretch[]> {
  const { store, used } = measured(memoryStore());
  const ledger = createLedger({
    store,
    settings: usual,
    stackKey: STACK_KEY,
    clock: () => (NOON + 400 * DAY) * 1000,
  });
  const random = seededRandom(seed);
  const collect = collector();
  const stretches: Stretch[] = [];
  const each = Math.ceil(events / 10);
  for (let done = 0; done < events; done += each) {
    const before = { ...used };
    const began = process.cpuUsage();
    for (let at = done; at < Math.min(done + each, events); at += BATCH) {
      const batch = Array.from({ length: BATCH }, (_, i) => context(at + i, addresses, random));
      const { addresses: recorded } = await ledger.record(batch);
      for (const { outcome, error } of recorded.values()) {
        if (outcome === 'failed') throw new Error(`The soak lost an event: ${error}`);
      }
    }
    const { user, system } = process.cpuUsage(began);
    collect();
    const stretch: Stretch = {
      events: done + each,
      heapMegabytes: process.memoryUsage().heapUsed / 2 ** 20,
      microsecondsAnEvent: (user + system) / each,
      writesAnEvent: (used.writes - before.writes) / each,
      readsAnEvent: (used.reads - before.reads) / each,
      writeUnitsAWrite: (used.writeUnits - before.writeUnits) / (used.writes - before.writes),
    };
    stretches.push(stretch);
    report(inWords(stretch));
  }
  return stretches;
}

/** A store that counts its reads and writes, and the units that each write would cost in the table. */
function measured(store: RecordStore) {
  const used = { reads: 0, writes: 0, writeUnits: 0 };
  const counting: RecordStore = {
    ...store,
    getMany(keys) {
      used.reads += keys.length;
      return store.getMany(keys);
    },
    async putIf(key, record, options) {
      const written = await store.putIf(key, record, options);
      if (!written) return false;
      used.writes++;
      used.writeUnits += Math.ceil(itemSize(toItem(key, record, options)) / 1_024);
      return true;
    },
  };
  return { store: counting, used };
}

function inWords(stretch: Stretch): string {
  const { events, heapMegabytes, microsecondsAnEvent, writesAnEvent, readsAnEvent, writeUnitsAWrite } =
    stretch;
  return (
    `${String(events).padStart(8)} events  heap ${heapMegabytes.toFixed(0)} MB  ${microsecondsAnEvent.toFixed(0)} µs, ` +
    `${writesAnEvent.toFixed(2)} writes and ${readsAnEvent.toFixed(2)} reads an event, ` +
    `${writeUnitsAWrite.toFixed(3)} units a write`
  );
}

/** Node's garbage collector as a function, without a flag at its start. */
function collector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc');
}

/** Mostly deliveries, some failures, a few repetitions of what was sent before. */
function context(n: number, addresses: number, random: () => number): ClassifiedEvent {
  const repeated = random() < 0.05 && n > 1_000 ? n - Math.floor(random() * 1_000) : n;
  const person = (repeated * 7_919) % addresses;
  const who = address(`person.${person}@domain-${person % 997}.example`);
  const at = NOON + repeated;
  const fields = { address: who, id: `soak:${repeated}` };
  const sort = repeated % 10;
  if (sort < 6) return { ...delivered(at), ...fields };
  if (sort < 7) return event({ kind: 'deferral', code: 4001, at, ...fields });
  if (sort < 9) return bounce(3999, at, { ...fields, diagnostic: '452 4.3.1 try again later' });
  return bounce(repeated % 100 === 9 ? 2001 : 1003, at, { ...fields, diagnostic: '550 5.7.1 blocked' });
}
