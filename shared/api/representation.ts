/** The ledger's answers as the API writes them: times in RFC 3339, names as the contract has them. */
import type { Answer, EvidenceItem, ListVerdict, Storm, SuppressionEntry } from '../ledger/ledger.ts';
import { rfc3339 } from '../ledger/time.ts';

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

export function suppressionDocument(entry: SuppressionEntry) {
  return { address: entry.address, ...verdictDocument(entry) };
}

export function stormDocument({ domain, from, until, addresses, decided }: Storm) {
  return { domain, from: rfc3339(from), until: rfc3339(until), addresses, decided: decided ?? null };
}
