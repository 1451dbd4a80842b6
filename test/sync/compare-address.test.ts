import { beforeAll, describe, expect, test } from 'vitest';
import type { SupportedSuppressions } from '../../shared/esp-api/types.ts';
import {
  capabilityOf,
  compare,
  compareAll,
  DAY,
  entry,
  event,
  known,
  NOW,
  own,
  released,
} from './fixture.ts';

/** Bounces, complaints and unsubscriptions without ends, each held as what it is; a minute of lag. */
let mailgun: SupportedSuppressions;
/** Every entry ends. */
let ahasend: SupportedSuppressions;
/** Everything that is added becomes an unsubscription. */
let sendgrid: SupportedSuppressions;
/** Complaints are never lifted. */
let postmark: SupportedSuppressions;
beforeAll(async () => {
  [mailgun, ahasend, sendgrid, postmark] = await Promise.all([
    capabilityOf('mailgun'),
    capabilityOf('ahasend'),
    capabilityOf('sendgrid'),
    capabilityOf('postmark'),
  ]);
});

const MINUTE = 60_000;

describe('only there', () => {
  test('and unknown here: taken in with the reason, the date, and the same id each time', () => {
    const theirs = [entry({ diagnostic: '550 5.1.1 No such user', code: '550', createdAt: NOW - DAY })];
    const first = compare(mailgun, { theirs });
    expect(first).toMatchObject({
      class: 'only-there',
      changes: [
        {
          action: 'take-in',
          as: 'hard-bounce',
          event: {
            kind: 'bounce',
            permanent: true,
            diagnostic: '550 5.1.1 No such user',
            replyCode: '550',
            occurredAt: '2026-11-29T14:05:07.000Z',
          },
        },
      ],
    });
    expect(compare(mailgun, { theirs }, { now: NOW + DAY }).changes).toEqual(first.changes);
  });

  test.each([
    ['complaint', { kind: 'complaint' }],
    ['unsubscribe', { kind: 'unsubscribe' }],
    ['invalid-address', { kind: 'bounce', permanent: true, code: 2111 }],
    ['soft-bounce', { kind: 'bounce', permanent: false }],
    ['manual', { kind: 'dropped', listed: true }],
    ['unknown', { kind: 'dropped', listed: true }],
    ['hard-bounce', { kind: 'dropped', listed: true }],
  ] as const)('%s without a text is taken in as %j', (reason, expected) => {
    const { changes } = compare(mailgun, { theirs: [entry({ reason })] });
    const { kind } = expected;
    expect(changes).toMatchObject([{ action: 'take-in', event: { kind } }]);
    if ('permanent' in expected)
      expect(changes).toMatchObject([{ event: { permanent: expected.permanent } }]);
  });

  test('a reply of class 4 is no permanent failure, whatever the list is called', () => {
    const theirs = [entry({ diagnostic: '452 4.2.2 Mailbox full', code: '4.2.2' })];
    expect(compare(mailgun, { theirs }).changes).toMatchObject([{ event: { permanent: false } }]);
  });

  test('counts on the source’s own list', () => {
    const { changes } = compare(mailgun, { theirs: [entry({ reason: 'unsubscribe' })] }, { list: 'news' });
    expect(changes).toMatchObject([{ event: { list: 'news' } }]);
  });

  test('younger than the lag is too recent to compare', () => {
    const young = [entry({ createdAt: NOW - 59_000 })];
    expect(compare(mailgun, { theirs: young })).toMatchObject({ class: 'too-recent', changes: [] });
    const old = [entry({ createdAt: NOW - 61_000 })];
    expect(compare(mailgun, { theirs: old }).class).toBe('only-there');
  });

  test('known here from the source, and not suppressed by the policy: nothing to do', () => {
    const theirs = [entry({ reason: 'soft-bounce' })];
    const here = known([event({ at: NOW - 30 * DAY })]);
    expect(compare(mailgun, { theirs, known: here })).toMatchObject({ class: 'only-there', changes: [] });
  });

  test('known here from another source alone: the ESP’s evidence is taken in', () => {
    const here = known([event({ source: 'other' })]);
    expect(compare(mailgun, { theirs: [entry()], known: here }).changes).toHaveLength(1);
  });

  test('held back by a guard here: too recent', () => {
    const here = known([], { pending: true });
    expect(compare(mailgun, { theirs: [entry()], known: here }).class).toBe('too-recent');
  });

  test('a hold of theirs that ends is left to end', () => {
    const theirs = [entry({ reason: 'soft-bounce', expiresAt: NOW + DAY })];
    expect(compare(mailgun, { theirs })).toMatchObject({ class: 'only-there', changes: [] });
  });

  test('a complaint whose entry ends is evidence all the same', () => {
    const theirs = [entry({ reason: 'complaint', expiresAt: NOW + DAY })];
    expect(compare(mailgun, { theirs }).changes).toMatchObject([{ action: 'take-in' }]);
  });

  test('an entry that has ended is none', () => {
    expect(compareAll(mailgun, { theirs: [entry({ expiresAt: NOW - 1 })] })).toEqual([]);
  });
});

