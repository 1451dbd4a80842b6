/** A domain's item: counters by minute and by day, and its storm. */
import type { UpdateItemCommandInput } from '@aws-sdk/client-dynamodb';
import type { Item } from './item.ts';
import type { Storm, StormDecision } from './ledger.ts';
import type { StormGuard } from './policy-settings.ts';
import { type DomainCounts, dayOf, longestHold, MEAN_DAYS, minuteOf, type StormWindow } from './storm.ts';
import { attribute, DOMAIN_PREFIX, SCHEMA_VERSION } from './table.ts';
import { DAY } from './time.ts';

type Update = Omit<UpdateItemCommandInput, 'TableName'>;

const name = {
  from: 'from',
  until: 'until',
  addresses: 'addresses',
  decided: 'decided',
  actor: 'actor',
  reason: 'reason',
} as const;
/** Counters are attributes `m<minute since 1970>` and `d<day since 1970>`. */
const COUNTER = /^([md])(\d+)$/;
/** Counters that may lie about before they are swept out. */
const MAX_STALE = 24;

function keyOf(domain: string): Item {
  return { [attribute.key]: { S: DOMAIN_PREFIX + domain } };
}

function numberIn(item: Item | undefined, attributeName: string): number | null {
  const text = item?.[attributeName]?.N;
  return text === undefined ? null : Number(text);
}

/** The storm that an item holds. */
export function readStorm(domain: string, item: Item | undefined): Storm | null {
  const from = numberIn(item, name.from);
  const until = numberIn(item, name.until);
  if (from === null || until === null) return null;
  const decided = item?.[name.decided]?.S;
  return {
    domain,
    from,
    until,
    addresses: numberIn(item, name.addresses) ?? 0,
    ...((decided === 'dismissed' || decided === 'confirmed') && { decided }),
  };
}

/** What the stream's filter finds on the write that opened a storm, and on no other. */
const OPENED = 'incident';

/** The storm that this write of a domain's item opened; null for every other write. */
export function readOpenedStorm(item: Item | undefined): Storm | null {
  const key = item?.[attribute.key]?.S;
  if (!key?.startsWith(DOMAIN_PREFIX) || item?.[attribute.change]?.S !== OPENED) return null;
  return readStorm(key.slice(DOMAIN_PREFIX.length), item);
}

export function readCounts(item: Item): DomainCounts {
  const minutes = new Map<number, number>();
  const days = new Map<number, number>();
  for (const [attributeName, value] of Object.entries(item)) {
    const counter = COUNTER.exec(attributeName);
    if (counter) (counter[1] === 'm' ? minutes : days).set(Number(counter[2]), Number(value.N));
  }
  return { minutes, days };
}

/** Adds addresses that turned permanent at `times`, seconds since 1970; the `recent` ones by the minute too. */
export function countUpdate(domain: string, times: readonly number[], recent: readonly number[]): Update {
  const additions = new Map<string, number>();
  const counters = [...times.map((time) => `d${dayOf(time)}`), ...recent.map((time) => `m${minuteOf(time)}`)];
  for (const counter of counters) additions.set(counter, (additions.get(counter) ?? 0) + 1);
  const added = [...additions];
  return {
    Key: keyOf(domain),
    UpdateExpression: `ADD ${added.map((_, i) => `#a${i} :a${i}`).join(', ')} SET #v = :v, #expires = :expires REMOVE #change`,
    ExpressionAttributeNames: {
      '#change': attribute.change,
      '#v': attribute.schema,
      '#expires': attribute.expires,
      ...Object.fromEntries(added.map(([counter], i) => [`#a${i}`, counter])),
    },
    ExpressionAttributeValues: {
      ':v': { N: String(SCHEMA_VERSION) },
      ':expires': { N: String(Math.max(...times) + (MEAN_DAYS + 2) * DAY) },
      ...Object.fromEntries(added.map(([, count], i) => [`:a${i}`, { N: String(count) }])),
    },
    ReturnValues: 'ALL_NEW',
  };
}

/** Removes counters that nothing looks at any more; null while they are few. */
export function sweepUpdate(
  domain: string,
  counts: DomainCounts,
  newest: number,
  guard: StormGuard,
): Update | null {
  const firstMinute = minuteOf(newest - longestHold(guard)) - guard.withinMinutes;
  const firstDay = dayOf(newest) - MEAN_DAYS;
  const stale = [
    ...[...counts.minutes.keys()].filter((minute) => minute < firstMinute).map((minute) => `m${minute}`),
    ...[...counts.days.keys()].filter((day) => day < firstDay).map((day) => `d${day}`),
  ];
  if (stale.length < MAX_STALE) return null;
  return {
    Key: keyOf(domain),
    UpdateExpression: `REMOVE #change, ${stale.map((_, i) => `#s${i}`).join(', ')}`,
    ExpressionAttributeNames: {
      '#change': attribute.change,
      ...Object.fromEntries(stale.map((counter, i) => [`#s${i}`, counter])),
    },
  };
}

/** Opens a storm unless another writer has; `known` is the one the item held. */
export function openUpdate(domain: string, window: StormWindow, known: Storm | null): Update {
  return {
    Key: keyOf(domain),
    UpdateExpression:
      'SET #from = :from, #until = :until, #addresses = :addresses, #change = :change REMOVE #decided, #actor, #reason',
    ConditionExpression: known === null ? 'attribute_not_exists(#from)' : '#from = :known',
    ExpressionAttributeNames: {
      '#from': name.from,
      '#until': name.until,
      '#addresses': name.addresses,
      '#change': attribute.change,
      '#decided': name.decided,
      '#actor': name.actor,
      '#reason': name.reason,
    },
    ExpressionAttributeValues: {
      ':from': { N: String(window.from) },
      ':until': { N: String(window.until) },
      ':addresses': { N: String(window.addresses) },
      ':change': { S: OPENED },
      ...(known && { ':known': { N: String(known.from) } }),
    },
  };
}

/** Moves the end of a storm that goes on, unless someone has decided about it. */
export function renewUpdate(domain: string, storm: Storm, until: number): Update {
  return {
    Key: keyOf(domain),
    UpdateExpression: 'SET #until = :until REMOVE #change',
    ConditionExpression: '#from = :from AND #until < :until AND attribute_not_exists(#decided)',
    ExpressionAttributeNames: {
      '#from': name.from,
      '#until': name.until,
      '#decided': name.decided,
      '#change': attribute.change,
    },
    ExpressionAttributeValues: { ':from': { N: String(storm.from) }, ':until': { N: String(until) } },
  };
}

/** Notes what a person decided. */
export function decideUpdate(storm: Storm, { decision, actor, reason }: StormDecision): Update {
  return {
    Key: keyOf(storm.domain),
    UpdateExpression: 'SET #decided = :decided, #actor = :actor, #reason = :reason REMOVE #change',
    ConditionExpression: '#from = :from',
    ExpressionAttributeNames: {
      '#change': attribute.change,
      '#decided': name.decided,
      '#actor': name.actor,
      '#reason': name.reason,
      '#from': name.from,
    },
    ExpressionAttributeValues: {
      ':decided': { S: decision === 'dismiss' ? 'dismissed' : 'confirmed' },
      ':actor': { S: actor },
      ':reason': { S: reason },
      ':from': { N: String(storm.from) },
    },
  };
}
