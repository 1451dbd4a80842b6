/** What an operator changes of the shipped policy: cause by cause, so that a new version's causes still arrive. */
import * as v from 'valibot';
import { bases, failureKinds, signalKinds } from '../events/event.ts';
import { isFailureCode } from '../failure-codes/scheme.ts';
import type { CodePattern, PolicySettings } from '../ledger/policy/settings.ts';
import { suppressionReasons } from '../ledger/policy/suppression-reason.ts';
import type { PolicyConfig } from './policy-config.ts';
import { flag, settings, wholeBetween, word } from './settings-object.ts';

const codePattern = v.custom<CodePattern>(
  (input) =>
    typeof input === 'number' ? isFailureCode(input) : typeof input === 'string' && /^[1-9]xxx$/.test(input),
  'Give a code (2001) or a group of codes ("2xxx").',
);

const eventMatch = settings({
  kinds: v.array(word([...failureKinds, ...signalKinds, 'suppress'])),
  codes: v.optional(v.array(codePattern)),
  exceptCodes: v.optional(v.array(codePattern)),
  permanent: v.optional(v.array(v.nullable(flag))),
  basis: v.optional(v.array(word(bases))),
  onEspSuppressionList: v.optional(flag),
});

const YEARS_10 = 3_650;

const threshold = settings({
  count: v.optional(wholeBetween(1, 100)),
  withinDays: v.optional(v.nullable(wholeBetween(1, YEARS_10))),
  spanDays: v.optional(wholeBetween(0, YEARS_10)),
  consecutive: v.optional(flag),
});

const causeChange = settings({
  counts: v.optional(v.array(eventMatch)),
  threshold: v.optional(threshold),
  tiers: v.optional(v.array(settings({ holdHours: v.nullable(wholeBetween(1, YEARS_10 * 24)) }))),
  escalation: v.optional(
    v.nullable(settings({ on: word(['next-event', 'after-hold']), memoryDays: wholeBetween(1, YEARS_10) })),
  ),
  releasedBy: v.optional(v.array(word(['delivery', 'opt-in', 'manual']))),
  needsProof: v.optional(flag),
  scope: v.optional(word(['every', 'own', 'all-but-transactional'])),
  stormGuard: v.optional(flag),
});

const guardThreshold = {
  addresses: v.optional(wholeBetween(1, 100_000)),
  withinMinutes: v.optional(wholeBetween(1, 60)),
  timesMean: v.optional(wholeBetween(1, 10_000)),
  holdMinutes: v.optional(wholeBetween(1, 1_440)),
};

/** The form of the changes. Whether the changed policy contradicts itself is for the ledger's own check to say. */
export const policyShape = settings({
  causes: v.optional(
    settings(
      Object.fromEntries(suppressionReasons.map((reason) => [reason, v.optional(v.nullable(causeChange))])),
    ),
  ),
  storm: v.optional(v.nullable(settings(guardThreshold))),
  sourceGuard: v.optional(
    v.nullable(settings({ ...guardThreshold, waitTimesMean: v.optional(wholeBetween(1, 10_000)) })),
  ),
});

/** A policy with the changes made; causes keep their order, in which they claim events. */
export function changePolicy(base: PolicySettings, changes: PolicyConfig): PolicySettings {
  return {
    causes: base.causes.flatMap((cause) => {
      const change = changes.causes?.[cause.suppressionReason];
      if (change === null) return [];
      const { escalation = cause.escalation, threshold: counting, ...others } = change ?? {};
      const { escalation: _, ...unchanged } = cause;
      const threshold = { ...cause.threshold, ...counting };
      return [{ ...unchanged, ...others, threshold, ...(escalation && { escalation }) }];
    }),
    storm: changeGuard(base.storm, changes.storm),
    sourceGuard: changeGuard(base.sourceGuard, changes.sourceGuard),
  };
}

function changeGuard<Threshold>(
  base: Threshold | null,
  change: Partial<Threshold> | null | undefined,
): Threshold | null {
  if (change === undefined) return base;
  if (change === null) return null;
  return base && { ...base, ...change };
}
