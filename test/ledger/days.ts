/** Events by the day, and what a sender is told of them under the default policy. Days count from a Tuesday noon. */
import type { LedgerEvent } from '../../shared/events/event.ts';
import { fold } from '../../shared/ledger/fold.ts';
import { createJudge } from '../../shared/ledger/judge.ts';
import { emptyRecord } from '../../shared/ledger/record.ts';
import { applies, verdictsOf } from '../../shared/ledger/verdict.ts';
import { bounce, DAY, event, NOON, usual } from './events.ts';

export const judge = createJudge(usual);
export const day = (days: number) => NOON + days * DAY;

/** What a sender is told at a time: `reason until`, where until is days after the first noon. */
export function verdict(events: readonly LedgerEvent[], at: number, list?: string): string {
  const found = verdictsOf(fold(emptyRecord, events), judge, day(at)).find((v) => applies(v, list, judge));
  if (!found) return 'free';
  return `${found.reason} ${found.until === null ? 'no end' : `until ${(found.until - NOON) / DAY}`}`;
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
export const release = (days: number, fields: Partial<Omit<LedgerEvent, 'code'>> = {}) =>
  event({ kind: 'release', at: day(days), actor: 'kim', reason: 'asked by phone', ...fields });
export const every = (count: number, gap: number) => Array.from({ length: count }, (_, i) => i * gap);
