/** The answers that the pages read. An answer of another shape comes from another version of the ledger. */
import * as v from 'valibot';

const time = v.string();
const orNull = v.nullable(v.string());
const count = v.number();

export const sessionDocument = v.object({
  name: v.string(),
  write: v.boolean(),
  actor: orNull,
  features: v.object({
    sources: v.boolean(),
    doctor: v.boolean(),
    deadLetters: v.boolean(),
    espListings: v.boolean(),
    sync: v.boolean(),
    customRules: v.boolean(),
  }),
});
export type Session = v.InferOutput<typeof sessionDocument>;

const listState = v.object({
  list: v.string(),
  reason: v.string(),
  code: v.nullable(v.number()),
  rule: v.string(),
  since: time,
  until: orNull,
  exceptTransactional: v.optional(v.boolean(), false),
});
export type ListState = v.InferOutput<typeof listState>;

const event = v.object({
  eventId: v.string(),
  kind: v.string(),
  permanent: v.nullable(v.boolean()),
  code: v.nullable(v.number()),
  rule: v.string(),
  occurredAt: time,
  source: v.string(),
  list: v.string(),
  actor: v.optional(v.string()),
  reason: v.optional(v.string()),
});
export type EvidenceEvent = v.InferOutput<typeof event>;

export const addressDocument = v.object({
  address: v.string(),
  suppressed: v.boolean(),
  pendingUntil: v.optional(orNull, null),
  reason: orNull,
  code: v.nullable(v.number()),
  rule: v.optional(orNull, null),
  list: orNull,
  since: orNull,
  until: orNull,
  lists: v.optional(v.array(listState), []),
  evidence: v.array(event),
  diagnostic: v.optional(v.string(), ''),
  advice: v.string(),
  revision: v.number(),
});
export type AddressState = v.InferOutput<typeof addressDocument>;

export const erasedDocument = v.object({ erased: v.boolean() });

export const suppressionsDocument = v.object({
  suppressions: v.array(v.object({ address: orNull, ...listState.entries })),
  cursor: orNull,
});
export type Suppression = v.InferOutput<typeof suppressionsDocument>['suppressions'][number];

export const codesDocument = v.object({
  codes: v.array(
    v.object({
      code: v.number(),
      group: v.string(),
      meaning: v.string(),
      own: v.optional(v.boolean(), false),
    }),
  ),
});
export type Code = v.InferOutput<typeof codesDocument>['codes'][number];

const span = v.object({ start: v.number(), end: v.number() });
export type Span = v.InferOutput<typeof span>;

export const explanationDocument = v.object({
  code: v.number(),
  group: v.string(),
  rule: v.string(),
  basis: v.string(),
  conflict: v.optional(v.object({ code: v.number(), rule: v.string() })),
  reply: v.string(),
  replyCode: v.string(),
  status: v.string(),
  matched: v.array(v.object({ rule: v.string(), code: v.number(), basis: v.string(), spans: v.array(span) })),
});
export type Explanation = v.InferOutput<typeof explanationDocument>;

export const rulesPreviewDocument = v.object({
  explanation: v.nullable(explanationDocument),
  shipped: explanationDocument,
  errors: v.array(v.object({ line: v.number(), message: v.string() })),
});
export type RulesPreview = v.InferOutput<typeof rulesPreviewDocument>;

export const customRulesDocument = v.object({ response: v.string() });

export interface StatisticsRow {
  readonly at: string;
  readonly source: string;
  readonly provider: string;
  readonly kind: string;
  readonly permanent: boolean | null;
  readonly code: number | null;
  readonly receiver: string;
  readonly list: string;
  readonly count: number;
}

/** There may be tens of thousands: a schema for each would take as long as all else on the page. */
const statisticsRows = v.custom<StatisticsRow[]>(
  (rows) => Array.isArray(rows) && rows.every(isStatisticsRow),
);

