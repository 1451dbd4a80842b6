/** Events by the day, and their verdict under the default policy. Days count from a Tuesday noon. */
import type { ClassifiedEvent } from '../../shared/events/event.ts';
import { compilePolicy } from '../../shared/ledger/policy/compile-policy.ts';
import { appliesTo, verdictsAt } from '../../shared/ledger/policy/verdicts.ts';
import { emptyRecord } from '../../shared/ledger/record/address-record.ts';
import { bounce, DAY, event, merge, NOON, usual } from './events.ts';

export const policy = compilePolicy(usual);
export const day = (days: number) => NOON + days * DAY;

/** The verdict at a time: `reason until`, where until is days after the first noon. */
export function verdict(events: readonly ClassifiedEvent[], at: number, list?: string): string {
  const found = verdictsAt(merge(emptyRecord, events), policy, day(at)).find((v) =>
    appliesTo(v, list, policy),
  );
  if (!found) return 'free';
  return `${found.suppressionReason} ${found.until === null ? 'no end' : `until ${(found.until - NOON) / DAY}`}`;
}

/** Failures of one code, at these days. */
export const fails = (code: number, ...days: number[]) => days.map((d) => bounce(code, day(d)));
export const unsubscribe = (days: number, list = 'news') =>
  event({ kind: 'unsubscribe', at: day(days), list });
export const complaint = (days: number, list = 'news') => event({ kind: 'complaint', at: day(days), list });
export const dropped = (code: number, days = 0) => event({ kind: 'dropped', code, at: day(days) });
export const onEspSuppressionList = (code: number) =>
  event({ kind: 'dropped', code, at: day(0), onEspSuppressionList: true });
export const drops = (count: number) => every(count, 1).map((d) => dropped(1004, d + 1));
export const release = (days: number, fields: Partial<Omit<ClassifiedEvent, 'code'>> = {}) =>
  event({ kind: 'release', at: day(days), actor: 'kim', note: 'asked by phone', ...fields });
export const every = (count: number, gap: number) => Array.from({ length: count }, (_, i) => i * gap);
