/** The holder of one source's secret against the other sources, and against lists that are not the source's. */

import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openClassifier } from '../../shared/classifier/create.ts';
import { resolveSettings } from '../../shared/config/resolve.ts';
import type { EventKind } from '../../shared/events/event.ts';
import { createClassifiedEventMapper } from '../../shared/intake/classify-event.ts';
import { createLedger } from '../../shared/ledger/ledger.ts';
import { providerNames } from '../../shared/providers/registry.ts';
import { memoryStore } from '../../shared/store/memory/memory-store.ts';
import { ledger as run } from '../cli/running.ts';
import type { LocalLedger, Source, Verdict } from '../e2e/ledger.ts';
import adversaries from './config/adversaries.config.ts';
import { signedRequest, suppressingSample, victim } from './forgeries.ts';
import { configs, send, sourcesByName, startHost } from './hosts.ts';
import { objectsOf } from './stored-data.ts';

let ledger: LocalLedger;
let sourceOf: (name: string) => Source;
let topicArn: string;

beforeAll(async () => {
  ledger = await startHost();
  sourceOf = await sourcesByName(ledger);
  topicArn = (await ledger.aws()).topicArn;
});
afterAll(() => ledger.stop());

interface Entry {
  readonly recipient: string;
  readonly kind: EventKind;
  /** @default one of its own */
  readonly id?: string;
  readonly list?: string;
  readonly occurredAt?: string;
  readonly listed?: boolean;
  readonly permanent?: boolean;
  readonly diagnostic?: string;
}

let counter = 0;

/** A batch of one of the sources that use the form of our own, signed with the secret of that source. */
async function report(name: string, ...entries: readonly Entry[]): Promise<void> {
  const events = entries.map((entry) => ({ id: `own-${++counter}`, ...entry }));
  const response = await send(signedRequest({ source: sourceOf(name), entries: events, topicArn }));
  expect(response.status).toBe(200);
  await ledger.drained();
}

const someone = () => victim().address;

async function suppressedFor(recipient: string, ...lists: readonly string[]): Promise<readonly string[]> {
  const found = [];
  for (const list of lists) {
    if ((await ledger.verdict(recipient, `?list=${encodeURIComponent(list)}`)).suppressed) found.push(list);
  }
  return found;
}

const dead = { kind: 'bounce', permanent: true, diagnostic: '550 5.1.1 user unknown' } as const;

describe('a source that reports on the list "news" and "digest"', () => {
  test('suppresses for these', async () => {
    const recipient = someone();
    await report(
      'news',
      { recipient, kind: 'unsubscribe' },
      { recipient, kind: 'unsubscribe', list: 'digest' },
    );
    expect(await suppressedFor(recipient, 'news', 'digest', 'receipts')).toEqual(['news', 'digest']);
  });

  test.each(['*', 'receipts', 'generic-receipts/group-7', 'NEWS', 'news '])('not for %j', async (list) => {
    const recipient = someone();
    await report('news', { recipient, kind: 'unsubscribe', list }, { recipient, kind: 'complaint', list });
    expect(await ledger.verdict(recipient)).toMatchObject({ suppressed: false, evidence: [] });
  });

  test('lifts no opt-out of another list', async () => {
    const recipient = someone();
    await report('generic', { recipient, kind: 'unsubscribe', list: 'receipts' });
    await report('generic', { recipient, kind: 'unsubscribe' });
    await report(
      'news',
      ...['*', 'receipts', 'news', 'digest'].map(
        (list) => ({ recipient, kind: 'resubscribe', list }) as const,
      ),
    );
    expect(await suppressedFor(recipient, 'receipts', 'news', 'other')).toEqual([
      'receipts',
      'news',
      'other',
    ]);
  });

  test('lifts its own', async () => {
    const recipient = someone();
    const before = new Date(Date.now() - 60_000).toISOString();
    await report('news', { recipient, kind: 'unsubscribe', occurredAt: before });
    expect(await suppressedFor(recipient, 'news')).toEqual(['news']);
    await report('news', { recipient, kind: 'resubscribe' });
    expect(await suppressedFor(recipient, 'news')).toEqual([]);
  });
});

describe('a source that reports bounces, deferrals and deliveries alone', () => {
  test.each<EventKind>(['complaint', 'unsubscribe', 'dropped'])('suppresses nobody by a %s', async (kind) => {
    const recipient = someone();
    await report('bounces-only', { recipient, kind, listed: true });
    expect(await ledger.verdict(recipient)).toMatchObject({ suppressed: false, evidence: [] });
  });

  test('releases nobody by a resubscription, and suppresses by a bounce', async () => {
    const [opted, gone] = [someone(), someone()];
    await report('generic', { recipient: opted, kind: 'unsubscribe' });
    await report('bounces-only', { recipient: opted, kind: 'resubscribe' }, { recipient: gone, ...dead });
    expect(await ledger.verdict(opted)).toMatchObject({ suppressed: true, reason: 'unsubscribe' });
    expect(await ledger.verdict(gone)).toMatchObject({ suppressed: true });
  });
});