describe('released here', () => {
  test('after their date: offered for removal, with the entry as the ESP has it', () => {
    const theirs = [entry({ address: 'Ann@Example.com', id: '7', scope: 'mg.example.com' })];
    expect(compare(mailgun, { theirs, known: released(NOW - DAY) })).toMatchObject({
      class: 'differs',
      changes: [{ action: 'remove', as: 'hard-bounce', entry: theirs[0] }],
    });
  });

  test('before their date: the newer entry is taken in', () => {
    const { changes } = compare(mailgun, { theirs: [entry()], known: released(NOW - 31 * DAY) });
    expect(changes).toMatchObject([{ action: 'take-in' }]);
  });

  test('on the day of an entry of which the ESP gives only the day: not known to be after it', () => {
    const midnight = Date.UTC(2026, 10, 20);
    const theirs = [entry({ createdAt: midnight })];
    const sameDay = compare(mailgun, { theirs, known: released(midnight + 12 * 3_600_000) });
    expect(sameDay.changes).not.toMatchObject([{ action: 'remove' }]);
    const nextDay = compare(mailgun, { theirs, known: released(midnight + DAY) });
    expect(nextDay.changes).toMatchObject([{ action: 'remove' }]);
  });

  test('an entry without a date is neither removed nor taken in', () => {
    const theirs = [entry({ createdAt: null })];
    expect(compare(mailgun, { theirs, known: released(NOW - DAY) })).toMatchObject({
      class: 'differs',
      changes: [],
    });
  });

  test('an entry without a date that was taken in before the release is removed', () => {
    const here = known([
      event({ kind: 'dropped', at: NOW - 2 * DAY }),
      event({ kind: 'release', at: NOW - DAY, source: 'manual' }),
    ]);
    const theirs = [entry({ createdAt: null })];
    expect(compare(mailgun, { theirs, known: here }).changes).toMatchObject([{ action: 'remove' }]);
  });

  test('a complaint only with the proof that the release carries', () => {
    const theirs = [entry({ list: 'complaints', reason: 'complaint' })];
    expect(compare(mailgun, { theirs, known: released(NOW - DAY) })).toMatchObject({
      class: 'differs',
      changes: [],
    });
    expect(compare(mailgun, { theirs, known: released(NOW - DAY, true) }).changes).toMatchObject([
      { action: 'remove' },
    ]);
  });

  test('a complaint that the ESP never lifts stays', () => {
    const theirs = [entry({ list: 'suppressions', reason: 'complaint' })];
    const { changes, why } = compare(postmark, { theirs, known: released(NOW - DAY, true) });
    expect(changes).toEqual([]);
    expect(why).toContain('lifts no entry with the reason complaint');
  });

  test('an entry that ends by itself is left to end', () => {
    const theirs = [entry({ list: 'suppressions', expiresAt: NOW + DAY })];
    expect(compare(ahasend, { theirs, known: released(NOW - DAY) })).toMatchObject({
      class: 'differs',
      changes: [],
    });
  });

  test('an opt-in of the recipient is no operator’s release', () => {
    const here = known([
      event({ kind: 'unsubscribe', at: NOW - 30 * DAY }),
      event({ kind: 'resubscribe', at: NOW - DAY }),
    ]);
    const theirs = [entry({ list: 'unsubscribes', reason: 'unsubscribe' })];
    expect(compare(mailgun, { theirs, known: here }).changes).toEqual([]);
  });

  test('on one list does not lift the entry of another', () => {
    const here = known([event({ kind: 'release', at: NOW - DAY, list: 'other', source: 'manual' })]);
    expect(compare(mailgun, { theirs: [entry()], known: here }).changes).not.toMatchObject([
      { action: 'remove' },
    ]);
  });

  test('every entry of the address that is older is removed, each by its own name', () => {
    const theirs = [entry({ scope: 'a.example' }), entry({ scope: 'b.example' })];
    const { changes } = compare(mailgun, { theirs, known: released(NOW - DAY) });
    expect(changes).toMatchObject([
      { action: 'remove', entry: { scope: 'a.example' } },
      { action: 'remove', entry: { scope: 'b.example' } },
    ]);
  });
});

