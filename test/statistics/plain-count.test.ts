/** Property: statistics equal a plain count of distinct events, whatever comes twice, in whatever order and batches. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { domainOf } from '../../shared/address/address.ts';
import { receiverFamilyOf } from '../../shared/address/receiver-families.ts';
import { type ClassifiedEvent, type EventKind, isFailureKind } from '../../shared/events/event.ts';
import type { StatisticsRow } from '../../shared/statistics/statistics.ts';
import { address, DAY, event, HOUR, NOON } from '../ledger/events.ts';
import { createStatisticsFixture } from './fixture.ts';

const people = ['ann@gmail.com', 'bob@outlook.com', 'cem@yahoo.co.uk', 'dan@shop.example', 'eve@gmail.com'];
const kinds: readonly EventKind[] = [
  'bounce',
  'deferral',
  'dropped',
  'complaint',
  'unsubscribe',
  'delivered',
];
const codes = [2001, 2002, 3001, 4006, 9999];

/** What happened to one message; addresses have at most as many as their records hold apart. */
const happening = fc.record({
  who: fc.nat({ max: people.length - 1 }),
  kind: fc.constantFrom(...kinds),
  code: fc.constantFrom(...codes),
  permanent: fc.constantFrom(true, false, null),
  hoursAgo: fc.nat({ max: 40 }),
  source: fc.constantFrom('sendgrid', 'ses'),
  list: fc.constantFrom('*', 'news'),
});

/** What is delivered: a happening, as it came or as a replay reads it. */
const report = fc.record({
  happening: fc.nat(),
  replay: fc.constantFrom(0, 0, 0, 1, 2),
});

/** What the test does next: records a batch, or lets the stream deliver, perhaps a batch twice. */
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ record: fc.array(report, { minLength: 1, maxLength: 8 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      shard: fc.nat({ max: 2 }),
      size: fc.integer({ min: 1, max: 5 }),
      again: fc.boolean(),
    }),
  },
);

const schedule = fc.record({
  happenings: fc.array(happening, { minLength: 1, maxLength: 30 }),
  steps: fc.array(step, { minLength: 1, maxLength: 40 }),
  hashed: fc.boolean(),
});

test('statistics equal a plain count over random schedules with duplicates, retries and replays', async () => {
  await fc.assert(
    fc.asyncProperty(schedule, async ({ happenings, steps, hashed }) => {
      const fixture = createStatisticsFixture({ hashed });
      const reported = new Map<string, ClassifiedEvent>();
      for (const one of steps) {
        if ('record' in one) {
          const batch = one.record.map((r) =>
            reportOf(happenings, r.happening % happenings.length, r.replay),
          );
          for (const reading of batch) keepLast(reported, reading);
          await fixture.ledger.record(batch);
        } else await fixture.deliver(`shard-${one.shard}`, one.size, one.again);
      }
      await fixture.deliverAll();
      for (const by of ['hour', 'day'] as const) {
        const { rows, exact } = await fixture.statistics({ from: NOON - 3 * DAY, to: NOON + DAY, by });
        expect(exact).toBe(true);
        expect(cellsOf(rows)).toEqual(plainCount([...reported.values()], by));
      }
    }),
    { numRuns: 150 },
  );
});

type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

function reportOf(happenings: readonly Happening[], index: number, replay: number): ClassifiedEvent {
  const one = happenings[index];
  if (one === undefined) throw new RangeError('A report is of one of the happenings.');
  return event({
    // A record holds two deliveries apart: more of them than it holds are the next test's.
    address: address(one.kind === 'delivered' ? `${index}-${people[one.who]}` : (people[one.who] ?? '')),
    kind: one.kind,
    permanent: isFailureKind(one.kind) ? one.permanent : null,
    // Each replay reads with other rules; two reports of one replay read the same.
    code: isFailureKind(one.kind) ? (codes[(codes.indexOf(one.code) + replay) % codes.length] ?? 0) : 9999,
    at: NOON - one.hoursAgo * HOUR,
    id: `${one.source}:${index}`,
    source: one.source,
    list: one.list,
    replayGeneration: replay,
  });
}

/** The reading of the last replay counts. */
function keepLast(reported: Map<string, ClassifiedEvent>, reading: ClassifiedEvent): void {
  const key = `${reading.address} ${reading.id}`;
  const known = reported.get(key);
  if (known === undefined || reading.replayGeneration > known.replayGeneration) reported.set(key, reading);
}

type Cell = readonly [...(string | number | boolean | null)[]];

function plainCount(events: readonly ClassifiedEvent[], by: 'hour' | 'day'): readonly Cell[] {
  const seconds = by === 'hour' ? HOUR : DAY;
  const counts = new Map<string, number>();
  for (const { address: who, at, source, kind, permanent, code, list } of events) {
    const start = Math.floor(at / seconds) * seconds;
    const receiver = receiverFamilyOf(domainOf(who));
    const cell = [start, source, kind, permanent, isFailureKind(kind) ? code : null, receiver, list];
    const key = JSON.stringify(cell);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].map(([key, count]) => [...JSON.parse(key), count]).sort(byText);
}

function cellsOf(rows: readonly StatisticsRow[]): readonly Cell[] {
  return rows
    .map(({ at, source, kind, permanent, code, receiver, list, count }) => [
      ...[at, source, kind, permanent, code, receiver, list, count],
    ])
    .sort(byText);
}

const byText = (a: Cell, b: Cell) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
