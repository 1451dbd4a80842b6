/** The schemas of the ledger's EventBridge events; JSON Schema is made of them. */
import * as v from 'valibot';
import {
  type AddressChange,
  EVENT_SOURCE,
  type EventSuppression,
  type Incident,
  type LedgerEventType,
} from './ledger-event.ts';

const time = v.pipe(v.string(), v.isoTimestamp(), v.description('RFC 3339.'));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const described = (text: string) => v.pipe(v.string(), v.description(text));

const suppression = v.object({
  list: described('The list it is suppressed for; `*` is every list.'),
  reason: described('Why: `complaint`, `address-unknown`, `unsubscribe`...'),
  code: v.pipe(v.number(), v.integer(), v.description('The failure code, of four digits.')),
  rule: described('The rule that decided.'),
  since: time,
  until: v.pipe(v.nullable(time), v.description('Null when it has no end.')),
}) satisfies v.GenericSchema<unknown, EventSuppression>;

const addressChange = v.object({
  address: v.pipe(v.nullable(v.string()), v.description('Null where addresses are stored as hashes.')),
  key: described("The record's key; where addresses are stored as hashes, the hash."),
  revision: count,
  before: v.array(suppression),
  after: v.array(suppression),
}) satisfies v.GenericSchema<unknown, AddressChange>;

const incident = v.object({
  incident: described('What kind: `storm` of a recipient domain, or `source`.'),
  domain: v.optional(described('The recipient domain of a storm.')),
  source: v.optional(described('The source whose reports are held back.')),
  from: v.optional(time),
  until: v.optional(time),
  addresses: v.optional(v.pipe(count, v.description('Addresses counted when it opened.'))),
}) satisfies v.GenericSchema<unknown, Incident>;

const eventOf = <const Type extends LedgerEventType, const Detail extends v.GenericSchema>(
  type: Type,
  detail: Detail,
) =>
  v.object({
    id: described("EventBridge's id of the event."),
    'detail-type': v.literal(type),
    source: v.literal(EVENT_SOURCE),
    time,
    detail,
  });

/** Each event with the members of its EventBridge envelope that matter to subscribers. */
export const eventSchemas = {
  'address.suppressed': eventOf('address.suppressed', addressChange),
  'address.released': eventOf('address.released', addressChange),
  'incident.opened': eventOf('incident.opened', incident),
} as const satisfies Readonly<Record<LedgerEventType, v.GenericSchema>>;
