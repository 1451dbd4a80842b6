/** What the functions count, by the names under which CloudWatch keeps it and the stack's alarms look for it. */

export const METRICS_NAMESPACE = 'BounceLedger';

/** Of webhooks: what became of them. */
type WebhookMetric =
  | 'Accepted'
  | 'AcceptedEntries'
  | 'Handshakes'
  | 'Rejected'
  | 'Invalid'
  | 'Throttled'
  | 'TooLarge'
  | 'NotStored';

/** Of a batch: what was in it, and what became of it. */
type BatchMetric =
  | 'Events'
  | 'Failures'
  | 'UnknownCodes'
  | 'UnknownEvents'
  | 'SenderIncidents'
  | 'EvidenceOnly'
  | 'BeyondAuthority'
  | 'EventsRefused'
  | 'RecordsWritten'
  | 'RecordsUnchanged'
  | 'Suppressed'
  | 'Released'
  | 'StormsOpened'
  | 'SourceIncidentsOpened'
  | 'MessagesFailed'
  | 'MessagesDeferred';

/** Of changes that callers asked for. */
type ChangeMetric = 'ManualReleases' | 'Erasures';

/** What some counts are kept by, beside the ledger's name. */
export type MetricDimension = 'Source' | 'Caller';

/**
 * `DoctorProblems`: what the daily check found. `Unanswered`: questions that ended in a 503. `NotPublished`: changes that
 * the event bus did not take at this try. `ColdStarts`: of every function.
 */
export type CountName =
  | WebhookMetric
  | BatchMetric
  | ChangeMetric
  | SyncMetric
  | 'Unanswered'
  | 'NotPublished'
  | 'DoctorProblems'
  | 'ColdStarts';

/**
 * Of the continuous sync. `SyncLeft`: removals beyond the bound of a run, which wait for the operator. `SyncFailed`:
 * messages that come again.
 */
export type SyncMetric =
  | 'SyncRead'
  | 'SyncTakenIn'
  | 'SyncAdded'
  | 'SyncRemoved'
  | 'SyncRefused'
  | 'SyncLeft'
  | 'SyncFailed';

/** `RecordLatency`: from the queueing of a message to the write of its records. */
export type DurationName = 'RecordLatency';

export type MetricName = CountName | DurationName;
