/**
 * The shipped policy a second time, cause by cause as `docs/policy.md` has it, over all events at once: slow, and
 * with nothing of the ledger's own reading in it.
 */
import type { ClassifiedEvent } from '../../shared/events/event.ts';
import type { SuppressionReason } from '../../shared/ledger/policy/suppression-reason.ts';
import { DAY, HOUR } from './events.ts';

/** What stands: until when (null: no end), on which list. */
interface Hold {
  readonly reason: SuppressionReason;
  readonly list: string;
  readonly until: number | null;
}

const TRANSACTIONAL = 'receipts';
const YEAR = 365 * DAY;
/** Within one second: deliveries, releases, failures, complaints, opt-ins, opt-outs, suppressions. */
const placeInSecond: Partial<Record<ClassifiedEvent['kind'], number>> = {
  delivered: 0,
  release: 1,
  complaint: 3,
  resubscribe: 4,
  unsubscribe: 5,
  suppress: 6,
};
const FAILURE = 2;

/** The reason that an event speaks for; null for what never suppresses. */
function reasonOf({
  kind,
  code,
  permanent,
  basis,
  onEspSuppressionList,
}: ClassifiedEvent): SuppressionReason | null {
  // Evidence alone: nothing verifies it, or several recipients are named.
  if (basis === 'ambiguous' || basis === 'unverified' || basis === 'outdated') return null;
  const group = Math.floor(code / 1000);
  if (kind === 'complaint') return 'complaint';
  if (kind === 'suppress') return 'manual';
  if (kind === 'unsubscribe') return 'unsubscribe';
  if (kind === 'dropped') return onEspSuppressionList || group === 2 ? 'esp-suppression' : null;
  if (kind !== 'bounce') return null;
  if (group === 2) {
    if (permanent === false) return 'repeated-failure';
    if (code === 2999 || basis === 'reply-code' || basis === 'none') return 'permanent-failure';
    return code === 2001 ? 'address-unknown' : 'address-invalid';
  }
  if (code === 3001) return 'mailbox-full';
  if (code === 3002 && permanent !== false) return 'inactive';
  if (code === 3005 || code === 4003 || code === 4006) return 'domain-trouble';
  return group === 3 || group === 4 ? 'repeated-failure' : null;
}

/** Reports by their effect on the address, the strongest first: reasons, then what has none, then what releases. */
const strongestFirst = [
  'complaint',
  'manual',
  'unsubscribe',
  'address-unknown or -invalid',
  'permanent-failure',
  'inactive',
  'esp-suppression',
  'mailbox-full',
  'domain-trouble',
  'repeated-failure',
  'no effect',
  'delivered',
  'resubscribe',
  'release',
  'release with a proof',
  'evidence',
];

function effectOf(event: ClassifiedEvent): string {
  if (isEvidence(event)) return 'evidence';
  const reason = reasonOf(event);
  if (reason === 'address-unknown' || reason === 'address-invalid') return 'address-unknown or -invalid';
  if (reason !== null) return reason;
  if (event.kind === 'release') return event.proof === undefined ? 'release' : 'release with a proof';
  return event.kind === 'delivered' || event.kind === 'resubscribe' ? event.kind : 'no effect';
}

function isEvidence({ basis }: ClassifiedEvent): boolean {
  return basis === 'unverified' || basis === 'ambiguous' || basis === 'outdated';
}

/** Of the reports of one id: those of the highest generation, the strongest of them, the earliest of these. */
function reportThatCounts(reports: readonly ClassifiedEvent[]): ClassifiedEvent | undefined {
  const strength = (event: ClassifiedEvent) => strongestFirst.indexOf(effectOf(event));
  return [...reports].sort(
    (a, b) =>
      b.replayGeneration - a.replayGeneration || strength(a) - strength(b) || a.at - b.at || a.code - b.code,
  )[0];
}

/** The distinct events of reports: one an id. Evidence alone is none. */
function distinctEvents(reports: readonly ClassifiedEvent[]): readonly ClassifiedEvent[] {
  return [...Map.groupBy(reports, ({ id }) => id).values()].flatMap((own) => {
    const event = reportThatCounts(own);
    return event === undefined || isEvidence(event) ? [] : [event];
  });
}

