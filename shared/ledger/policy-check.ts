/** Refuses a policy that contradicts itself, or asks for what a record does not keep. Pure. */
import { bases, failureKinds } from '../events/event.ts';
import { type FailureCode, shippedCodes } from '../failure-codes/scheme.ts';
import { KEPT_DAYS } from './item.ts';
import { claimOf, type Judgeable, matches } from './judge.ts';
import type { KeptKind } from './kept-event.ts';
import { type Reason, reasons } from './ledger.ts';
import type { Cause, PolicySettings, StormGuard } from './policy-settings.ts';
import { BUCKET_DAYS, bounceClass, dropClass, type Retention, retention } from './retention.ts';

/** What is wrong with one part of a policy: a cause, or its storm. `fault` is a sentence without its subject. */
export interface PolicyFault {
  readonly cause: Reason | 'storm';
  readonly fault: string;
}

/**
 * What is wrong with a policy; empty when nothing is. `ownCodes` are the operator's, which a cause may count beside
 * the shipped ones.
 */
export function checkPolicy(
  { causes, storm }: PolicySettings,
  ownCodes: readonly FailureCode[] = [],
): readonly PolicyFault[] {
  const wrong: PolicyFault[] = [];
  const seen = new Set<string>();
  const sorts = sortsOf([...shippedCodes.map(({ code }) => code), ...ownCodes]);
  causes.forEach((cause, place) => {
    const say = (fault: string) => wrong.push({ cause: cause.reason, fault });
    if (!reasons.includes(cause.reason)) say(`no such reason; there are ${reasons.join(', ')}.`);
    if (seen.has(cause.reason)) say('stands twice; state all that counts for it in one cause.');
    seen.add(cause.reason);
    checkThreshold(cause, say);
    checkTiers(cause, say);
    checkReleases(cause, say);
    const counted = sorts.filter((sort) => cause.counts.some((match) => matches(match, sort)));
    const claimed = counted.filter((sort) => claimOf(sort, causes) === place);
    if (counted.length === 0) say('counts no event that exists; look at its kinds, codes and conditions.');
    else if (claimed.length === 0) {
      say('never counts an event, because earlier causes claim all of them; move it up.');
    }
    checkCodes(cause, counted, claimed, say);
    checkRetention(cause, claimed, say);
  });
  if (!sorts.some((sort) => sort.kind === 'suppress' && claimOf(sort, causes) >= 0)) {
    const fault = 'no cause counts what a person suppresses, so nobody could suppress an address.';
    wrong.push({ cause: 'manual', fault });
  }
  if (storm !== null) checkStorm(storm, (fault) => wrong.push({ cause: 'storm', fault }));
  return wrong;
}

type Say = (fault: string) => void;

function whole(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}

function checkThreshold({ threshold, scope }: Cause, say: Say): void {
  const { count, withinDays, spanDays } = threshold;
  if (!whole(count, 1, 1_000)) say('its count must be a whole number from 1.');
  if (!whole(spanDays, 0, KEPT_DAYS)) say('its span must be a whole number of days from 0.');
  if (withinDays !== null && !whole(withinDays, 1, KEPT_DAYS)) {
    say(
      `it looks back ${withinDays} days; 1 to ${KEPT_DAYS} can be asked for, the time that a record is kept.`,
    );
  }
  if (withinDays !== null && withinDays < spanDays) {
    say(`events within ${withinDays} days can never lie ${spanDays} days apart.`);
  }
  if (count === 1 && spanDays > 0) say(`a single event spans no ${spanDays} days; raise the count.`);
  if (count > 1 && scope === 'own') {
    say(
      'it counts several events on their own list; a record keeps the newest over all lists, not for each.',
    );
  }
}

function checkTiers({ tiers, escalation, threshold }: Cause, say: Say): void {
  if (tiers.length === 0) say('it has no tier: say how long it holds.');
  const hours = tiers.map(({ holdHours }) => holdHours);
  if (hours.some((hold) => hold !== null && !whole(hold, 1, 100_000))) {
    say('a hold is a whole number of hours from 1, or null for no end.');
  }
  hours.forEach((hold, tier) => {
    const next = hours[tier + 1];
    if (next === undefined) return;
    if (hold === null) say(`tier ${tier + 1} has no end, so the tier after it is never reached.`);
    else if (next !== null && next <= hold) say(`tier ${tier + 2} is no longer than the one before it.`);
  });
  if (tiers.length > 1 && escalation === undefined) say('it has several tiers and nothing that escalates.');
  if (tiers.length === 1 && escalation !== undefined)
    say('it escalates, but has one tier; add another, or set escalation to null.');
  if (escalation === undefined) return;
  if (!whole(escalation.memoryDays, 1, KEPT_DAYS)) {
    say(`it remembers ${escalation.memoryDays} days; 1 to ${KEPT_DAYS} can be asked for.`);
  }
  const longest = Math.max(0, ...hours.slice(0, -1).map((hold) => hold ?? 0));
  if (escalation.on === 'after-hold' && escalation.memoryDays * 24 <= longest) {
    say('an earlier hold is forgotten before it has ended; lengthen the memory.');
  }
  if (threshold.consecutive && tiers.length > 1 && escalation.on === 'next-event' && threshold.count > 1) {
    say('a count in a row escalates with each further event; let it escalate after the hold.');
  }
}