function isStatisticsRow(row: unknown): row is StatisticsRow {
  if (typeof row !== 'object' || row === null) return false;
  const {
    at,
    source,
    provider,
    kind,
    permanent,
    code,
    receiver,
    list,
    count: events,
  } = row as Record<string, unknown>;
  return (
    typeof at === 'string' &&
    typeof source === 'string' &&
    typeof provider === 'string' &&
    typeof kind === 'string' &&
    (permanent === null || typeof permanent === 'boolean') &&
    (code === null || typeof code === 'number') &&
    typeof receiver === 'string' &&
    typeof list === 'string' &&
    typeof events === 'number'
  );
}

export const statisticsDocument = v.object({
  from: time,
  to: time,
  by: v.picklist(['hour', 'day']),
  asOf: v.nullish(time, null),
  exact: v.boolean(),
  rows: statisticsRows,
  changes: v.array(
    v.object({ at: time, reason: v.string(), list: v.string(), suppressed: count, released: count }),
  ),
  rates: v.array(
    v.object({
      source: orNull,
      receiver: orNull,
      delivered: count,
      bounces: count,
      complaints: count,
      bounceRate: v.nullable(v.number()),
      complaintRate: v.nullable(v.number()),
    }),
  ),
  thresholds: v.nullable(
    v.object({
      bounceRate: v.array(v.number()),
      complaintRate: v.array(v.number()),
      minMessages: count,
    }),
  ),
  unknownReplies: v.array(v.object({ text: v.string(), count })),
});
export type Statistics = v.InferOutput<typeof statisticsDocument>;
export type Rate = Statistics['rates'][number];
export type Thresholds = Statistics['thresholds'];

const incident = v.object({
  kind: v.string(),
  /** Null where domains are stored as hashes. */
  subject: orNull,
  from: time,
  until: time,
  addresses: count,
  decided: v.nullable(v.picklist(['dismissed', 'confirmed'])),
});
export type Incident = v.InferOutput<typeof incident>;
export const incidentsDocument = v.object({ incidents: v.array(incident) });

export const decidedIncidentDocument = v.object({ released: v.optional(count, 0) });

export const sourcesDocument = v.object({
  sources: v.array(
    v.object({
      source: v.string(),
      provider: v.string(),
      list: orNull,
      secret: v.picklist(['set', 'missing']),
      lastEventAt: orNull,
      rejected: v.nullable(v.record(v.string(), count)),
    }),
  ),
});
export type SourceStatus = v.InferOutput<typeof sourcesDocument>['sources'][number];

export const doctorDocument = v.object({
  findings: v.array(
    v.object({
      source: v.string(),
      check: v.string(),
      status: v.picklist(['ok', 'warning', 'problem', 'skipped']),
      detail: v.string(),
      fix: v.nullish(v.string(), ''),
    }),
  ),
});
export type DoctorFinding = v.InferOutput<typeof doctorDocument>['findings'][number];

export const deadLettersDocument = v.object({
  deadLetters: v.array(v.object({ id: v.string(), since: time, source: v.string(), error: v.string() })),
});
export const deadLetterDocument = v.object({
  id: v.string(),
  since: time,
  source: v.string(),
  error: v.string(),
  request: v.string(),
});
export const redriveDocument = v.object({ redriven: count, left: count });

export const espDocument = v.object({
  listings: v.array(
    v.object({
      source: v.string(),
      provider: v.string(),
      list: v.string(),
      listed: v.boolean(),
      reason: orNull,
      since: orNull,
      error: orNull,
    }),
  ),
});

export const syncSourcesDocument = v.object({ sources: v.array(v.string()) });
export const syncPlanDocument = v.object({
  source: v.string(),
  onlyHere: count,
  onlyThere: count,
  both: count,
  differs: count,
  tooRecent: count,
  notComparable: count,
  changes: v.array(
    v.object({
      address: v.string(),
      action: v.picklist(['add', 'remove', 'take-in']),
      as: v.string(),
      why: v.string(),
    }),
  ),
});
export type SyncPlan = v.InferOutput<typeof syncPlanDocument>;

export const exportLinkDocument = v.object({ path: v.string() });

export const problemDocument = v.object({
  title: v.string(),
  detail: v.optional(v.string(), ''),
  type: v.optional(v.string(), ''),
});
