/** A guard's state as an item: counters by minute and by day, and the last incident. */
import type { UpdateItemCommandInput } from '@aws-sdk/client-dynamodb';
import type {
  GuardIncident,
  GuardState,
  GuardSubject,
  IncidentDecision,
} from '../../ledger/guard/incident.ts';
import {
  type GuardCountsToAdd,
  type IncidentExtension,
  type OpenedIncident,
  positionAt,
  type SubjectIncident,
} from '../record-store.ts';
import type { Item } from './item.ts';
import { attribute, guardPrefix, INCIDENTS_PARTITION, SCHEMA_VERSION } from './table.ts';

type Update = Omit<UpdateItemCommandInput, 'TableName'>;

const name = {
  from: 'from',
  until: 'until',
  addresses: 'addresses',
  waits: 'waits',
  decided: 'decided',
  actor: 'actor',
  note: 'reason',
} as const;
/** Counters are attributes `m<minute since 1970>` and `d<day since 1970>`. */
const COUNTER = /^([md])(\d+)$/;
/** What the stream's filter finds on the write that opened an incident, and on no other. */
const OPENED = 'incident';

/** The key of a subject's item. */
export function guardKey({ kind, name: subject }: GuardSubject): string {
  return guardPrefix[kind] + subject;
}

function keyOf(subject: GuardSubject): Item {
  return { [attribute.key]: { S: guardKey(subject) } };
}

function numberIn(item: Item, attributeName: string): number | null {
  const text = item[attributeName]?.N;
  return text === undefined ? null : Number(text);
}

/** The state that an item holds. */
export function readGuard(item: Item): GuardState {
  const minutes = new Map<number, number>();
  const days = new Map<number, number>();
  for (const [attributeName, value] of Object.entries(item)) {
    const counter = COUNTER.exec(attributeName);
    if (counter) (counter[1] === 'm' ? minutes : days).set(Number(counter[2]), Number(value.N));
  }
  return { counts: { minutes, days }, incident: readIncident(item) };
}

function readIncident(item: Item): GuardIncident | null {
  const from = numberIn(item, name.from);
  const until = numberIn(item, name.until);
  if (from === null || until === null) return null;
  const decided = item[name.decided]?.S;
  return {
    from,
    until,
    addresses: numberIn(item, name.addresses) ?? 0,
    ...(item[name.waits]?.BOOL === true && { waits: true }),
    ...((decided === 'dismissed' || decided === 'confirmed') && { decided }),
  };
}

/** The incident that this write of an item opened, with its subject; null for every other write. */
export function readOpenedIncident(item: Item): SubjectIncident | null {
  if (item[attribute.change]?.S !== OPENED) return null;
  return readSubjectIncident(item);
}

/** The incident that an item holds, with its subject; null where it holds none. */
export function readSubjectIncident(item: Item): SubjectIncident | null {
  const key = item[attribute.key]?.S ?? '';
  const incident = readIncident(item);
  for (const kind of GUARD_KINDS) {
    if (incident === null || !key.startsWith(guardPrefix[kind])) continue;
    return { subject: { kind, name: key.slice(guardPrefix[kind].length) }, incident };
  }
  return null;
}

const GUARD_KINDS: readonly GuardSubject['kind'][] = ['domain', 'source'];

/** Adds to counters. */
export function addUpdate(subject: GuardSubject, { minutes, days, expiresAt }: GuardCountsToAdd): Update {
  const names: Record<string, string> = {
    '#change': attribute.change,
    '#v': attribute.schema,
    '#expires': attribute.expires,
  };
  const values: Item = { ':v': { N: String(SCHEMA_VERSION) }, ':expires': { N: String(expiresAt) } };
  const added: string[] = [];
  for (const [unit, counts] of [['d', days] as const, ['m', minutes] as const]) {
    for (const [time, count] of counts) {
      const place = added.length;
      names[`#a${place}`] = `${unit}${time}`;
      values[`:a${place}`] = { N: String(count) };
      added.push(`#a${place} :a${place}`);
    }
  }
  return {
    Key: keyOf(subject),
    UpdateExpression: `ADD ${added.join(', ')} SET #v = :v, #expires = :expires REMOVE #change`,
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: values,
    ReturnValues: 'ALL_NEW',
  };
}

