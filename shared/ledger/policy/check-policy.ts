/** Refuses a policy that contradicts itself, or that needs more events than a record retains. Pure. */
import { bases, failureKinds, type StoredKind } from '../../events/event.ts';
import { type FailureCode, shippedCodes } from '../../failure-codes/scheme.ts';
import { BUCKET_DAYS, bounceClass, dropClass, type Retention, retention } from '../record/retention.ts';
import { matchCause, matches, type PolicyEvent } from './compile-policy.ts';
import { RECORD_DAYS } from './expiry.ts';
import type { Cause, GuardThreshold, PolicySettings } from './settings.ts';
import { type SuppressionReason, suppressionReasons } from './suppression-reason.ts';

/** An error in one part of a policy: a cause, or a guard. `issue` is a sentence without its subject. */
export interface PolicyIssue {
  readonly cause: SuppressionReason | 'storm' | 'sourceGuard';
  readonly issue: string;
}

/**
 * The issues of a policy; empty when there are none.
 *
 * @param customCodes Codes that a cause may count beside the shipped ones.
 */
export function checkPolicy(
  { causes, storm, sourceGuard }: PolicySettings,
  customCodes: readonly FailureCode[] = [],
): readonly PolicyIssue[] {
  const issues: PolicyIssue[] = [];
  const seen = new Set<string>();
  const events = eventsWith([...shippedCodes.map(({ code }) => code), ...customCodes]);
  causes.forEach((cause, place) => {
    const { suppressionReason: reason } = cause;
    const addIssue = (issue: string) => issues.push({ cause: reason, issue });
    if (!suppressionReasons.includes(reason)) {
      addIssue(`unknown reason; the reasons are ${suppressionReasons.join(', ')}.`);
    }
    if (seen.has(reason)) addIssue('is defined twice; put everything that counts for it into one cause.');
    seen.add(reason);
    checkThreshold(cause, addIssue);
    checkTiers(cause, addIssue);
    checkReleases(cause, addIssue);
    const counted = events.filter((event) => cause.counts.some((match) => matches(match, event)));
    const matched = counted.filter((event) => matchCause(event, causes) === place);
    if (counted.length === 0) {
      addIssue('counts no event that exists; check its kinds, codes and conditions.');
    } else if (matched.length === 0) {
      addIssue('never counts an event, because earlier causes count all of them; move it up.');
    }
    checkCodes(cause, counted, matched, addIssue);
    checkRetention(cause, matched, addIssue);
  });
  if (!events.some((event) => event.kind === 'suppress' && matchCause(event, causes) >= 0)) {
    const issue = 'no cause counts manual suppressions, so an operator could suppress no address.';
    issues.push({ cause: 'manual', issue });
  }
  if (storm !== null) checkGuard(storm, (issue) => issues.push({ cause: 'storm', issue }));
  if (sourceGuard !== null) {
    const addIssue: AddIssue = (issue) => issues.push({ cause: 'sourceGuard', issue });
    checkGuard(sourceGuard, addIssue);
    if (!(sourceGuard.waitTimesMean >= sourceGuard.timesMean)) {
      addIssue('its waitTimesMean must be no less than its timesMean.');
    }
  }
  return issues;
}

type AddIssue = (issue: string) => void;

function isWhole(value: number, min: number, max: number): boolean {
  return Number.isInteger(value) && value >= min && value <= max;
}

function checkThreshold({ threshold, scope }: Cause, addIssue: AddIssue): void {
  const { count, withinDays, spanDays } = threshold;
  if (!isWhole(count, 1, 1_000)) addIssue('its count must be a whole number from 1.');
  if (!isWhole(spanDays, 0, RECORD_DAYS)) addIssue('its span must be a whole number of days from 0.');
  if (withinDays !== null && !isWhole(withinDays, 1, RECORD_DAYS)) {
    addIssue(`it looks back ${withinDays} days; 1 to ${RECORD_DAYS} can be asked for, the life of a record.`);
  }
  if (withinDays !== null && withinDays < spanDays) {
    addIssue(`events within ${withinDays} days can never lie ${spanDays} days apart.`);
  }
  if (count === 1 && spanDays > 0) addIssue(`a single event spans no ${spanDays} days; raise the count.`);
  if (count > 1 && scope === 'own') {
    addIssue(
      'it counts several events on their own list; a record retains the newest over all lists, not for each.',
    );
  }
}

