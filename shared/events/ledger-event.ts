/** The events on the ledger's EventBridge bus, as its subscribers receive them. */
import * as v from 'valibot';

/** `Source` of every event. */
export const EVENT_SOURCE = 'bounce-ledger';

const time = v.pipe(v.string(), v.isoTimestamp(), v.description('RFC 3339.'));

const suppression = v.object({
  list: v.pipe(v.string(), v.description('The list it is suppressed for; `*` is every list.')),
  reason: v.pipe(v.string(), v.description('Why: `complaint`, `address-unknown`, `unsubscribe`...')),
  code: v.pipe(v.number(), v.integer(), v.description('The failure code.')),
  rule: v.pipe(v.string(), v.description('The rule that decided.')),
  since: time,
  until: v.pipe(v.nullable(time), v.description('Null when it has no end.')),
});

const addressChange = v.object({
  address: v.pipe(v.nullable(v.string()), v.description('Null where addresses are stored as hashes.')),
  key: v.pipe(v.string(), v.description("The record's key, where addresses are stored as hashes a hash.")),
  revision: v.pipe(v.number(), v.integer(), v.minValue(0)),
  before: v.array(suppression),
  after: v.array(suppression),
});

const incident = v.object({
  incident: v.pipe(v.string(), v.description('What kind: `storm`...')),
  domain: v.optional(v.string()),
  source: v.optional(v.string()),
  from: v.optional(time),
  until: v.optional(time),
  addresses: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
});

/** The `detail` of each `detail-type`. */
export const eventDetails = {
  'address.suppressed': addressChange,
  'address.released': addressChange,
  'incident.opened': incident,
} as const;

export type LedgerEventType = keyof typeof eventDetails;

/** One suppression of an address, before or after a change. */
export type EventSuppression = v.InferOutput<typeof suppression>;
/** What changed of an address. */
export type AddressChange = v.InferOutput<typeof addressChange>;
/** An incident that holds verdicts back until an operator decides. */
export type Incident = v.InferOutput<typeof incident>;

const envelope = v.object({
  id: v.pipe(v.string(), v.description('Of this delivery by EventBridge.')),
  source: v.literal(EVENT_SOURCE),
  time,
});

const eventOf = <const Type extends LedgerEventType, const Detail extends v.GenericSchema>(
  type: Type,
  detail: Detail,
) => v.object({ ...envelope.entries, 'detail-type': v.literal(type), detail });

/** Each event with its EventBridge envelope. */
export const eventSchemas = {
  'address.suppressed': eventOf('address.suppressed', addressChange),
  'address.released': eventOf('address.released', addressChange),
  'incident.opened': eventOf('incident.opened', incident),
} as const;

/** An event of the ledger. */
export type LedgerEvent =
  | {
      readonly type: 'address.suppressed' | 'address.released';
      readonly id: string;
      readonly time: string;
      readonly detail: AddressChange;
    }
  | {
      readonly type: 'incident.opened';
      readonly id: string;
      readonly time: string;
      readonly detail: Incident;
    };
