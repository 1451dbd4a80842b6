/** From a record to an answer: the verdicts that stand now, the one that decides, and what to do about it. */
import type { LedgerAddress } from '../address/address.ts';
import { adviceFor } from './advice.ts';
import { CLOCK_TOLERANCE, MANUAL_RULE, namedVerdict, noteOf, standing } from './intervals.ts';
import type { Judge } from './judge.ts';
import type { KeptEvent } from './kept-event.ts';
import { type Answer, EVERY_LIST, type EvidenceItem, type ListVerdict } from './ledger.ts';
import { type Interval, intervalsOf } from './policy.ts';
import type { AddressRecord } from './record.ts';
import { fromShelf } from './shelf.ts';
import { heldUntil, type StormState } from './storm.ts';

/**
 * Every verdict that stands at `now` (seconds since 1970), strongest first. Events from further in the future than
 * clocks may err do not count yet: that is decided here, at reading, so that what is stored stays independent of
 * any clock.
 */
export function verdictsOf(record: AddressRecord, judge: Judge, now: number): readonly ListVerdict[] {
  const latest = now + CLOCK_TOLERANCE;
  const events = record.events.some(({ at }) => at > latest)
    ? record.events.filter(({ at }) => at <= latest)
    : record.events;
  return standing(intervalsOf(events, judge), now).map((interval) => namedVerdict(interval, record.shelf));
}

/**
 * What the record stores beside its events, for the index and the stream: every interval that the events make,
 * whatever the time, but for those that a stronger one covers for as long as they last.
 */
export function storedVerdicts(record: AddressRecord, judge: Judge): readonly ListVerdict[] {
  const kept: ListVerdict[] = [];
  for (const interval of intervalsOf(record.events, judge)) {
    if (kept.some((stronger) => covers(stronger, interval, judge))) continue;
    kept.push(namedVerdict(interval, record.shelf));
  }
  return kept;
}

/** Whether no list can ever tell that `weaker` stands, because `stronger` does. */
function covers(stronger: ListVerdict, weaker: Interval, judge: Judge): boolean {
  if (stronger.until !== null && (weaker.until === null || weaker.until > stronger.until)) return false;
  const everywhere = stronger.list === EVERY_LIST && !judge.hasOwnPolicy(weaker.list);
  if (stronger.list !== weaker.list && !everywhere) return false;
  const spares = stronger.exceptTransactional === true && !weaker.exceptTransactional;
  return !spares || (weaker.list !== EVERY_LIST && !judge.isTransactional(weaker.list));
}

/** Whether a verdict decides about mail of `list`; undefined asks about any list. */
export function applies(verdict: ListVerdict, list: string | undefined, judge: Judge): boolean {
  if (list === undefined) return true;
  if (judge.hasOwnPolicy(list)) return verdict.list === list;
  if (verdict.list === list) return true;
  return verdict.list === EVERY_LIST && !(verdict.exceptTransactional && judge.isTransactional(list));
}

export interface Question {
  readonly address: LedgerAddress;
  readonly list?: string;
  /** Seconds since 1970. */
  readonly now: number;
  readonly revision: number;
  /** What `verdictsOf` says of the record now. */
  readonly verdicts: readonly ListVerdict[];
  /** The domain's storm, where one was looked up. */
  readonly storm: StormState | null;
}

/** The answer to a question about one address. */
export function answer(record: AddressRecord, judge: Judge, question: Question): Answer {
  const { address, list, now, revision, verdicts, storm } = question;
  const held = new Map<ListVerdict, number>();
  for (const verdict of verdicts) {
    const until = storm === null ? null : heldUntil(storm, verdict, judge, now);
    if (until !== null) held.set(verdict, until);
  }
  const lists = verdicts.filter((verdict) => !held.has(verdict));
  const decisive = lists.find((verdict) => applies(verdict, list, judge)) ?? null;
  const pendingUntil = Math.max(
    0,
    ...[...held].filter(([verdict]) => applies(verdict, list, judge)).map(([, until]) => until),
  );
  const pending = decisive === null && pendingUntil > 0;
  return {
    address,
    suppressed: decisive !== null,
    ...(pending && { pendingUntil }),
    reason: decisive?.reason ?? null,
    code: decisive?.code ?? null,
    rule: decisive?.rule ?? null,
    list: decisive?.list ?? null,
    since: decisive?.since ?? null,
    until: decisive?.until ?? null,
    lists,
    evidence: record.events.filter(({ kind }) => kind !== 'other').map((event) => evidence(event, record)),
    diagnostic: record.diagnostic?.text ?? '',
    advice: adviceFor(decisive, { pending, known: record.events.length > 0 }),
    revision,
  };
}

function evidence(event: KeptEvent, { shelf }: AddressRecord): EvidenceItem {
  const { kind, permanent, code, at, source, list } = event;
  const manual = kind === 'suppress' || kind === 'release';
  return {
    id: hexOf(event.idHigh) + hexOf(event.idLow),
    kind,
    permanent,
    code,
    rule: manual ? MANUAL_RULE : fromShelf(shelf, event.text),
    at,
    source,
    list,
    ...(manual && noteOf(shelf, event.text)),
  };
}

/** Half of an event's id: 32 signed bits as eight hexadecimal digits. */
function hexOf(half: number): string {
  return (half >>> 0).toString(16).padStart(8, '0');
}
