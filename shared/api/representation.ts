/** The ledger's answers as the API writes them: times in RFC 3339, names as the contract has them. */
import type { Answer, EvidenceItem, ListVerdict, Storm, SuppressionEntry } from '../ledger/ledger.ts';

/** Seconds since 1970 as RFC 3339; null stays null. */
export function rfc3339(seconds: number): string;
export function rfc3339(seconds: number | null): string | null;
export function rfc3339(seconds: number | null): string | null {
  return seconds === null ? null : new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}

export type EventDocument = ReturnType<typeof eventDocument>;
function eventDocument(item: EvidenceItem) {
  return {
    eventId: item.id,
    kind: item.kind,
    permanent: item.permanent,
    code: item.code,
    rule: item.rule,
    occurredAt: rfc3339(item.at),
    source: item.source,
    list: item.list,
    ...(item.actor === undefined ? {} : { actor: item.actor }),
    ...(item.reason === undefined ? {} : { reason: item.reason }),
  };
}

export type VerdictDocument = ReturnType<typeof verdictDocument>;
function verdictDocument(verdict: ListVerdict) {
  return {
    list: verdict.list,
    reason: verdict.reason,
    code: verdict.code,
    rule: verdict.rule,
    since: rfc3339(verdict.since),
    until: rfc3339(verdict.until),
    exceptTransactional: verdict.exceptTransactional ?? false,
  };
}

export type AddressDocument = ReturnType<typeof addressDocument>;
/** All that the ledger says about one address. */
export function addressDocument(answer: Answer) {
  return {
    address: answer.address,
    suppressed: answer.suppressed,
    pendingUntil: rfc3339(answer.pendingUntil ?? null),
    reason: answer.reason,
    code: answer.code,
    rule: answer.rule,
    list: answer.list,
    since: rfc3339(answer.since),
    until: rfc3339(answer.until),
    lists: answer.lists.map(verdictDocument),
    evidence: answer.evidence.map(eventDocument),
    diagnostic: answer.diagnostic,
    advice: answer.advice,
    revision: answer.revision,
  };
}

export type SuppressionDocument = ReturnType<typeof suppressionDocument>;
export function suppressionDocument(entry: SuppressionEntry) {
  return { address: entry.address, ...verdictDocument(entry) };
}

export type StormDocument = ReturnType<typeof stormDocument>;
export function stormDocument({ domain, from, until, addresses, decided }: Storm) {
  return { domain, from: rfc3339(from), until: rfc3339(until), addresses, decided: decided ?? null };
}
