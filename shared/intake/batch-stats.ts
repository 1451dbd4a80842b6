import { type ClassifiedEvent, isEvidenceOnly } from '../events/event.ts';
import { isMessageRejected, UNKNOWN } from '../failure-codes/scheme.ts';
import type { Recorded } from '../ledger/commands/record-events.ts';
import type { Refusal } from './classify-event.ts';

/** What a batch came to, in numbers: nothing in it names an address or quotes a reply. */
export interface BatchStats {
  readonly events: number;
  readonly failures: number;
  /** Failures whose code is 9999. */
  readonly unknown: number;
  /** Failures of the sender or the message (1xxx): its incidents. */
  readonly incidents: number;
  /** Unverified or ambiguous events: evidence that suppresses nobody. */
  readonly evidenceOnly: number;
  /** Events of a list or a kind that their source may not report. */
  readonly beyondAuthority: number;
  /** Events and mails that change nothing for another reason. */
  readonly refused: number;
  readonly written: number;
  readonly unchanged: number;
  readonly suppressed: number;
  readonly released: number;
  /** Domains that turned so many addresses permanent at once that their verdicts wait. */
  readonly storms: number;
  /** Messages that were left to other invocations. */
  readonly deferred: number;
  /** Sources that suppressed so many more addresses than usual that these suppressions wait. */
  readonly sourceIncidents: number;
  /** Events whose name is in no event map. */
  readonly unmapped: number;
  /** Names of errors, in order. */
  readonly errors: readonly string[];
}

/** What a batch came to. */
export interface BatchOutcome {
  readonly events: readonly ClassifiedEvent[];
  readonly refusals: readonly Refusal[];
  readonly recorded: Iterable<Recorded>;
  readonly storms: number;
  readonly deferred: number;
  readonly sourceIncidents: number;
  /** Events whose name is in no event map. */
  readonly unmapped: number;
  readonly errors: readonly string[];
}

export function batchStats({
  events,
  refusals,
  recorded,
  storms,
  deferred,
  sourceIncidents,
  unmapped,
  errors,
}: BatchOutcome): BatchStats {
  const beyondAuthority = refusals.filter((refusal) => refusal === 'beyond-authority').length;
  const refused = refusals.length - beyondAuthority;
  let evidenceOnly = 0;
  let failures = 0;
  let unknown = 0;
  let incidents = 0;
  for (const event of events) {
    if (isEvidenceOnly(event.basis)) evidenceOnly++;
    if (event.kind !== 'bounce' && event.kind !== 'dropped' && event.kind !== 'deferral') continue;
    failures++;
    if (event.code === UNKNOWN) unknown++;
    else if (isMessageRejected(event.code)) incidents++;
  }
  const counts = { written: 0, unchanged: 0, suppressed: 0, released: 0 };
  for (const { outcome, change } of recorded) {
    if (outcome === 'written') counts.written++;
    if (outcome === 'unchanged') counts.unchanged++;
    if (change === 'suppressed') counts.suppressed++;
    if (change === 'released') counts.released++;
  }
  return {
    events: events.length,
    failures,
    unknown,
    incidents,
    evidenceOnly,
    beyondAuthority,
    refused,
    ...counts,
    storms,
    deferred,
    sourceIncidents,
    unmapped,
    errors,
  };
}
