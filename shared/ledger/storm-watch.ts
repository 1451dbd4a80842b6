/** Storms in the table: counting addresses that turn permanent, opening storms, deciding about them. */

import { forEachConcurrent } from '../for-each-concurrent.ts';
import { Refused, type Storm, type StormDecision } from './ledger.ts';
import type { StormGuard } from './policy-settings.ts';
import { dayOf, longestHold, MEAN_DAYS, type StormWindow, shareOfStorm, widestWindow } from './storm.ts';
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

const DOMAINS_CONCURRENCY = 8;
/** Domains that this process remembers at a time. */
const MAX_DOMAINS = 10_000;
/** A storm that goes on is renewed when that gains at least this much, seconds. */
const RENEWAL = 300;

/**
 * Addresses of a domain are counted in groups, by how much of a storm they have been in any window so far: by a tenth
 * of what makes one, for lone ones are to cost no write; from half a storm on one by one, so that a storm opens with
 * the address that completes it (only a process that has not met a whole group by then may be late); and in a storm
 * by half of one, for then nothing hangs on a single address any more.
 */
function groupSize(share: number, { addresses }: StormGuard): number {
  if (share >= 1) return Math.max(1, Math.floor(addresses / 2));
  return share >= 0.5 ? 1 : Math.max(1, Math.floor(addresses / 10));
}

/** In what groups a domain's addresses are counted, and until when: then its window has passed. */
interface Pace {
  readonly group: number;
  readonly until: number;
}

export function createStormWatch(table: TableClient, guard: StormGuard | null): StormWatch {
  const waiting = new Map<string, number[]>();
  /** Of domains counted lately. */
  const paces = new Map<string, Pace>();

  const groupOf = (domain: string, now: number, storm: StormGuard): number => {
    const pace = paces.get(domain);
    return pace !== undefined && now < pace.until ? pace.group : groupSize(0, storm);
  };

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
        if (times.length >= groupOf(domain, now, guard)) due.add(domain);
      }
      const opened: Storm[] = [];
      await forEachConcurrent([...due], DOMAINS_CONCURRENCY, async (domain) => {
        const times = waiting.get(domain) ?? [];
        waiting.delete(domain);
        const recent = times.filter((time) => time >= now - longestHold(guard));
        const counted = await countDomain(table, domain, { times, recent }, guard).catch(() => null);
        if (counted === null) return;
        if (counted.opened !== null) opened.push(counted.opened);
        const group = groupSize(counted.share, guard);
        // Anew, for the eldest are the first to be forgotten.
        paces.delete(domain);
        paces.set(domain, { group, until: now + guard.withinMinutes * MINUTE });
      });
      forgetEldest(waiting);
      forgetEldest(paces);
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

function forgetEldest(domains: Map<string, unknown>): void {
  for (const domain of domains.keys()) {
    if (domains.size <= MAX_DOMAINS) return;
    domains.delete(domain);
  }
}

/** When addresses turned permanent; of the `times` the `recent` ones may make a storm, the others make the mean. */
interface Counted {
  readonly times: readonly number[];
  readonly recent: readonly number[];
}

/** What counting came to: the storm, if that opened one, and how much of one there now is. */
interface Tallied {
  readonly opened: Storm | null;
  readonly share: number;
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
  const watched = { counts, guard, last };
  const window = recent.length === 0 ? null : widestWindow(watched, recent);
  const opened = window && (await raise(table, domain, window, last));
  const sweep = sweepUpdate(domain, counts, Math.max(...times), guard);
  if (sweep !== null) await table.update(sweep).catch(() => null);
  return { opened, share: shareOfStorm(watched, recent) };
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