/** Removes counters. */
export function removeUpdate(
  subject: GuardSubject,
  { minutes, days }: { readonly minutes: readonly number[]; readonly days: readonly number[] },
): Update {
  const stale = [...minutes.map((minute) => `m${minute}`), ...days.map((day) => `d${day}`)];
  return {
    Key: keyOf(subject),
    UpdateExpression: `REMOVE #change, ${stale.map((_, i) => `#s${i}`).join(', ')}`,
    ExpressionAttributeNames: {
      '#change': attribute.change,
      ...Object.fromEntries(stale.map((counter, i) => [`#s${i}`, counter])),
    },
  };
}

/** Opens an incident unless another writer has; `last` is the one that the item held. */
export function openUpdate(
  subject: GuardSubject,
  incident: OpenedIncident,
  last: GuardIncident | null,
): Update {
  const { from, until, addresses, waits = false } = incident;
  return {
    Key: keyOf(subject),
    UpdateExpression:
      'SET #from = :from, #until = :until, #addresses = :addresses, #waits = :waits, #change = :change, #sx = :sx, #sk = :sk ' +
      'REMOVE #decided, #actor, #note',
    ConditionExpression: last === null ? 'attribute_not_exists(#from)' : '#from = :last',
    ExpressionAttributeNames: {
      '#from': name.from,
      '#until': name.until,
      '#addresses': name.addresses,
      '#waits': name.waits,
      '#change': attribute.change,
      '#sx': attribute.shard,
      '#sk': attribute.since,
      '#decided': name.decided,
      '#actor': name.actor,
      '#note': name.note,
    },
    ExpressionAttributeValues: {
      ':sx': { S: INCIDENTS_PARTITION },
      ':sk': { S: positionAt(from, guardKey(subject)) },
      ':from': { N: String(from) },
      ':until': { N: String(until) },
      ':addresses': { N: String(addresses) },
      ':waits': { BOOL: waits },
      ':change': { S: OPENED },
      ...(last && { ':last': { N: String(last.from) } }),
    },
  };
}

/** Moves the end of an incident, unless it was decided. */
export function extendUpdate(
  subject: GuardSubject,
  incident: GuardIncident,
  { until, addresses, waits }: IncidentExtension,
): Update {
  return {
    Key: keyOf(subject),
    UpdateExpression: `SET #until = :until, #addresses = :addresses${waits ? ', #waits = :waits' : ''} REMOVE #change`,
    ConditionExpression: '#from = :from AND #until <= :until AND attribute_not_exists(#decided)',
    ExpressionAttributeNames: {
      '#from': name.from,
      '#until': name.until,
      '#addresses': name.addresses,
      '#decided': name.decided,
      '#change': attribute.change,
      ...(waits && { '#waits': name.waits }),
    },
    ExpressionAttributeValues: {
      ':from': { N: String(incident.from) },
      ':until': { N: String(until) },
      ':addresses': { N: String(addresses) },
      ...(waits && { ':waits': { BOOL: true } }),
    },
  };
}

/** Stores a decision about an incident. */
export function decideUpdate(
  subject: GuardSubject,
  incident: GuardIncident,
  { decision, actor, note }: IncidentDecision,
): Update {
  return {
    Key: keyOf(subject),
    UpdateExpression: 'SET #decided = :decided, #actor = :actor, #note = :note REMOVE #change',
    ConditionExpression: '#from = :from',
    ExpressionAttributeNames: {
      '#change': attribute.change,
      '#decided': name.decided,
      '#actor': name.actor,
      '#note': name.note,
      '#from': name.from,
    },
    ExpressionAttributeValues: {
      ':decided': { S: decision === 'dismiss' ? 'dismissed' : 'confirmed' },
      ':actor': { S: actor },
      ':note': { S: note },
      ':from': { N: String(incident.from) },
    },
  };
}
