/** A policy made ready to be read: which cause claims an event, and which list reads which policy. */
import { type FailureCode, generalCodeOf } from '../failure-codes/scheme.ts';
import type { KeptEvent } from './kept-event.ts';
import { EVERY_LIST, type Reason } from './ledger.ts';
import { sortOf } from './packing.ts';
import type {
  Cause,
  CodeEffect,
  CodePattern,
  EventMatch,
  ListPolicy,
  PolicySettings,
} from './policy-settings.ts';

/** What of the settings decides verdicts. */
export interface PolicyDeps {
  /** The policy of `*` and of every list without one of its own. */
  readonly policy: PolicySettings;
  readonly lists: readonly ListPolicy[];
  readonly codes?: { readonly custom: readonly CodeEffect[] };
}

/** One policy, and the lists it is read for: every one, or one that has a policy of its own. */
export interface JudgedPolicy {
  readonly settings: PolicySettings;
  readonly list: string;
  /** The place of the cause that claims an event; -1 when none does. */
  readonly claim: (event: KeptEvent) => number;
}

export interface Judge {
  readonly general: JudgedPolicy;
  readonly own: readonly JudgedPolicy[];
  readonly hasOwnPolicy: (list: string) => boolean;
  readonly isTransactional: (list: string) => boolean;
}

/** Compiles settings; a policy that `checkPolicy` accepts compiles, whatever it is. */
export function createJudge(parts: PolicyDeps): Judge {
  const effects = new Map((parts.codes?.custom ?? []).map(({ code, effect }) => [code, effect]));
  const apart = parts.lists.filter(({ policy, name }) => policy !== parts.policy && name !== EVERY_LIST);
  const own = apart
    .filter(({ policy }) => JSON.stringify(policy) !== JSON.stringify(parts.policy))
    .map(({ name, policy }) => judgedPolicy(policy, name, effects));
  const ownNames = new Set(own.map(({ list }) => list));
  const transactional = new Set(parts.lists.filter((list) => list.transactional).map(({ name }) => name));
  return {
    general: judgedPolicy(parts.policy, EVERY_LIST, effects),
    own,
    hasOwnPolicy: (list) => ownNames.has(list),
    isTransactional: (list) => transactional.has(list),
  };
}

/** By custom code: the cause it counts for, null for none, undefined for that of its group. */
type Effects = ReadonlyMap<FailureCode, Reason | null | undefined>;

function judgedPolicy(settings: PolicySettings, list: string, effects: Effects): JudgedPolicy {
  const claims = new Map<number, number>();
  return {
    settings,
    list,
    claim(event) {
      const sort = sortOf(event);
      let claimed = claims.get(sort);
      if (claimed === undefined) {
        claimed = claimOf(event, settings.causes, effects);
        claims.set(sort, claimed);
      }
      return claimed;
    },
  };
}

/** What of an event a policy looks at, beside its time. */
export type Judgeable = Pick<KeptEvent, 'kind' | 'code' | 'permanent' | 'basis' | 'onEspSuppressionList'>;

/** The place of the first cause that counts an event; -1 when none does. */
export function claimOf(event: Judgeable, causes: readonly Cause[], effects: Effects = new Map()): number {
  if (event.kind === 'bounce' && effects.has(event.code)) {
    const effect = effects.get(event.code);
    if (effect === null) return -1;
    if (effect !== undefined) return causes.findIndex(({ reason }) => reason === effect);
    const general = { ...event, code: generalCodeOf(event.code) };
    return causes.findIndex(({ counts }) => counts.some((match) => matches(match, general)));
  }
  return causes.findIndex(({ counts }) => counts.some((match) => matches(match, event)));
}

/** Whether a cause's match counts an event. */
export function matches(match: EventMatch, event: Judgeable): boolean {
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