describe("another source's complaint", () => {
  const weaker: readonly Omit<Entry, 'recipient'>[] = [
    { kind: 'auto-reply' },
    { kind: 'delivered' },
    { kind: 'resubscribe' },
    { kind: 'deferral', diagnostic: '451 4.7.1 try again later' },
    { kind: 'other' },
    { kind: 'complaint', list: 'news' },
  ];

  test.each(weaker)('stands whatever comes under its id: $kind', async (entry) => {
    for (const order of ['before', 'after'] as const) {
      const recipient = someone();
      const id = `reused-${++counter}`;
      const complaint = () => report('generic', { recipient, kind: 'complaint', id });
      const attack = () => report('another', { ...entry, recipient, id });
      for (const step of order === 'before' ? [attack, complaint] : [complaint, attack]) await step();
      expect(await ledger.verdict(recipient)).toMatchObject({ suppressed: true, reason: 'complaint' });
    }
  });

  test.each(weaker)(
    'stands against a weaker report of its own source under its id, too: $kind',
    async (entry) => {
      for (const order of ['before', 'after'] as const) {
        const recipient = someone();
        const id = `weaker-${++counter}`;
        const reports = [
          { recipient, kind: 'complaint', id } as const,
          { ...entry, list: '*', recipient, id, occurredAt: new Date(Date.now() - 3_600_000).toISOString() },
        ];
        for (const one of order === 'before' ? reports.toReversed() : reports) await report('generic', one);
        expect(await ledger.verdict(recipient)).toMatchObject({ suppressed: true, reason: 'complaint' });
      }
    },
  );

  test('is released by no event of any source', async () => {
    const recipient = someone();
    await report('generic', { recipient, kind: 'complaint' });
    for (const name of ['another', 'news', 'bounces-only', 'generic']) {
      await report(name, { recipient, kind: 'delivered' }, { recipient, kind: 'resubscribe' });
    }
    expect(await ledger.verdict(recipient)).toMatchObject({ suppressed: true, reason: 'complaint' });
  });
});

describe.each(providerNames)('two sources of %s', (provider) => {
  test('name their events apart, and each reports on its own list', async () => {
    const sample = suppressingSample(provider);
    const subject = victim();
    const entries = [sample.entry(subject)];
    const names = [`${provider}-receipts`, provider];
    for (const name of names) {
      const response = await send(signedRequest({ source: sourceOf(name), entries, topicArn }));
      expect(response.status).toBe(200);
    }
    await ledger.drained();
    const { evidence } = await ledger.verdict(subject.address);
    expect(evidence.map(({ source, list }) => [source, list]).toSorted()).toEqual([
      [provider, '*'],
      [`${provider}-receipts`, 'receipts'],
    ]);
  });
});

test.each<EventKind>(['complaint', 'unsubscribe', 'bounce'])(
  'a %s of years ago suppresses nobody, and an opt-in of years ago releases nobody',
  async (kind) => {
    const [recipient, opted] = [someone(), someone()];
    const occurredAt = new Date(Date.now() - 3 * 365 * 86_400_000).toISOString();
    const earlier = new Date(Date.now() - 4 * 365 * 86_400_000).toISOString();
    await report('another', { ...dead, recipient, kind, occurredAt });
    await report('generic', { recipient: opted, kind: 'unsubscribe', occurredAt: earlier });
    await report('generic', { recipient: opted, kind: 'unsubscribe' });
    await report('another', { recipient: opted, kind: 'resubscribe', occurredAt });
    expect(await ledger.verdict(recipient)).toMatchObject({ suppressed: false });
    expect(await ledger.verdict(opted)).toMatchObject({ suppressed: true });
  },
);

