/** The ledger over its table: see `ledger.ts` for what each method promises. */

import { randomUUID } from 'node:crypto';
import { domainOf, type LedgerAddress } from '../address/address.ts';
import { errorName } from '../error-name.ts';
import type { LedgerEvent } from '../events/event.ts';
import { forEachConcurrent } from '../for-each-concurrent.ts';
import { defaultRetryPolicy, type RetryPolicy } from '../retry.ts';
import { anonymous, dismissed, fold, holdsEvent } from './fold.ts';
import { standing } from './intervals.ts';
import { noRecord, readItem, type StoredRecord, sinceKey } from './item.ts';
import { createJudge, type PolicyDeps } from './judge.ts';
import { recordKey } from './key.ts';
import { type Answer, type Ledger, type ManualAction, type Recorded, Refused, type Storm } from './ledger.ts';
import { domainOfRow, listSuppressions } from './listing.ts';
import { guardRelease, manualEvent } from './manual.ts';
import { createRecords, type Outcome, type Subject } from './records.ts';
import { guardedSince, guardOf, isGuardedEvent, mayBeHeld } from './storm.ts';
import { createStormWatch, type Turned } from './storm-watch.ts';
import { rowsAfter } from './suppressions.ts';
import { type TableSender, tableClient } from './table-client.ts';
import { answer, verdictsOf } from './verdict.ts';

export interface LedgerDeps {
  /** Its own retries are the caller's choice; the ledger's come on top. */
  readonly client: TableSender;
  readonly table: string;
  readonly settings: PolicyDeps & { readonly addresses?: { readonly stored: 'plain' | 'hashed' } };
  /** The secret of the keys, where addresses are stored hashed. */
  readonly pepper?: string;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
  /** Uniform in [0, 1). */
  readonly random?: () => number;
  readonly retryPolicy?: Partial<RetryPolicy>;
}

/** Records written at the same time. */
const WRITES_CONCURRENCY = 32;

