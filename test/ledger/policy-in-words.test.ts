/** The ledger's reading of the shipped policy against another one, for any events in any order. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bases, type ClassifiedEvent } from '../../shared/events/event.ts';
import { compilePolicy } from '../../shared/ledger/policy/compile-policy.ts';
import { appliesTo, verdictsAt } from '../../shared/ledger/policy/verdicts.ts';
import { emptyRecord } from '../../shared/ledger/record/address-record.ts';
import { DAY, event, merge, NOON, usual } from './events.ts';
import { policyInWords } from './policy-in-words.ts';

const policy = compilePolicy(usual);
const people = fc.constantFrom('complaint', 'unsubscribe', 'resubscribe', 'suppress', 'release', 'delivered');

/** What happens to one address again and again: events of one theme are what thresholds and tiers are about. */
const themes: ReadonlyArray<readonly number[]> = [
  [3001],
  [3005, 4003, 4006],
  [3003, 3999, 4001, 4004, 4999],
  [2999, 2001],
  [3002],
  [2001, 2002, 2004, 1002, 1999, 5001, 9999],
];

/** Quarters of an hour to the edges of holds, windows and memories. */
const edges = [1, 7, 14, 15, 30, 90, 91, 365, 366, 379, 380].map((days) => days * 96);

const history = fc
  .tuple(fc.constantFrom(...themes), fc.constantFrom(1, 20, 60, 120, 420))
  .chain(([codes, days]) =>
    fc.array(
      fc.record({
        what: fc.oneof({ weight: 8, arbitrary: fc.constantFrom('bounce', 'bounce', 'dropped') }, people),
        code: fc.constantFrom(...codes),
        permanent: fc.constantFrom(true, true, null, false),
        basis: fc.constantFrom(...bases),
        onEspSuppressionList: fc.boolean(),
        hasProof: fc.boolean(),
        list: fc.constantFrom('*', '*', 'news', 'receipts'),
        quartersAgo: fc.oneof({ weight: 3, arbitrary: fc.nat(days * 96) }, fc.constantFrom(...edges)),
      }),
      { minLength: 1, maxLength: 16 },
    ),
  )
  .map((made) =>
    made.map(({ what, quartersAgo, onEspSuppressionList, hasProof, ...fields }): ClassifiedEvent => {
      const at = NOON - quartersAgo * 900;
      if (what === 'bounce') return event({ ...fields, kind: 'bounce', at });
      if (what === 'dropped')
        return event({
          ...fields,
          kind: 'dropped',
          at,
          ...(onEspSuppressionList && { onEspSuppressionList }),
        });
      const proof = what === 'release' && hasProof ? { proof: 'asked by letter' } : {};
      return event({ kind: what, list: fields.list, at, basis: 'none', ...proof });
    }),
  );

test('says of every list what the policy says in words', () => {
  fc.assert(
    fc.property(history, fc.infiniteStream(fc.nat()), (events, order) => {
      const shuffled = events
        .map((one) => ({ one, place: order.next().value ?? 0 }))
        .sort((a, b) => a.place - b.place);
      const record = shuffled.reduce((known, { one }) => merge(known, [one]), emptyRecord);
      const verdicts = verdictsAt(record, policy, NOON);
      for (const list of ['*', 'news', 'receipts', 'another']) {
        const said = verdicts.find((verdict) => appliesTo(verdict, list, policy));
        const expected = policyInWords(events, list, NOON);
        expect([list, said?.suppressionReason, said?.until]).toEqual([
          list,
          expected?.reason,
          expected?.until,
        ]);
      }
    }),
    { numRuns: 3_000 },
  );
});

test('one address, a year of daily failures: what is evicted changes no answer', () => {
  const daily = (code: number, basis: 'text' | 'reply-code' = 'text') =>
    Array.from({ length: 365 }, (_, day) =>
      event({ kind: 'bounce', code, basis, permanent: true, at: NOON - day * DAY }),
    );
  for (const events of [daily(3001), daily(3002), daily(3999), daily(4003), daily(2001, 'reply-code')]) {
    const [verdict] = verdictsAt(merge(emptyRecord, events), policy, NOON);
    const { reason, until } = policyInWords(events, '*', NOON) ?? {};
    expect([verdict?.suppressionReason, verdict?.until]).toEqual([reason, until]);
  }
});
