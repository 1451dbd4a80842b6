/** Random schedules: which events there are, how they are delivered, and what goes wrong meanwhile. */
import fc from 'fast-check';
import { type ClassifiedEvent, isEvidenceOnly } from '../../shared/events/event.ts';
import { address, DAY, event, NOON } from '../ledger/events.ts';
import { type Fault, faults } from './faulty-process.ts';

export interface Schedule {
  readonly events: readonly ClassifiedEvent[];
  /** Batches as the queue first delivers them, in order; each event is in one at least. */
  readonly batches: ReadonlyArray<readonly ClassifiedEvent[]>;
  /** How many processes take batches at once. */
  readonly processes: number;
  /** What happens to the calls, in the order in which they are made. */
  readonly faults: readonly Fault[];
  /** How far each process's clock is off, seconds. */
  readonly skews: readonly number[];
}

const addresses = ['ann', 'bob'].map((name) => address(`${name}@receiver.example`));

type Sorts = ReadonlyArray<fc.WeightedArbitrary<Partial<Omit<ClassifiedEvent, 'code'>> & { code?: number }>>;

/** What ESPs report, weighted as traffic is: many failures and deliveries. */
export const reported: Sorts = [
  { weight: 5, arbitrary: fc.constant({ kind: 'bounce', code: 3999 }) },
  { weight: 2, arbitrary: fc.constant({ kind: 'bounce', code: 2999, permanent: true }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'bounce', code: 2001, permanent: true }) },
  { weight: 4, arbitrary: fc.constant({ kind: 'bounce', code: 3001 }) },
  { weight: 4, arbitrary: fc.constant({ kind: 'bounce', code: 4003 }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'bounce', code: 1003, permanent: true }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'dropped', code: 1999 }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'dropped', code: 1999, onEspSuppressionList: true }) },
  { weight: 2, arbitrary: fc.constant({ kind: 'delivered' }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'deferral', code: 4001 }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'complaint', list: 'news' }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'unsubscribe', list: 'news' }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'resubscribe', list: 'news' }) },
];

/** The same, few manual actions, and events that are evidence alone. */
const everything: Sorts = [
  ...reported,
  { weight: 1, arbitrary: fc.constant({ kind: 'suppress', actor: 'kim', note: 'by letter' }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'release', actor: 'kim', note: 'by phone' }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'release', actor: 'kim', note: 'form', proof: 'form' }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'bounce', code: 2001, permanent: true, basis: 'unverified' }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'complaint', list: 'news', basis: 'ambiguous' }) },
];

/** Most events are of the last weeks, some lie beyond every window; few share a second. */
const ages = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 40 * DAY }) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 900 * DAY }) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 9 }).map((days) => days * DAY) },
);

function anEvent(sorts: Sorts): fc.Arbitrary<ClassifiedEvent> {
  return fc
    .record({ who: fc.constantFrom(...addresses), sort: fc.oneof(...sorts), age: ages, id: fc.uuid() })
    .map(({ who, sort, age, id }) =>
      event({ ...sort, address: who, at: NOON - age, id, diagnostic: `550 ${sort.kind} ${age % 3}` }),
    );
}

const aFault = fc.oneof(
  { weight: 5, arbitrary: fc.constant<Fault>('none') },
  { weight: 2, arbitrary: fc.constantFrom<Fault>(...faults) },
);

/**
 * Further reports of some of the events, under the same ids: other kinds, codes and times. No deliveries and no
 * evidence, of which a record retains so few that an overtaken report may have displaced another event.
 */
function withFurtherReports(
  events: readonly ClassifiedEvent[],
  sorts: Sorts,
): fc.Arbitrary<readonly ClassifiedEvent[]> {
  const reportable = events.filter(mayBeReportedAgain);
  if (reportable.length === 0) return fc.constant(events);
  return fc
    .array(fc.tuple(fc.constantFrom(...reportable), anEvent(sorts).filter(mayBeReportedAgain)), {
      maxLength: 4,
    })
    .map((drawn) => [...events, ...drawn.map(([{ id, address }, other]) => ({ ...other, id, address }))]);
}

function mayBeReportedAgain({ kind, basis }: ClassifiedEvent): boolean {
  return kind !== 'delivered' && !isEvidenceOnly(basis);
}

/** Beyond so many events of an address records evict: then ids are reported once. */
const MAX_UNEVICTED = 16;

/** @param most bounds the events */
export function schedules(most: number, sorts = everything): fc.Arbitrary<Schedule> {
  return fc
    .uniqueArray(anEvent(sorts), { minLength: 1, maxLength: most, selector: ({ id }) => id })
    .chain((events) => (most > MAX_UNEVICTED ? fc.constant(events) : withFurtherReports(events, sorts)))
    .chain((events) =>
      fc.record({
        events: fc.constant(events),
        batches: fc
          .tuple(
            fc.array(fc.array(fc.constantFrom(...events), { minLength: 1, maxLength: 8 }), { maxLength: 6 }),
            fc.shuffledSubarray([...events], { minLength: events.length }),
            fc.integer({ min: 1, max: 6 }),
          )
          .map(([some, all, size]) => [...some, ...chunks(all, size)]),
        processes: fc.integer({ min: 1, max: 4 }),
        faults: fc.array(aFault, { maxLength: 24 }),
        skews: fc.array(fc.integer({ min: -600, max: 600 }), { minLength: 4, maxLength: 4 }),
      }),
    );
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) =>
    items.slice(i * size, i * size + size),
  );
}