function checkTiers({ tiers, escalation, threshold }: Cause, addIssue: AddIssue): void {
  if (tiers.length === 0) addIssue('it has no tier: state how long it holds.');
  const hours = tiers.map(({ holdHours }) => holdHours);
  if (hours.some((hold) => hold !== null && !isWhole(hold, 1, 100_000))) {
    addIssue('a hold is a whole number of hours from 1, or null for no end.');
  }
  hours.forEach((hold, tier) => {
    const next = hours[tier + 1];
    if (next === undefined) return;
    if (hold === null) addIssue(`tier ${tier + 1} has no end, so the tier after it is never reached.`);
    else if (next !== null && next <= hold) addIssue(`tier ${tier + 2} is no longer than the one before it.`);
  });
  if (tiers.length > 1 && escalation === undefined)
    addIssue('it has several tiers and nothing that escalates.');
  if (tiers.length === 1 && escalation !== undefined)
    addIssue('it escalates, but has one tier; add another, or set escalation to null.');
  if (escalation === undefined) return;
  if (!isWhole(escalation.memoryDays, 1, RECORD_DAYS)) {
    addIssue(`it remembers ${escalation.memoryDays} days; 1 to ${RECORD_DAYS} can be asked for.`);
  }
  const longest = Math.max(0, ...hours.slice(0, -1).map((hold) => hold ?? 0));
  if (escalation.on === 'after-hold' && escalation.memoryDays * 24 <= longest) {
    addIssue('an earlier hold is forgotten before it has ended; lengthen the memory.');
  }
  if (threshold.consecutive && tiers.length > 1 && escalation.on === 'next-event' && threshold.count > 1) {
    addIssue('a count in a row escalates with each further event; let it escalate after the hold.');
  }
}

function checkReleases(cause: Cause, addIssue: AddIssue): void {
  const { suppressionReason, tiers, releasedBy, needsProof, scope } = cause;
  const endless = tiers.some(({ holdHours }) => holdHours === null);
  if (endless && !releasedBy.includes('manual')) addIssue('it has no end, and no manual release may end it.');
  if (needsProof && !releasedBy.includes('manual'))
    addIssue('it asks for a proof, but is not released manually.');
  if (needsProof && releasedBy.includes('delivery')) addIssue('it asks for a proof; a delivery brings none.');
  if (needsProof && releasedBy.includes('opt-in')) addIssue('it asks for a proof; an opt-in brings none.');
  if (releasedBy.includes('opt-in') && scope !== 'own') {
    addIssue('an opt-in is for one list and cannot release others; set the scope "own".');
  }
  if (
    suppressionReason === 'complaint' &&
    (tiers.some(({ holdHours }) => holdHours !== null) || releasedBy.includes('delivery'))
  ) {
    addIssue('a complaint never ends by itself: no hold that ends, no release by a delivery.');
  }
}

const countable: readonly StoredKind[] = [...failureKinds, 'complaint', 'unsubscribe', 'suppress'];

/** Every combination of what a policy reads of an event, with these codes. */
function eventsWith(codes: readonly FailureCode[]): readonly PolicyEvent[] {
  return countable.flatMap((kind) =>
    codes.flatMap((code) =>
      ([true, false, null] as const).flatMap((permanent) =>
        bases.flatMap((basis) =>
          (kind === 'dropped' ? [true, false] : [false]).map(
            (onEspSuppressionList): PolicyEvent => ({ kind, code, permanent, basis, onEspSuppressionList }),
          ),
        ),
      ),
    ),
  );
}

/** A code that is named, but that earlier causes count in every form, would have no effect. */
function checkCodes(
  { counts }: Cause,
  counted: readonly PolicyEvent[],
  matched: readonly PolicyEvent[],
  addIssue: AddIssue,
): void {
  if (matched.length === 0) return;
  const named = new Set(counts.flatMap(({ codes = [] }) => codes.filter((code) => typeof code === 'number')));
  for (const code of named) {
    const hasCode = (event: PolicyEvent) => event.code === code;
    if (counted.some(hasCode) && !matched.some(hasCode)) {
      addIssue(
        `never counts a ${code}, because earlier causes count all of them; remove it from one of them.`,
      );
    }
  }
}

/** A threshold or a tier that needs more events, or a longer span, than a record retains is never met. */
function checkRetention(
  { threshold, tiers }: Cause,
  matched: readonly PolicyEvent[],
  addIssue: AddIssue,
): void {
  const rules = [...new Set(matched.map(retentionOf))];
  const newest = Math.min(...rules.map((rule) => rule.newest));
  if (threshold.count > newest)
    addIssue(`it counts to ${threshold.count}; a record retains the newest ${newest} of these.`);
  if (tiers.length > newest)
    addIssue(`it has ${tiers.length} tiers; a record retains the newest ${newest} events of these.`);
  if (threshold.spanDays === 0 || rules.length === 0) return;
  const longest = Math.min(...rules.map(({ buckets = 0 }) => Math.max(0, (buckets - 2) * BUCKET_DAYS)));
  if (threshold.spanDays <= longest) return;
  addIssue(
    longest === 0
      ? 'it asks for a span of days, which records retain for mailbox-full, domain trouble and custom codes only.'
      : `it asks for a span of ${threshold.spanDays} days; a record retains ${longest}.`,
  );
}

function retentionOf({ kind, code, permanent, basis, onEspSuppressionList }: PolicyEvent): Retention {
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

function checkGuard(
  { addresses, withinMinutes, timesMean, holdMinutes }: GuardThreshold,
  addIssue: AddIssue,
): void {
  if (!isWhole(addresses, 2, 1_000_000)) addIssue('its number of addresses must be a whole number from 2.');
  if (!isWhole(withinMinutes, 1, 60)) addIssue('it counts within 1 to 60 minutes.');
  if (!isWhole(holdMinutes, 1, 1_440)) addIssue('it holds for 1 to 1,440 minutes.');
  if (!(timesMean >= 0)) addIssue('its multiple of the mean must be 0 or more.');
}
