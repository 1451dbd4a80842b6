/** The shapes of requests and answers, JSON Schema 2020-12, as OpenAPI 3.1 has them. */
import { bases, failureKinds, signalKinds } from '../events/event.ts';
import { failureGroups, MAX_FAILURE_CODE, MIN_FAILURE_CODE } from '../failure-codes/scheme.ts';
import { reasons } from '../ledger/ledger.ts';

const text = { type: 'string' } as const;
/** Of at most 64 bytes of UTF-8. */
export const listName = { type: 'string', minLength: 1, maxLength: 64 } as const;
const flag = { type: 'boolean' } as const;
const time = { type: 'string', format: 'date-time' } as const;
const code = { type: 'integer', minimum: MIN_FAILURE_CODE, maximum: MAX_FAILURE_CODE } as const;
const orNull = <const T extends string, Schema extends { readonly type: T }>(schema: Schema) => ({
  ...schema,
  type: [schema.type, 'null'],
});
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const group = { type: 'string', enum: failureGroups } as const;
const kind = { type: 'string', enum: [...failureKinds, ...signalKinds, 'suppress', 'release'] } as const;

/** An object whose members are all there, unless they are named as optional. */
function object(properties: Readonly<Record<string, object>>, ...optional: readonly string[]) {
  return {
    type: 'object',
    properties,
    required: Object.keys(properties).filter((name) => !optional.includes(name)),
    additionalProperties: false,
  };
}
const array = (items: object, bounds: object = {}) => ({ type: 'array', items, ...bounds });

const reason = { type: 'string', enum: reasons } as const;
const verdict = {
  list: text,
  reason,
  code,
  rule: text,
  since: time,
  until: orNull(time),
  exceptTransactional: flag,
};

const storm = {
  domain: text,
  from: time,
  until: { ...time, description: 'Verdicts that began in the storm are held as pending until then.' },
  addresses: { type: 'integer', minimum: 0, description: 'Addresses counted when it opened.' },
  decided: { type: ['string', 'null'], enum: ['dismissed', 'confirmed', null] },
} as const;

export const schemas = {
  Accepted: object({
    accepted: { type: 'integer', minimum: 0 },
    kept: { type: 'integer', minimum: 0, description: 'Entries that cannot be read; they are not lost.' },
  }),
  Address: object({
    address: text,
    suppressed: flag,
    pendingUntil: { ...orNull(time), description: "Until when a domain's storm holds the verdict back." },
    reason: { type: ['string', 'null'], enum: [...reasons, null] },
    code: orNull(code),
    rule: orNull(text),
    list: { ...orNull(text), description: 'The list it stands on; `*` is every list.' },
    since: orNull(time),
    until: { ...orNull(time), description: 'When the hold ends; null when it has no end.' },
    lists: array(ref('Verdict')),
    evidence: array(ref('Event')),
    diagnostic: { ...text, description: 'The last reply, redacted.' },
    advice: text,
    revision: { type: 'integer', minimum: 0 },
  }),
  Verdict: object(verdict),
  Event: object(
    {
      eventId: text,
      kind,
      permanent: { type: ['boolean', 'null'] },
      code,
      rule: text,
      occurredAt: time,
      source: text,
      list: text,
      actor: text,
      reason: text,
    },
    'actor',
    'reason',
  ),
  CheckRequest: object({ addresses: array(text, { maxItems: 1000 }), list: listName }, 'list'),
  CheckResults: object({ results: array({ oneOf: [ref('Address'), ref('NoAddress')] }) }),
  NoAddress: object({ address: text, error: text }),
  Suppressions: object({ suppressions: array(ref('Suppression')), cursor: orNull(text) }),
  Suppression: object({
    address: { ...orNull(text), description: 'Null where addresses are stored as hashes.' },
    ...verdict,
  }),
  ManualChange: object({ actor: text, reason: text, list: listName, proof: text }, 'list', 'proof'),
  Erasure: object({ keepHash: flag, actor: text, reason: text }, 'keepHash', 'actor', 'reason'),
  Erased: object({ erased: flag }),
  Storm: object(storm),
  DecidedStorm: object({ ...storm, released: { type: 'integer', minimum: 0 } }),
  StormDecision: object({
    decision: { type: 'string', enum: ['dismiss', 'confirm'] },
    actor: text,
    reason: text,
  }),
  Codes: object({ codes: array(ref('Code')) }),
  Code: object({ code, group, meaning: text, own: flag }),
  ClassifyRequest: object(
    { id: text, text, reply: text, status: text, replycode: text, provider: text },
    'id',
    'text',
    'reply',
    'status',
    'replycode',
    'provider',
  ),
  Explanation: object(
    {
      id: { ...text, description: "The request's own." },
      code,
      group,
      rule: text,
      basis: {
        type: 'string',
        enum: bases,
      },
      conflict: object({ code, rule: text }),
      reply: text,
      replyCode: text,
      status: text,
      command: text,
      matched: array(ref('MatchedRule')),
    },
    'id',
    'conflict',
  ),
  MatchedRule: object({
    rule: text,
    code,
    basis: text,
    spans: array(object({ start: { type: 'integer' }, end: { type: 'integer' } })),
  }),
  Problem: object({ type: text, title: text, status: { type: 'integer' }, detail: text }),
};