describe('only here', () => {
  test('added where the ESP holds it as what it is', () => {
    expect(compare(mailgun, { ours: [own()] })).toMatchObject({
      class: 'only-here',
      changes: [{ action: 'add', as: 'hard-bounce', list: 'bounces', expiresAt: null }],
    });
  });

  test('an impossible address is a dead one', () => {
    expect(compare(mailgun, { ours: [own({ reason: 'address-invalid' })] }).changes).toMatchObject([
      { as: 'hard-bounce' },
    ]);
  });

  test('added as something else only where that is asked for', () => {
    expect(compare(sendgrid, { ours: [own()] })).toMatchObject({ class: 'only-here', changes: [] });
    expect(compare(sendgrid, { ours: [own()] }, { allowInexact: true }).changes).toMatchObject([
      { action: 'add', as: 'unsubscribe', list: 'global', reason: 'hard-bounce' },
    ]);
  });

  test('a hold with an end never goes to a list without ends', () => {
    const ours = [own({ reason: 'permanent-failure', until: NOW + DAY })];
    for (const allowInexact of [false, true]) {
      expect(compare(mailgun, { ours }, { allowInexact })).toMatchObject({
        class: 'only-here',
        changes: [],
      });
    }
    expect(compare(ahasend, { ours }).changes).toMatchObject([{ action: 'add', expiresAt: NOW + DAY }]);
  });

  test('a hold without an end is added with one where every entry ends', () => {
    expect(compare(ahasend, { ours: [own()] }).changes).toMatchObject([
      { action: 'add', expiresAt: NOW + 365 * DAY },
    ]);
  });

  test('what rests on another ESP’s list is not added by itself', () => {
    expect(compare(mailgun, { ours: [own({ reason: 'esp-suppression' })] }).changes).toEqual([]);
  });

  test('the strongest reason that the ESP can hold is the one that is added', () => {
    const ours = [own(), own({ reason: 'complaint' })];
    expect(compare(mailgun, { ours }).changes).toMatchObject([{ as: 'complaint' }]);
    const manual = [own({ reason: 'manual' }), own()];
    expect(compare(mailgun, { ours: manual }).changes).toMatchObject([{ as: 'hard-bounce' }]);
  });

  test('suppressed or added within the lag: too recent', () => {
    expect(compare(mailgun, { ours: [own({ since: NOW - 30_000 })] }).class).toBe('too-recent');
    const remembered = [{ action: 'add', list: 'bounces', as: 'hard-bounce', at: NOW - 30_000 }] as const;
    expect(compare(mailgun, { ours: [own()], remembered }).class).toBe('too-recent');
  });
});

describe('both', () => {
  test('for the same reason', () => {
    expect(compare(mailgun, { theirs: [entry()], ours: [own()] })).toMatchObject({
      class: 'both',
      changes: [],
    });
  });

  test('for another reason differs, and nothing is changed', () => {
    const theirs = [entry({ reason: 'manual' })];
    expect(compare(mailgun, { theirs, ours: [own()] })).toMatchObject({ class: 'differs', changes: [] });
  });

  test('a recipient’s decision that is unknown here is taken in', () => {
    const theirs = [entry({ list: 'complaints', reason: 'complaint' })];
    expect(compare(mailgun, { theirs, ours: [own()] })).toMatchObject({
      class: 'differs',
      changes: [{ action: 'take-in', as: 'complaint' }],
    });
    const here = known([event({ kind: 'complaint' })]);
    expect(compare(mailgun, { theirs, ours: [own()], known: here }).changes).toEqual([]);
  });
});

describe('what was added from here', () => {
  const at = NOW - 2 * DAY;
  const remembered = [{ action: 'add', list: 'global', as: 'unsubscribe', at }] as const;
  const theirs = [entry({ list: 'global', reason: 'unsubscribe', createdAt: at + MINUTE })];

  test('is no act of the recipient', () => {
    expect(compare(sendgrid, { theirs, ours: [own()], remembered })).toMatchObject({
      class: 'both',
      changes: [],
    });
  });

  test('is not taken in once the ledger no longer suppresses it', () => {
    expect(compare(sendgrid, { theirs, remembered })).toMatchObject({ class: 'only-there', changes: [] });
  });

  test('is removed once an operator has released it', () => {
    expect(compare(sendgrid, { theirs, remembered, known: released(NOW - DAY) }).changes).toMatchObject([
      { action: 'remove' },
    ]);
  });

  test('an unsubscription long after it is the recipient’s own', () => {
    const later = [entry({ list: 'global', reason: 'unsubscribe', createdAt: at + DAY })];
    expect(compare(sendgrid, { theirs: later, ours: [own()], remembered }).changes).toMatchObject([
      { action: 'take-in', as: 'unsubscribe' },
    ]);
  });

  test('a removal that the ESP does not show yet is too recent', () => {
    const removed = [{ action: 'remove', list: 'bounces', as: 'hard-bounce', at: NOW - 30_000 }] as const;
    const sides = { theirs: [entry()], known: released(NOW - DAY), remembered: removed };
    expect(compare(mailgun, sides)).toMatchObject({ class: 'too-recent', changes: [] });
  });
});

