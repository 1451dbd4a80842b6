/** A policy in the form in which it is read: which cause counts an event, and which list reads which rules. */
import { isEvidenceOnly, storedBases, storedKinds } from '../../events/event.ts';
import { type FailureCode, generalCodeOf } from '../../failure-codes/scheme.ts';
import type { StoredEvent } from '../record/stored-event.ts';
import { EVERY_LIST } from './list-verdict.ts';
import type { Cause, CodeEffect, CodePattern, EventMatch, ListPolicy, PolicySettings } from './settings.ts';
import type { SuppressionReason } from './suppression-reason.ts';

/** The settings that decide verdicts. */
export interface PolicyInput {
  /** The policy of `*` and of every list without one of its own. */
  readonly policy: PolicySettings;
  readonly lists: readonly ListPolicy[];
  readonly codes?: { readonly custom: readonly CodeEffect[] };
}

/** One policy, and the lists it is read for: every one, or one that has a policy of its own. */
export interface ListRules {
  readonly settings: PolicySettings;
  readonly list: string;
  /** The cause that counts an event; undefined when none does. */
  readonly causeOf: (event: StoredEvent) => Cause | undefined;
}

export interface CompiledPolicy {
  readonly general: ListRules;
  /** The rules of lists that have a policy of their own. */
  readonly perList: readonly ListRules[];
  readonly hasOwnPolicy: (list: string) => boolean;
  readonly isTransactional: (list: string) => boolean;
}

/**
 * Compiles settings that `checkPolicy` accepts.
 *
 * @example
 * const policy = compilePolicy({ policy: defaultPolicy, lists: [] });
 * verdictsAt(record, policy, now);
 */
export function compilePolicy(input: PolicyInput): CompiledPolicy {
  const effects = new Map((input.codes?.custom ?? []).map(({ code, effect }) => [code, effect]));
  const perList = input.lists
    .filter(({ policy, name }) => policy !== input.policy && name !== EVERY_LIST)
    .filter(({ policy }) => JSON.stringify(policy) !== JSON.stringify(input.policy))
    .map(({ name, policy }) => compileRules(policy, name, effects));
  const names = new Set(perList.map(({ list }) => list));
  const transactional = new Set(input.lists.filter((list) => list.transactional).map(({ name }) => name));
  return {
    general: compileRules(input.policy, EVERY_LIST, effects),
    perList,
    hasOwnPolicy: (list) => names.has(list),
    isTransactional: (list) => transactional.has(list),
  };
}

/** The cause of the rules that a list reads for a reason. */
export function causeFor(policy: CompiledPolicy, list: string, reason: SuppressionReason): Cause | undefined {
  const rules = policy.perList.find((own) => own.list === list) ?? policy.general;
  return rules.settings.causes.find(({ suppressionReason }) => suppressionReason === reason);
}

/** Effects of custom codes: a reason, null for none, undefined for that of the code's group. */
type Effects = ReadonlyMap<FailureCode, SuppressionReason | null | undefined>;

function compileRules(settings: PolicySettings, list: string, effects: Effects): ListRules {
  const matched = new Map<number, Cause | undefined>();
  return {
    settings,
    list,
    causeOf(event) {
      const key = policyKey(event);
      if (!matched.has(key)) matched.set(key, settings.causes[matchCause(event, settings.causes, effects)]);
      return matched.get(key);
    },
  };
}

/** What a policy reads of an event, beside its time. */
export type PolicyEvent = Pick<StoredEvent, 'kind' | 'code' | 'permanent' | 'basis' | 'onEspSuppressionList'>;

/** All that a policy reads of an event, as one number: the key under which its cause is remembered. */
function policyKey({ kind, code, permanent, basis, onEspSuppressionList }: PolicyEvent): number {
  const permanence = permanent === null ? 0 : permanent ? 1 : 2;
  const flags = (permanence << 1) | Number(onEspSuppressionList);
  return (code << 16) | (storedKinds.numberOf(kind) << 12) | (storedBases.numberOf(basis) << 4) | flags;
}

/** The index of the first cause that counts an event; -1 when none does. No policy counts what is evidence alone. */
export function matchCause(
  event: PolicyEvent,
  causes: readonly Cause[],
  effects: Effects = new Map(),
): number {
  if (isEvidenceOnly(event.basis)) return -1;
  if (event.kind !== 'bounce' || !effects.has(event.code)) {
    return causes.findIndex(({ counts }) => counts.some((match) => matches(match, event)));
  }
  const effect = effects.get(event.code);
  if (effect === null) return -1;
  if (effect !== undefined) {
    return causes.findIndex(({ suppressionReason }) => suppressionReason === effect);
  }
  const general = { ...event, code: generalCodeOf(event.code) };
  return causes.findIndex(({ counts }) => counts.some((match) => matches(match, general)));
}

/** Whether a cause's match counts an event. */
export function matches(match: EventMatch, event: PolicyEvent): boolean {
  return (
    match.kinds.some((kind) => kind === event.kind) &&
    (match.codes === undefined || match.codes.some((pattern) => covers(pattern, event.code))) &&
    !match.exceptCodes?.some((pattern) => covers(pattern, event.code)) &&
    (match.permanent === undefined || match.permanent.includes(event.permanent)) &&
    (match.basis === undefined || match.basis.includes(event.basis)) &&
    (match.onEspSuppressionList === undefined || match.onEspSuppressionList === event.onEspSuppressionList)
  );
}

function covers(pattern: CodePattern, code: number): boolean {
  return typeof pattern === 'number' ? pattern === code : Math.floor(code / 1000) === Number(pattern[0]);
}
