/** The documents that several routes answer with: their schemas, and the ledger's answers in their form. */
import * as v from 'valibot';
import { failureKinds, signalKinds } from '../events/event.ts';
import { failureGroups, MAX_FAILURE_CODE, MIN_FAILURE_CODE } from '../failure-codes/scheme.ts';
import type { ListedIncident } from '../ledger/commands/incidents.ts';
import type { SuppressionEntry } from '../ledger/commands/list-suppressions.ts';
import type { SourceIncident, Storm } from '../ledger/guard/incident.ts';
import type { ListVerdict } from '../ledger/policy/list-verdict.ts';
import type { AddressStatus, EvidenceItem } from '../ledger/policy/status.ts';
import { suppressionReasons } from '../ledger/policy/suppression-reason.ts';
import { rfc3339 } from '../ledger/time.ts';

/** RFC 3339, UTC, to the second. */
export const timestamp = v.pipe(v.string(), v.metadata({ format: 'date-time' }));
export const failureCode = v.pipe(
  v.number(),
  v.integer(),
  v.minValue(MIN_FAILURE_CODE),
  v.maxValue(MAX_FAILURE_CODE),
);
export const failureGroup = v.picklist(failureGroups);
export const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const reason = v.picklist(suppressionReasons);

export const verdictSchema = v.object({
  list: v.string(),
  reason,
  code: failureCode,
  rule: v.string(),
  since: timestamp,
  until: v.nullable(timestamp),
  exceptTransactional: v.boolean(),
});

export const eventSchema = v.object({
  eventId: v.pipe(
    v.string(),
    v.description(
      "Names the event within the record: 16 hexadecimal digits, a hash of the source's name and the ESP's event id. It is the same in every answer; the ESP's own id cannot be read from it.",
    ),
  ),
  kind: v.picklist([...failureKinds, ...signalKinds, 'suppress', 'release']),
  permanent: v.nullable(v.boolean()),
  code: failureCode,
  rule: v.string(),
  occurredAt: timestamp,
  source: v.string(),
  list: v.string(),
  actor: v.optional(v.string()),
  reason: v.optional(v.string()),
  hasProof: v.optional(
    v.pipe(v.boolean(), v.description('Of a release: whether a proof was stated with it.')),
  ),
});

export const addressSchema = v.object({
  address: v.string(),
  suppressed: v.boolean(),
  pendingUntil: v.pipe(
    v.nullable(timestamp),
    v.description("Until when a domain's storm holds the verdict back."),
  ),
  reason: v.nullable(reason),
  code: v.nullable(failureCode),
  rule: v.nullable(v.string()),
  list: v.pipe(v.nullable(v.string()), v.description('The list it is suppressed for; `*` is every list.')),
  since: v.nullable(timestamp),
  until: v.pipe(v.nullable(timestamp), v.description('When the suppression ends; null when it has no end.')),
  lists: v.array(verdictSchema),
  evidence: v.array(eventSchema),
  diagnostic: v.pipe(v.string(), v.description('The last reply, redacted.')),
  advice: v.string(),
  revision: count,
});

export const suppressionSchema = v.object({
  address: v.pipe(v.nullable(v.string()), v.description('Null where addresses are stored as hashes.')),
  ...verdictSchema.entries,
});

export const stormSchema = v.object({
  domain: v.string(),
  from: timestamp,
  until: v.pipe(timestamp, v.description('Verdicts that began in the storm are held as pending until then.')),
  addresses: v.pipe(count, v.description('Addresses counted when it opened.')),
  decided: v.nullable(v.picklist(['dismissed', 'confirmed'])),
});

export const incidentSchema = v.object({
  kind: v.pipe(v.picklist(['domain', 'source']), v.description('What it is an incident of.')),
  subject: v.pipe(
    v.nullable(v.string()),
    v.description('The domain or source; null where addresses, and so domains, are stored as hashes.'),
  ),
  from: timestamp,
  until: v.pipe(
    timestamp,
    v.description('Verdicts that began in the incident are held as pending until then.'),
  ),
  addresses: v.pipe(count, v.description('Addresses counted when it opened.')),
  decided: v.nullable(v.picklist(['dismissed', 'confirmed'])),
});

export const sourceIncidentSchema = v.object({
  source: v.string(),
  from: timestamp,
  until: v.pipe(
    timestamp,
    v.description('Suppressions recorded in the incident are held as pending until then.'),
  ),
  addresses: v.pipe(count, v.description('Addresses counted within the guard\u2019s minutes, at the most.')),
  waits: v.pipe(v.boolean(), v.description('Whether bounces are pending until an operator decides.')),
  decided: v.nullable(v.picklist(['dismissed', 'confirmed'])),
});

export type AddressDocument = v.InferOutput<typeof addressSchema>;
export type EventDocument = v.InferOutput<typeof eventSchema>;
export type VerdictDocument = v.InferOutput<typeof verdictSchema>;
export type SuppressionDocument = v.InferOutput<typeof suppressionSchema>;
export type StormDocument = v.InferOutput<typeof stormSchema>;
export type IncidentDocument = v.InferOutput<typeof incidentSchema>;

/** In the place of what is no address. */
export const invalidAddressSchema = v.object({ address: v.string(), error: v.string() });
export type SourceIncidentDocument = v.InferOutput<typeof sourceIncidentSchema>;

/** The schemas that others refer to, by their names in OpenAPI. */
export const sharedSchemas = {
  Address: addressSchema,
  InvalidAddress: invalidAddressSchema,
  Verdict: verdictSchema,
  Event: eventSchema,
  Suppression: suppressionSchema,
  Storm: stormSchema,
  Incident: incidentSchema,
  SourceIncident: sourceIncidentSchema,
} as const;

function eventDocument(item: EvidenceItem): EventDocument {
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
    ...(item.note === undefined ? {} : { reason: item.note }),
    ...(item.hasProof === undefined ? {} : { hasProof: item.hasProof }),
  };
}

function verdictDocument(verdict: ListVerdict): VerdictDocument {
  return {
    list: verdict.list,
    reason: verdict.suppressionReason,
    code: verdict.code,
    rule: verdict.rule,
    since: rfc3339(verdict.since),
    until: rfc3339(verdict.until),
    exceptTransactional: verdict.exceptTransactional ?? false,
  };
}

/** All that the ledger says about one address. */
export function addressDocument(answer: AddressStatus): AddressDocument {
  return {
    address: answer.address,
    suppressed: answer.suppressed,
    pendingUntil: rfc3339(answer.pendingUntil ?? null),
    reason: answer.suppressionReason,
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

export function suppressionDocument(entry: SuppressionEntry): SuppressionDocument {
  return { address: entry.address, ...verdictDocument(entry) };
}

export function sourceIncidentDocument(incident: SourceIncident): SourceIncidentDocument {
  const { source, from, until, addresses, waits = false, decided = null } = incident;
  return { source, from: rfc3339(from), until: rfc3339(until), addresses, waits, decided };
}

export function stormDocument({ domain, from, until, addresses, decided }: Storm): StormDocument {
  return { domain, from: rfc3339(from), until: rfc3339(until), addresses, decided: decided ?? null };
}

export function incidentDocument(incident: ListedIncident): IncidentDocument {
  const { kind, subject, from, until, addresses, decided } = incident;
  return { kind, subject, from: rfc3339(from), until: rfc3339(until), addresses, decided: decided ?? null };
}