describe('a list that the operator made at the ESP', () => {
  const theirs = [
    entry({ list: 'groups', reason: 'unsubscribe', espList: 'group-7', scope: 'group-7', id: '7' }),
  ];

  test('is compared with the list that stands for it here', () => {
    expect(compare(sendgrid, { theirs }).changes).toMatchObject([
      { action: 'take-in', event: { kind: 'unsubscribe', list: 'esp/group-7' } },
    ]);
    const mapped = compare(sendgrid, { theirs }, { espLists: { 'group-7': 'weekly' } });
    expect(mapped.changes).toMatchObject([{ event: { list: 'weekly' } }]);
    const verdicts = [own({ reason: 'unsubscribe', list: 'esp/group-7' })];
    expect(compare(sendgrid, { theirs, known: known([], { verdicts }) })).toMatchObject({
      class: 'both',
      changes: [],
    });
  });
});

describe('several entries of an address', () => {
  const later = { scope: 'b.example', createdAt: NOW - DAY };

  test('a failure since the release is taken in, and the older entry stays with it', () => {
    const theirs = [entry({ scope: 'a.example' }), entry(later)];
    const { changes } = compare(mailgun, { theirs, known: released(NOW - 2 * DAY) });
    expect(changes).toMatchObject([{ action: 'take-in', event: { occurredAt: '2026-11-29T14:05:07.000Z' } }]);
  });

  test('a passing failure since the release is taken in, and the older entry is removed', () => {
    const theirs = [entry({ scope: 'a.example' }), entry({ ...later, reason: 'soft-bounce' })];
    const { changes } = compare(mailgun, { theirs, known: released(NOW - 2 * DAY) });
    expect(changes.map(({ action }) => action)).toEqual(['remove', 'take-in']);
  });

  test('an unsubscription from one tag stays while that from another does: Mailgun removes both at once', () => {
    const tag = (espList: string) => entry({ list: 'unsubscribes', reason: 'unsubscribe', espList });
    const release = event({ kind: 'release', at: NOW - DAY, source: 'manual', list: 'esp/tag-a' });
    const both = compareAll(mailgun, { theirs: [tag('tag-a'), tag('tag-b')], known: known([release]) });
    expect(both.flatMap(({ changes }) => changes.map(({ action }) => action))).toEqual(['take-in']);
    const one = compareAll(mailgun, { theirs: [tag('tag-a')], known: known([release]) });
    expect(one.flatMap(({ changes }) => changes.map(({ action }) => action))).toEqual(['remove']);
  });
});

describe('the proof of a release', () => {
  const complaint = entry({ list: 'complaints', reason: 'complaint' });
  const release = (at: number, hasProof: boolean) =>
    event({ kind: 'release', at, source: 'manual', hasProof });

  test('holds for the complaint although a later release has none', () => {
    const here = known([release(NOW - 3 * DAY, true), release(NOW - DAY, false)]);
    expect(compare(mailgun, { theirs: [complaint], known: here }).changes).toMatchObject([
      { action: 'remove', as: 'complaint' },
    ]);
  });

  test('does not hold for a complaint that came after it', () => {
    const again = event({ kind: 'complaint', at: NOW - 2 * DAY });
    const here = known([release(NOW - 3 * DAY, true), again, release(NOW - DAY, false)]);
    expect(compare(mailgun, { theirs: [complaint], known: here }).changes).toEqual([]);
  });
});

test('an entry of a list whose entries all end is left to end, although the ESP shows no end of it', async () => {
  const mailersend = await capabilityOf('mailersend');
  const theirs = [entry({ list: 'on-hold-list', reason: 'soft-bounce' })];
  expect(compare(mailersend, { theirs, known: released(NOW - DAY) })).toMatchObject({
    class: 'differs',
    changes: [],
  });
  expect(compare(mailersend, { theirs }).changes).toEqual([]);
});