/** @throws Error when addresses are to be stored hashed and there is no pepper. */
export function createLedger(parts: LedgerDeps): Ledger {
  const { settings, clock = Date.now, random = Math.random } = parts;
  const open = settings.addresses?.stored !== 'hashed';
  if (!open && !parts.pepper) throw new Error('Addresses are stored hashed: the ledger needs its pepper.');
  const pepper = open ? null : (parts.pepper ?? null);
  const now = () => Math.floor(clock() / 1000);
  const retryPolicy: RetryPolicy = { ...defaultRetryPolicy, random, ...parts.retryPolicy };
  const judge = createJudge(settings);
  const table = tableClient(parts.client, parts.table, retryPolicy);
  const records = createRecords({ table, judge, retryPolicy, open, now });
  const storms = createStormWatch(table, guardOf(judge));

  const keyOf = (address: string) => recordKey(address, pepper);
  const subjectOf = (address: LedgerAddress, key: string): Subject => ({
    key,
    address: open ? address : null,
    domain: open ? null : keyOf(domainOf(address)),
  });

  async function record(events: readonly LedgerEvent[]) {
    const people = Array.from(
      Map.groupBy(events, ({ address }) => address),
      ([address, own]) => ({ address, own, key: keyOf(address) }),
    );
    const results = new Map<LedgerAddress, Recorded>();
    const unread = new Map<string, unknown>();
    const items = await table.getMany(
      people.map(({ key }) => key),
      (failed, error) => {
        for (const key of failed) unread.set(key, error);
      },
    );
    const turned: Turned[] = [];
    await forEachConcurrent(people, WRITES_CONCURRENCY, async ({ address, own, key }) => {
      try {
        if (unread.has(key)) throw unread.get(key);
        const outcome = await records.change(
          subjectOf(address, key),
          ({ record: known }) => ({ record: fold(known, own) }),
          readItem(items.get(key)),
        );
        results.set(address, recorded(address, outcome));
        const since = turnedPermanent(outcome);
        if (since !== null) turned.push({ domain: domainOf(address), since });
      } catch (error) {
        results.set(address, { address, outcome: 'failed', error: errorName(error) });
      }
    });
    return { addresses: results, storms: await storms.count(turned, now()) };
  }

  /** Since when a guarded verdict stands that did not stand before this write; null when none does. */
  function turnedPermanent({ change, before, after }: Outcome): number | null {
    if (change === undefined) return null;
    const time = now();
    const since = guardedSince(standing(after, time), judge);
    return since !== null && guardedSince(standing(before, time), judge) === null ? since : null;
  }

  /** Answers, reading the domains' storms only where a verdict is so young that one may hold it. */
  async function answers(
    asked: ReadonlyArray<readonly [LedgerAddress, StoredRecord]>,
    list: string | undefined,
  ): Promise<Answer[]> {
    const time = now();
    const judged = asked.map(([address, stored]) => {
      const verdicts = verdictsOf(stored.record, judge, time);
      return { address, stored, verdicts, doubtful: mayBeHeld(verdicts, judge, time) };
    });
    const domains = new Set(judged.filter((one) => one.doubtful).map(({ address }) => domainOf(address)));
    const found = domains.size === 0 ? new Map<string, Storm>() : await storms.stormsOf([...domains]);
    return judged.map(({ address, stored, verdicts, doubtful }) =>
      answer(stored.record, judge, {
        address,
        ...(list !== undefined && { list }),
        now: time,
        revision: stored.revision,
        verdicts,
        storm: (doubtful && found.get(domainOf(address))) || null,
      }),
    );
  }

  async function answerOne(address: LedgerAddress, stored: StoredRecord, list?: string): Promise<Answer> {
    const [only] = await answers([[address, stored]], list);
    if (only === undefined) throw new RangeError('One question has one answer.');
    return only;
  }

  async function getStatuses(addresses: readonly LedgerAddress[], options: { list?: string } = {}) {
    const keys = new Map(addresses.map((address) => [address, keyOf(address)]));
    const items = await table.getMany([...keys.values()], (_, error) => {
      throw error;
    });
    const found = addresses.map((address) => {
      const item = items.get(keys.get(address) ?? '');
      return [address, item ? readItem(item) : noRecord] as const;
    });
    return answers(found, options.list);
  }

  async function act(address: LedgerAddress, action: ManualAction) {
    const key = keyOf(address);
    const nonce = randomUUID();
    let event: LedgerEvent | null = null;
    let seen: StoredRecord = noRecord;
    const { record: after, revision } = await records.change(subjectOf(address, key), (stored) => {
      const time = now();
      // A write whose answer was lost has been made: then the record holds the event, and there is no more to do.
      if (event !== null && holdsEvent(stored.record, event)) return null;
      if (action.ifRevision !== undefined && action.ifRevision !== stored.revision) {
        throw new Refused('revision', 'The record has changed since: read it again and decide anew.');
      }
      if (action.action === 'release') guardRelease(verdictsOf(stored.record, judge, time), action, judge);
      seen = stored;
      event = manualEvent(address, action, stored.record, time, nonce);
      return { record: fold(stored.record, [event]) };
    });
    return {
      before: await answerOne(address, seen),
      after: await answerOne(address, { ...seen, record: after, revision }),
    };
  }

  async function erase(address: LedgerAddress, { keepHash }: { keepHash: boolean }) {
    const key = keyOf(address);
    const stored = await records.read(key, true);
    if (stored.revision === 0) return { erased: false };
    if (!keepHash || verdictsOf(stored.record, judge, now()).length === 0) {
      return { erased: await records.remove(key) };
    }
    const subject = { key, address: null, domain: keyOf(domainOf(address)) };
    await records.change(
      subject,
      ({ record: known }) => ({ record: anonymous(known), erased: true }),
      stored,
    );
    return { erased: true };
  }

  async function decideStorm(domain: string, decision: Parameters<Ledger['decideStorm']>[1]) {
    const storm = await storms.decide(domain, decision);
    if (decision.decision === 'confirm') return { storm, released: 0 };
    let released = 0;
    const domainKey = keyOf(domain);
    for await (const row of rowsAfter(table, sinceKey(storm.from, ''))) {
      if (row.address === null ? row.domain !== domainKey : domainOfRow(row) !== domain) continue;
      const subject = { key: row.key, address: row.address, domain: row.domain };
      const outcome = await records.change(subject, ({ record: known }) => ({
        record: dismissed(
          known,
          (event) => event.at >= storm.from && event.at < storm.until && isGuardedEvent(event, judge),
        ),
      }));
      if (outcome.originalAddress) released++;
    }
    return { storm, released };
  }

  return {
    record,
    getStatus: async (address, { list, consistent = false } = {}) =>
      answerOne(address, await records.read(keyOf(address), consistent), list),
    getStatuses,
    suppressions: (query) => listSuppressions({ table, judge, storms, now }, query),
    act,
    erase,
    storm: async (domain) => (await storms.stormsOf([domain])).get(domain) ?? null,
    decideStorm,
  };
}

function recorded(address: LedgerAddress, { originalAddress, change }: Outcome): Recorded {
  const outcome = originalAddress ? 'written' : 'unchanged';
  return change === undefined ? { address, outcome } : { address, outcome, change };
}