function checkReleases(cause: Cause, say: Say): void {
  const { reason, tiers, releasedBy, needsProof, scope } = cause;
  const endless = tiers.some(({ holdHours }) => holdHours === null);
  if (endless && !releasedBy.includes('person')) say('it has no end, and no person may release it.');
  if (needsProof && !releasedBy.includes('person'))
    say('it asks a person for a proof, but no person may release it.');
  if (needsProof && releasedBy.includes('delivery')) say('it asks for a proof; a delivery proves nothing.');
  if (needsProof && releasedBy.includes('opt-in')) say('it asks for a proof; an opt-in brings none.');
  if (releasedBy.includes('opt-in') && scope !== 'own') {
    say('an opt-in is for one list, and cannot release what stands on others; give it the scope "own".');
  }
  if (
    reason === 'complaint' &&
    (tiers.some(({ holdHours }) => holdHours !== null) || releasedBy.includes('delivery'))
  ) {
    say('a complaint never ends by itself: no hold that ends, no release by a delivery.');
  }
}

const countable: readonly KeptKind[] = [...failureKinds, 'complaint', 'unsubscribe', 'suppress'];

/** Every sort of event that there is, with these codes. */
function sortsOf(codes: readonly FailureCode[]): readonly Judgeable[] {
  return countable.flatMap((kind) =>
    codes.flatMap((code) =>
      ([true, false, null] as const).flatMap((permanent) =>
        bases.flatMap((basis) =>
          (kind === 'dropped' ? [true, false] : [false]).map(
            (onEspSuppressionList): Judgeable => ({ kind, code, permanent, basis, onEspSuppressionList }),
          ),
        ),
      ),
    ),
  );
}

/** A code that is named, and that earlier causes claim in every form, would be left unheeded. */
function checkCodes(
  { counts }: Cause,
  counted: readonly Judgeable[],
  claimed: readonly Judgeable[],
  say: Say,
): void {
  if (claimed.length === 0) return;
  const named = new Set(counts.flatMap(({ codes = [] }) => codes.filter((code) => typeof code === 'number')));
  for (const code of named) {
    const isOf = (sort: Judgeable) => sort.code === code;
    if (counted.some(isOf) && !claimed.some(isOf)) {
      say(`never counts a ${code}, because earlier causes claim all of them; take it from one of them.`);
    }
  }
}

/** A threshold or a tier that asks for more events, or a longer span, than a record of them keeps, is never met. */
function checkRetention({ threshold, tiers }: Cause, claimed: readonly Judgeable[], say: Say): void {
  const kept = [...new Set(claimed.map(retentionOf))];
  const newest = Math.min(...kept.map((rule) => rule.newest));
  if (threshold.count > newest)
    say(`it counts to ${threshold.count}; a record keeps the newest ${newest} of these.`);
  if (tiers.length > newest)
    say(`it has ${tiers.length} tiers; a record keeps the newest ${newest} events of these.`);
  if (threshold.spanDays === 0 || kept.length === 0) return;
  const longest = Math.min(...kept.map(({ buckets = 0 }) => Math.max(0, (buckets - 2) * BUCKET_DAYS)));
  if (threshold.spanDays <= longest) return;
  say(
    longest === 0
      ? 'it asks for a span of days, which records keep for mailbox-full, domain trouble and own codes alone.'
      : `it asks for a span of ${threshold.spanDays} days; a record keeps ${longest}.`,
  );
}

function retentionOf({ kind, code, permanent, basis, onEspSuppressionList }: Judgeable): Retention {
  switch (kind) {
    case 'bounce':
      return retention[bounceClass(code, permanent, basis)];
    case 'auto-reply':
      return retention.informational;
    case 'other':
    case 'release':
      return retention.retracted;
    case 'dropped':
      return retention[dropClass(code, onEspSuppressionList)];
    default:
      return retention[kind];
  }
}

function checkStorm({ addresses, withinMinutes, timesMean, holdMinutes }: StormGuard, say: Say): void {
  if (!whole(addresses, 2, 1_000_000)) say('its number of addresses must be a whole number from 2.');
  if (!whole(withinMinutes, 1, 60)) say('it counts within 1 to 60 minutes.');
  if (!whole(holdMinutes, 1, 1_440)) say('it holds for 1 to 1,440 minutes.');
  if (!(timesMean >= 0)) say('its multiple of the mean must be 0 or more.');
}
