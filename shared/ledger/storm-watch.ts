/** Storms in the table: counting addresses that turn permanent, opening storms, deciding about them. */

import { abreast } from '../abreast.ts';
import { Refused, type Storm, type StormDecision } from './ledger.ts';
import type { StormGuard } from './policy-settings.ts';
import { dayOf, longestHold, MEAN_DAYS, mostWithin, type StormWindow, widestWindow } from './storm.ts';
import {
  countUpdate,
  decideUpdate,
  openUpdate,
  readCounts,
  readStorm,
  renewUpdate,
  sweepUpdate,
} from './storm-item.ts';
import { DOMAIN_PREFIX } from './table.ts';
import type { TableClient } from './table-client.ts';
import { MINUTE } from './time.ts';

/** An address whose verdict turned permanent. */
export interface Turned {
  readonly domain: string;
  /** When, seconds since 1970: the time of the event, so that counting hangs on no one's clock. */
  readonly since: number;
}

export interface StormWatch {
  /**
   * Counts addresses that turned permanent; answers the storms that this opened. Best effort: it never rejects,
   * for no batch must fail over a counter.
   */
  count(turned: readonly Turned[], now: number): Promise<readonly Storm[]>;
  /** The storms of domains, by domain. Rejects when any cannot be read. */
  stormsOf(domains: readonly string[]): Promise<ReadonlyMap<string, Storm>>;
  /** Notes a person's decision. @throws Refused `no-storm` */
  decide(domain: string, decision: StormDecision): Promise<Storm>;
}

const DOMAINS_ABREAST = 8;
/** Domains that this process remembers at a time. */
const MOST_DOMAINS = 10_000;
/** A storm that goes on is renewed when that gains at least this much, seconds. */
const RENEWAL = 300;

/**
 * Addresses of a domain are counted in groups, a tenth of what makes a storm: lone ones cost no write. From half a
 * storm on each is counted at once, so that a storm opens with the address that completes it; only a process that
 * has not met a whole group of them by then may be late.
 */
function groupSize(guard: StormGuard): number {
  return Math.max(1, Math.floor(guard.addresses / 10));
}

export function createStormWatch(table: TableClient, guard: StormGuard | null): StormWatch {
  const waiting = new Map<string, number[]>();
  /** Domains half-way to a storm, and until when each address of theirs is counted at once. */
  const near = new Map<string, number>();

  const stormsOf: StormWatch['stormsOf'] = async (domains) => {
    const keys = domains.map((domain) => DOMAIN_PREFIX + domain);
    const items = await table.getMany(keys, (_, error) => {
      throw error;
    });
    const storms = new Map<string, Storm>();
    for (const domain of domains) {
      const storm = readStorm(domain, items.get(DOMAIN_PREFIX + domain));
      if (storm !== null) storms.set(domain, storm);
    }
    return storms;
  };

  return {
    async count(turned, now) {
      if (guard === null) return [];
      const due = new Set<string>();
      for (const { domain, since } of turned) {
        if (dayOf(since) < dayOf(now) - MEAN_DAYS) continue;
        const times = waiting.get(domain) ?? [];
        times.push(since);
        waiting.set(domain, times);
        if (times.length >= groupSize(guard) || now < (near.get(domain) ?? 0)) due.add(domain);
      }
      const opened: Storm[] = [];
      await abreast([...due], DOMAINS_ABREAST, async (domain) => {
        const times = waiting.get(domain) ?? [];
        waiting.delete(domain);
        const recent = times.filter((time) => time >= now - longestHold(guard));
        const counted = await countDomain(table, domain, { times, recent }, guard).catch(() => null);
        if (counted === null) return;
        if (counted.opened !== null) opened.push(counted.opened);
        if (isNear(counted.addresses, guard)) near.set(domain, now + guard.withinMinutes * MINUTE);
        else near.delete(domain);
      });
      forgetEldest(waiting);
      forgetEldest(near);
      return opened;
    },

    stormsOf,

    async decide(domain, decision) {
      const storm = (await stormsOf([domain])).get(domain);
      const noted = storm && (await table.update(decideUpdate(storm, decision)));
      if (!storm || !noted) throw new Refused('no-storm', 'The domain has no storm to decide about.');
      return { ...storm, decided: decision.decision === 'dismiss' ? 'dismissed' : 'confirmed' };
    },
  };
}

/** Whether so many addresses are half a storm and not yet enough for one. */
function isNear(addresses: number, guard: StormGuard): boolean {
  return addresses * 2 >= guard.addresses && addresses < guard.addresses;
}

function forgetEldest(domains: Map<string, unknown>): void {
  for (const domain of domains.keys()) {
    if (domains.size <= MOST_DOMAINS) return;
    domains.delete(domain);
  }
}

/** When addresses turned permanent; of the `times` the `recent` ones may make a storm, the others make the mean. */
interface Counted {
  readonly times: readonly number[];
  readonly recent: readonly number[];
}

/** What counting came to: the storm, if that opened one, and the most addresses in any window. */
interface Tallied {
  readonly opened: Storm | null;
  readonly addresses: number;
}

/** Adds to a domain's counters. */
async function countDomain(
  table: TableClient,
  domain: string,
  { times, recent }: Counted,
  guard: StormGuard,
): Promise<Tallied | null> {
  const item = await table.update(countUpdate(domain, times, recent));
  if (item === null) return null;
  const counts = readCounts(item);
  const last = readStorm(domain, item);
  const window = recent.length === 0 ? null : widestWindow({ counts, guard, last }, recent);
  const opened = window && (await raise(table, domain, window, last));
  const sweep = sweepUpdate(domain, counts, Math.max(...times), guard);
  if (sweep !== null) await table.update(sweep).catch(() => null);
  return { opened, addresses: mostWithin(counts, guard, recent) };
}

/** Opens a storm or renews the one that goes on. Of several writers that see it, one opens it. */
async function raise(
  table: TableClient,
  domain: string,
  window: StormWindow,
  known: Storm | null,
): Promise<Storm | null> {
  if (known === null || window.from >= known.until) {
    const opened = await table.update(openUpdate(domain, window, known));
    return opened && { domain, ...window };
  }
  if (!known.decided && window.until >= known.until + RENEWAL) {
    await table.update(renewUpdate(domain, known, window.until));
  }
  return null;
}