test('the stored form of an id tells nothing without the key of the stack', async () => {
  const settings = resolveSettings(adversaries);
  const toClassifiedEvent = createClassifiedEventMapper(await openClassifier(), settings);
  const authority = settings.sources.find(({ name }) => name === 'generic') ?? null;
  const storedIds = ['key-of-one-stack', 'key-of-another-stack', 'key-of-one-stack'].map(async (stackKey) => {
    const ledgerOfKey = createLedger({ store: memoryStore(), settings, stackKey });
    const mapped = toClassifiedEvent(
      { kind: 'complaint', recipient: 'ann@shop.example', eventId: 'one', occurredAt: Date.now() },
      { source: 'generic', provider: 'generic', authority, receivedAt: Date.now(), replayGeneration: 0 },
    );
    if ('refused' in mapped) throw new Error(mapped.refused);
    await ledgerOfKey.record([mapped.event]);
    const { evidence } = await ledgerOfKey.getStatus(mapped.event.address);
    return evidence[0]?.id;
  });
  const [one, another, again] = await Promise.all(storedIds);
  expect(again).toBe(one);
  expect(another).not.toBe(one);
});

describe('a leaked secret that suppresses everyone its holder knows', () => {
  const year = 365 * 86_400_000;
  const causes: readonly Omit<Entry, 'recipient'>[] = [
    { kind: 'complaint' },
    { kind: 'unsubscribe' },
    { kind: 'dropped', listed: true },
    dead,
    { ...dead, occurredAt: new Date(Date.now() - 8 * 3_600_000).toISOString() },
    { kind: 'complaint', occurredAt: new Date(Date.now() - 3 * year).toISOString() },
  ];
  const known: readonly Entry[] = Array.from({ length: 240 }, (_, index) => ({
    recipient: `person${index}@many${index}.example`,
    ...(causes[index % causes.length] ?? dead),
  }));

  async function statuses(): Promise<readonly Verdict[]> {
    const answer = await ledger.call('POST', '/v1/check', {
      addresses: known.map(({ recipient }) => recipient),
    });
    return ((await answer.json()) as { results: Verdict[] }).results;
  }

  test('is held back, of many domains, for every cause and of any date, and no other source with it', async () => {
    await report('leaked', ...known);
    const other = someone();
    await report('generic', { recipient: other, kind: 'complaint' });
    expect((await statuses()).filter(({ suppressed }) => suppressed)).toEqual([]);
    expect(await ledger.verdict(other)).toMatchObject({ suppressed: true });
  });

  test('opens an incident of that source alone', async () => {
    const incidents = v.object({
      incidents: v.array(v.looseObject({ kind: v.string(), subject: v.nullable(v.string()) })),
    });
    const { incidents: found } = v.parse(incidents, await (await ledger.get('/v1/incidents')).json());
    expect(found.map(({ kind, subject }) => [kind, subject])).toEqual([['source', 'leaked']]);
  });

  test('is void once an operator dismisses it, and releases no other', async () => {
    const opted = someone();
    await report('generic', { recipient: opted, kind: 'unsubscribe' });
    const decided = await ledger.call('POST', '/v1/sources/leaked/incident', {
      decision: 'dismiss',
      actor: 'operator',
      reason: 'the secret leaked',
    });
    // What is older than any retry of an ESP was evidence alone.
    const counted = known.filter(
      ({ occurredAt }) => occurredAt === undefined || Date.parse(occurredAt) > Date.now() - year,
    );
    expect(await decided.json()).toMatchObject({
      decided: 'dismissed',
      released: counted.length,
    });
    expect((await statuses()).filter(({ suppressed }) => suppressed)).toEqual([]);
    expect(await ledger.verdict(opted)).toMatchObject({ suppressed: true });
  });

  test('and is undone by one command where it took effect, with a dry run first and an entry in the audit trail', async () => {
    const early = Array.from({ length: 5 }, (_, n) => ({ recipient: `early${n}@shop.example`, ...dead }));
    const addresses = early.map(({ recipient }) => recipient);
    await report('another', ...early);
    const beside = someone();
    await report('generic', { recipient: beside, kind: 'complaint' });
    for (const address of addresses) expect((await ledger.verdict(address)).suppressed).toBe(true);

    const revoke = ['sources', 'revoke', 'another', '--since', '1h', '--json'];
    const env = { LEDGER_URL: ledger.url };
    expect((await run([...revoke, '--config', configs.adversaries, '--dry-run'], { env })).code).toBe(0);
    expect((await ledger.verdict(addresses[0] ?? '')).suppressed).toBe(true);
    const who = ['--actor', 'operator', '--reason', 'its secret leaked'];
    const ran = await run([...revoke, '--config', configs.adversaries, ...who], { env });
    expect(ran, ran.stderr).toMatchObject({ code: 0 });
    await ledger.drained();
    for (const address of addresses) expect((await ledger.verdict(address)).suppressed).toBe(false);
    expect((await ledger.verdict(beside)).suppressed).toBe(true);
    const trail = [...(await objectsOf(ledger))].filter(([key]) => key.startsWith('s3://audit/'));
    expect(trail.some(([, text]) => text.includes('its secret leaked'))).toBe(true);
  });
});
