/**
 * Whatever happens on both sides and wherever a process ends, the two lists come to the state that the rules give,
 * and nothing is removed that a plan did not show.
 */
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { EspSuppressionReason, SupportedSuppressions } from '../../shared/esp-api/types.ts';
import { espReasonOf } from '../../shared/sync/reasons.ts';
import { kindsReporting } from '../../shared/sync/take-in.ts';
import { capabilityOf } from './fixture.ts';
import { keyOf, World } from './world.ts';

const ADDRESSES = ['ann@example.com', 'bob@example.com', 'eve@example.org'];
const HOUR = 3_600_000;

const address = fc.constantFrom(...ADDRESSES);
const crash = fc.option(fc.integer({ min: 2, max: 24 }), { freq: 2 });

/** Something that happens on a side. */
const act = fc.oneof(
  fc.record({ does: fc.constant('bounce' as const), address, source: fc.constantFrom('esp', 'other') }),
  fc.record({ does: fc.constant('soft-bounce' as const), address }),
  fc.record({ does: fc.constantFrom('complaint' as const, 'unsubscribe' as const), address }),
  fc.record({
    does: fc.constantFrom('suppress' as const, 'release' as const, 'release-with-proof' as const),
    address,
  }),
  fc.record({ does: fc.constant('delivered' as const), address }),
  fc.record({ does: fc.constant('add-there' as const), address, list: fc.nat(5) }),
  fc.record({ does: fc.constant('remove-there' as const), address }),
);

/** An act, the passing of time, or a plan and its application. */
const step = fc.oneof(
  { weight: 3, arbitrary: act },
  fc.record({
    does: fc.constant('wait' as const),
    ms: fc.constantFrom(1_500, 40_000, HOUR, 40 * 24 * HOUR),
  }),
  fc.record({
    does: fc.constant('sync' as const),
    crash,
    repeatsPages: fc.boolean(),
    meanwhile: fc.array(act, { maxLength: 2 }),
  }),
  fc.record({ does: fc.constant('deliver' as const), times: fc.integer({ min: 1, max: 2 }) }),
);
type Valued<A> = A extends fc.Arbitrary<infer T> ? T : never;
type Act = Valued<typeof act>;
type Step = Valued<typeof step>;

/** What an entry may be for on a list: what its ESP declares. */
function reasonsOf(capability: SupportedSuppressions): readonly (readonly [string, EspSuppressionReason])[] {
  return capability.lists.flatMap(({ name, reasons, read }) =>
    read === 'whole' && name !== 'groups' ? reasons.map((reason) => [name, reason] as const) : [],
  );
}

async function happen(world: World, capability: SupportedSuppressions, one: Act): Promise<void> {
  const places = reasonsOf(capability);
  switch (one.does) {
    case 'bounce':
      return world.report(one.source, {
        kind: 'bounce',
        recipient: one.address,
        permanent: true,
        diagnostic: '550 5.1.1 The email account does not exist',
      });
    case 'soft-bounce':
      return world.report('other', {
        kind: 'bounce',
        recipient: one.address,
        permanent: true,
        diagnostic: '550 5.0.0 Something is wrong',
        code: 2999,
      });
    case 'complaint':
    case 'unsubscribe':
    case 'delivered':
      return world.report('other', { kind: one.does, recipient: one.address });
    case 'suppress':
    case 'release':
      return world.decide(one.does, one.address);
    case 'release-with-proof':
      return world.decide('release', one.address, 'ticket 4711');
    case 'add-there': {
      const [list, reason] = places[one.list % places.length] ?? ['', 'unknown'];
      return world.addThere(one.address, list, reason);
    }
    case 'remove-there':
      return world.removeThere(one.address);
  }
}

async function run(world: World, capability: SupportedSuppressions, steps: readonly Step[]): Promise<void> {
  for (const one of steps) {
    world.now += 1_000;
    switch (one.does) {
      case 'wait':
        world.now += one.ms;
        break;
      case 'sync': {
        const changes = await world.plan(one);
        for (const another of one.meanwhile) {
          world.now += 1_000;
          await happen(world, capability, another);
        }
        await world.apply(changes, one.crash);
        break;
      }
      case 'deliver':
        await world.deliver(one.times);
        break;
      default:
        await happen(world, capability, one);
    }
  }
}