/** What a sender of `list` is to be told at `now`; null when mail may go. */
export function policyInWords(reports: readonly ClassifiedEvent[], list: string, now: number): Hold | null {
  const sorted = [...distinctEvents(reports)].sort(
    (a, b) => a.at - b.at || (placeInSecond[a.kind] ?? FAILURE) - (placeInSecond[b.kind] ?? FAILURE),
  );
  const strongestFirst = [
    ...onceAndForAll(sorted, 'complaint'),
    ...onceAndForAll(sorted, 'manual'),
    ...onceAndForAll(sorted, 'unsubscribe'),
    ...onceAndForAll(sorted, 'address-unknown'),
    ...onceAndForAll(sorted, 'address-invalid'),
    ...permanentFailure(sorted),
    ...inactive(sorted),
    ...onceAndForAll(sorted, 'esp-suppression'),
    ...inARow(sorted, 'mailbox-full', { count: 3, within: YEAR, span: 14 * DAY, hold: 30 * DAY }),
    ...inARow(sorted, 'domain-trouble', { count: 3, within: YEAR, span: 14 * DAY, hold: 14 * DAY }),
    ...inARow(sorted, 'repeated-failure', { count: 7, within: 90 * DAY, span: 0, hold: 30 * DAY }),
  ];
  const applies = (hold: Hold) =>
    hold.list === list || (hold.list === '*' && !(hold.reason === 'complaint' && list === TRANSACTIONAL));
  return strongestFirst.find((hold) => (hold.until === null || hold.until > now) && applies(hold)) ?? null;
}

/** The events after the last word of a person, or an opt-in, that lets go of a reason on a list. */
function sinceLetGo(
  sorted: readonly ClassifiedEvent[],
  reason: SuppressionReason,
  list: string,
): readonly ClassifiedEvent[] {
  const last = sorted.findLastIndex(
    (event) =>
      (event.list === '*' || event.list === list) &&
      ((event.kind === 'release' && (reason !== 'complaint' || event.proof !== undefined)) ||
        (event.kind === 'resubscribe' && reason === 'unsubscribe')),
  );
  return sorted.slice(last + 1);
}

/** At once, no end, and no delivery ends it. */
function onceAndForAll(sorted: readonly ClassifiedEvent[], reason: SuppressionReason): readonly Hold[] {
  const onItsOwn = reason === 'manual' || reason === 'unsubscribe';
  const lists = onItsOwn ? new Set(sorted.map(({ list }) => list)) : ['*'];
  return [...lists].flatMap((list) => {
    const speaks = sinceLetGo(sorted, reason, list).some(
      (event) => reasonOf(event) === reason && (!onItsOwn || event.list === list),
    );
    return speaks ? [{ reason, list, until: null }] : [];
  });
}

/** 24 hours; with another one in the 12 months before, no end. A delivery ends it, and wipes no memory. */
function permanentFailure(sorted: readonly ClassifiedEvent[]): readonly Hold[] {
  const reason = 'permanent-failure';
  const alive = sinceLetGo(sorted, reason, '*');
  return alive
    .flatMap((event, place): readonly Hold[] => {
      if (reasonOf(event) !== reason) return [];
      if (alive.slice(place).some(({ kind }) => kind === 'delivered')) return [];
      const another = alive
        .slice(0, place)
        .some((earlier) => reasonOf(earlier) === reason && event.at - earlier.at <= YEAR);
      return [{ reason, list: '*', until: another ? null : event.at + 24 * HOUR }];
    })
    .sort((a, b) => (b.until ?? Number.POSITIVE_INFINITY) - (a.until ?? Number.POSITIVE_INFINITY));
}

/** 90 days, renewed by each further one; one that comes after a hold has ended, within 12 months, has no end. */
function inactive(sorted: readonly ClassifiedEvent[]): readonly Hold[] {
  const reason = 'inactive';
  let ends: number | null = 0;
  let again = false;
  let latest = Number.NEGATIVE_INFINITY;
  for (const event of sinceLetGo(sorted, reason, '*')) {
    const stands: boolean = ends === null || ends > event.at;
    if (event.kind === 'delivered' && stands) ends = event.at;
    if (reasonOf(event) !== reason) continue;
    if (event.at - latest > YEAR) again = false;
    else if (!stands) again = true;
    latest = event.at;
    ends = again || (stands && ends === null) ? null : event.at + 90 * DAY;
  }
  return [{ reason, list: '*', until: ends }];
}

interface Row {
  readonly count: number;
  readonly within: number;
  readonly span: number;
  readonly hold: number;
}

/** So many since the last delivery, the first and the last so far apart; each further one renews the hold. */
function inARow(
  sorted: readonly ClassifiedEvent[],
  reason: SuppressionReason,
  { count, within, span, hold }: Row,
): readonly Hold[] {
  const alive = sinceLetGo(sorted, reason, '*');
  const row = alive
    .slice(alive.findLastIndex(({ kind }) => kind === 'delivered') + 1)
    .filter((event) => reasonOf(event) === reason);
  return row
    .flatMap((last, place): readonly Hold[] => {
      const seen = row.slice(0, place + 1).filter(({ at }) => last.at - at <= within);
      const enough = seen.length >= count && last.at - (seen[0]?.at ?? last.at) >= span;
      return enough ? [{ reason, list: '*', until: last.at + hold }] : [];
    })
    .reverse();
}
