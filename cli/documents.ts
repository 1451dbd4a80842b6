/** The query API's answers, as far as commands read them. */
import * as v from 'valibot';

const orNull = v.nullable(v.string());

const verdict = v.object({
  list: v.string(),
  reason: v.string(),
  code: v.number(),
  rule: v.string(),
  since: v.string(),
  until: orNull,
});

export const addressShape = v.object({
  address: v.string(),
  suppressed: v.boolean(),
  pendingUntil: orNull,
  reason: orNull,
  code: v.nullable(v.number()),
  rule: orNull,
  list: orNull,
  since: orNull,
  until: orNull,
  lists: v.array(verdict),
  evidence: v.array(
    v.object({
      eventId: v.string(),
      kind: v.string(),
      permanent: v.nullable(v.boolean()),
      code: v.number(),
      rule: v.string(),
      occurredAt: v.string(),
      source: v.string(),
      list: v.string(),
      actor: v.optional(v.string()),
      reason: v.optional(v.string()),
    }),
  ),
  diagnostic: v.string(),
  advice: v.string(),
  revision: v.number(),
});
export type AddressAnswer = v.InferOutput<typeof addressShape>;

export const checkShape = v.object({
  results: v.array(v.union([addressShape, v.object({ address: v.string(), error: v.string() })])),
});
export type CheckAnswer = v.InferOutput<typeof checkShape>['results'][number];

export const suppressionsShape = v.object({
  suppressions: v.array(v.object({ address: orNull, ...verdict.entries })),
  cursor: orNull,
});
export type SuppressionRow = v.InferOutput<typeof suppressionsShape>['suppressions'][number];

export const codesShape = v.object({
  codes: v.array(v.object({ code: v.number(), meaning: v.string() })),
});

export const classifiedShape = v.object({
  reply: v.string(),
  matched: v.array(
    v.object({ rule: v.string(), spans: v.array(v.object({ start: v.number(), end: v.number() })) }),
  ),
});

export const erasedShape = v.object({ erased: v.boolean() });

export const stormShape = v.object({
  domain: v.string(),
  from: v.string(),
  until: v.string(),
  addresses: v.number(),
  decided: orNull,
});