/** Lets lags pass, and applies until no plan has a change; refusals of the ESP are a result, not a reason to go on. */
async function settle(world: World): Promise<void> {
  for (let round = 0; round < 4; round++) {
    await world.deliver(1);
    world.now += HOUR;
    await world.apply(await world.plan());
  }
  await world.deliver(2);
  world.now += HOUR;
}

async function expectRulesHold(world: World, capability: SupportedSuppressions, allowInexact: boolean) {
  for (const one of ADDRESSES) {
    const here = await world.knownOf(one);
    const entries = world.entriesOf(one);
    const events = here?.events ?? [];
    for (const { reason, until } of here?.suppressed ? (here?.verdicts ?? []) : []) {
      const as = espReasonOf(reason);
      const form = as === null ? undefined : capability.add[as];
      if (form === undefined || until !== null || world.refused.has(one)) continue;
      if (form.becomes === as || allowInexact) expect([reason, entries.length > 0]).toEqual([reason, true]);
    }
    for (const entry of entries) {
      const { reason, createdAt, expiresAt } = entry;
      const isReported = events.some(
        ({ kind, source }) => source === 'esp' && kindsReporting(reason).includes(kind),
      );
      const release = events.find(({ kind, at }) => kind === 'release' && at >= (createdAt ?? 0));
      const isSuppressed = here?.suppressed ?? false;
      const isTemporary = expiresAt !== null && !['hard-bounce', 'complaint', 'unsubscribe'].includes(reason);
      // On the ESP's list: known here in one way or another.
      expect([
        entry,
        isReported || isSuppressed || isTemporary || world.isRemembered(entry) || release !== undefined,
      ]).toEqual([entry, true]);
      const list = capability.lists.find(({ name }) => name === entry.list);
      const isLifted = list?.remove !== null && !list?.remove.refuses.includes(reason) && expiresAt === null;
      const isVerified = reason !== 'complaint' || release?.hasProof === true;
      // Released here since, and not suppressed again: gone there.
      if (release !== undefined && !isSuppressed && isLifted && isVerified) expect(entry).toBe('removed');
    }
  }
}

/** Every removal was shown by a plan, and an operator's release was its reason. */
function expectNoOtherRemovals(world: World): void {
  for (const { entry, known } of world.removals) {
    expect(world.planned).toContain(keyOf(entry.address, `${entry.list} ${entry.createdAt}`));
    const releases = (known?.events ?? []).filter(
      ({ kind, at }) => kind === 'release' && at >= Math.floor((entry.createdAt ?? 0) / 1_000) * 1_000,
    );
    expect(releases.length).toBeGreaterThan(0);
    if (entry.reason === 'complaint') expect(releases.some(({ hasProof }) => hasProof)).toBe(true);
    expect(known?.suppressed).toBe(false);
    expect(entry.expiresAt).toBeNull();
  }
}

/** What was added from here had a reason here, with an end where that has one, and came back as nobody's act. */
async function expectFaithfulAdditions(world: World): Promise<void> {
  for (const { expiresAt, known } of world.additions) {
    expect(known?.suppressed).toBe(true);
    if (expiresAt === null) expect(known?.verdicts.some(({ until }) => until === null)).toBe(true);
  }
  for (const one of ADDRESSES) {
    for (const { kind, source } of (await world.knownOf(one))?.events ?? []) {
      const isDecision = kind === 'complaint' || kind === 'unsubscribe';
      if (source === 'esp' && isDecision) expect(world.acts).toContain(keyOf(one, kind));
    }
  }
}

describe.each([
  { provider: 'mailgun', allowInexact: false },
  { provider: 'sendgrid', allowInexact: true },
  { provider: 'postmark', allowInexact: false },
  { provider: 'ahasend', allowInexact: false },
] as const)('$provider', ({ provider, allowInexact }) => {
  let capability: SupportedSuppressions;
  beforeAll(async () => {
    capability = await capabilityOf(provider);
  });

  test('any interleaving ends in the state that the rules give, and another application changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 15, maxLength: 40, size: 'max' }), async (steps) => {
        const world = new World({ capability, allowInexact, refuses: (one) => one.startsWith('eve') });
        await run(world, capability, steps);
        await settle(world);
        const last = (await world.plan()).filter(({ address: one }) => !world.refused.has(one));
        expect(last).toEqual([]);
        const calls = world.calls;
        await world.apply(last);
        expect(world.calls).toBe(calls);
        await expectRulesHold(world, capability, allowInexact);
        expectNoOtherRemovals(world);
        await expectFaithfulAdditions(world);
      }),
      { numRuns: 40 },
    );
  }, 60_000);
});
