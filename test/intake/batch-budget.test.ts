/** What one invocation takes on, and what becomes of the rest: nothing waits for a slow or a huge neighbour. */
import { describe, expect, test } from 'vitest';
import { openClassifier } from '../../shared/classifier/create.ts';
import localDefaults from '../../shared/config/local-defaults.ts';
import { resolveSettings } from '../../shared/config/resolve.ts';
import { type BatchBudget, defaultBudget } from '../../shared/intake/batch-budget.ts';
import { createProcessor } from '../../shared/intake/process.ts';
import type { DeliveryMessage, QueueMessage } from '../../shared/intake/queue-message.ts';
import { decodeQueueMessage, toQueueText } from '../../shared/intake/queue-message-codec.ts';
import type { Recordings } from '../../shared/ledger/commands/record-events.ts';
import { providers } from '../../shared/providers/registry.ts';
import { NOW } from '../providers/requests.ts';

const classifier = await openClassifier();
const settings = resolveSettings(localDefaults);

function delivery(name: string, events: number, more: Partial<DeliveryMessage> = {}): DeliveryMessage {
  const entries = Array.from({ length: events }, (_, n) => ({
    id: `${name}-${n}`,
    kind: 'complaint',
    recipient: `${name}-${n}@example.com`,
  }));
  return {
    kind: 'webhook',
    source: 'generic',
    provider: 'generic',
    receivedAt: NOW,
    contentType: 'application/json',
    headers: {},
    encoding: 'text',
    body: JSON.stringify(entries),
    ...more,
  };
}

const messageOf = (id: string, content: DeliveryMessage): QueueMessage => ({
  id,
  body: toQueueText(content),
  sentAt: NOW,
});

interface World {
  readonly budget?: Partial<BatchBudget>;
  readonly remainingMs?: () => number;
  readonly fetchObject?: () => Promise<Buffer>;
  readonly requeue?: (body: string) => Promise<void>;
}

/** What one invocation does with a batch. */
async function invoke(messages: readonly QueueMessage[], world: World = {}) {
  const recorded: string[] = [];
  const requeued: string[] = [];
  const archived: string[] = [];
  const process = createProcessor({
    settings,
    providers,
    classifier,
    budget: { ...defaultBudget, ...world.budget },
    ledger: {
      record: async (events): Promise<Recordings> => {
        recorded.push(...events.map(({ address }) => address));
        return { addresses: new Map(), storms: [], sourceIncidents: [] };
      },
    },
    store: async (key) => void archived.push(key),
    fetchObject: world.fetchObject ?? (async () => Buffer.alloc(0)),
    signingKeys: async () => [],
    deadLetter: async () => {},
    requeue: world.requeue ?? (async (body) => void requeued.push(body)),
  });
  const { failed, stats } = await process(messages, world.remainingMs);
  return { recorded, requeued, archived, failed: [...failed], stats };
}

const good = Array.from({ length: 98 }, (_, n) => messageOf(`good-${n}`, delivery(`good-${n}`, 2)));

describe('one slow and one huge message among 98 good ones', () => {
  const huge = messageOf('huge', delivery('huge', 9_000));
  const slow = messageOf('slow', delivery('slow', 1, { encoding: 'object', body: 'big/slow.gz' }));

  test.each([
    ['first', [huge, slow, ...good]],
    ['last', [...good, slow, huge]],
  ])('the 98 are done at the first try, wherever the others stand: %s', async (_, batch) => {
    const { recorded, failed, requeued } = await invoke(batch, {
      budget: { maxFetchMs: 50 },
      fetchObject: () => new Promise(() => {}),
    });
    expect(new Set(recorded.filter((address) => address.startsWith('good-'))).size).toBe(196);
    expect(failed).toEqual(['slow']);
    expect(requeued).toHaveLength(2);
  });
});

describe('a delivery that holds too many events for one invocation', () => {
  test('is split, and its parts together hold each event once', async () => {
    const all = new Set<string>();
    let queue = [messageOf('huge', delivery('huge', 23))];
    let invocations = 0;
    for (; queue.length > 0 && invocations < 20; invocations++) {
      const { recorded, requeued, failed, archived } = await invoke(queue, { budget: { maxEvents: 5 } });
      expect(failed).toEqual([]);
      expect(recorded.length).toBeLessThanOrEqual(5);
      expect(archived).toHaveLength(invocations === 0 ? 1 : 0);
      for (const address of recorded) {
        expect(all.has(address)).toBe(false);
        all.add(address);
      }
      queue = requeued.map((body, n) => ({ id: `${invocations}.${n}`, body, sentAt: NOW }));
    }
    expect(all.size).toBe(23);
  });

  test('is split within a replay, too, and keeps its generation', async () => {
    const replay = JSON.stringify({
      kind: 'redelivery',
      replayGeneration: 7,
      delivery: delivery('huge', 12),
    });
    const { requeued } = await invoke([{ id: 'replay', body: replay, sentAt: NOW }], {
      budget: { maxEvents: 5 },
    });
    expect(requeued.map((body) => decodeQueueMessage({ body, sentAt: 0 }).redelivery)).toEqual([
      { replayGeneration: 7, invalid: [], slice: { from: 0, to: 5 }, revoked: false },
      { replayGeneration: 7, invalid: [], slice: { from: 5, to: 10 }, revoked: false },
      { replayGeneration: 7, invalid: [], slice: { from: 10, to: 12 }, revoked: false },
    ]);
  });
});

describe('messages beyond the budget', () => {
  test.each<[string, World]>([
    ['of events', { budget: { maxEvents: 20 } }],
    ['of bytes', { budget: { maxBytes: 2_000 } }],
  ])('%s go back to the queue at once, as messages of their own', async (_, world) => {
    const { recorded, requeued, failed, stats } = await invoke(good, world);
    expect(failed).toEqual([]);
    expect(recorded.length).toBeGreaterThan(0);
    expect(recorded.length / 2 + requeued.length).toBe(98);
    expect(stats).toMatchObject({ deferred: requeued.length });
    const [first = ''] = requeued;
    expect(decodeQueueMessage({ body: first, sentAt: 0 })).toMatchObject({
      redelivery: { replayGeneration: 0 },
      delivery: { source: 'generic' },
    });
  });

  test('of time go back, all but one', async () => {
    const { recorded, requeued } = await invoke(good, { remainingMs: () => 1_000 });
    expect([recorded.length, requeued.length]).toEqual([2, 97]);
  });

  test('fail where the queue does not take them, and come again', async () => {
    const { failed, recorded } = await invoke(good, {
      remainingMs: () => 1_000,
      requeue: () => Promise.reject(new Error('unavailable')),
    });
    expect([recorded.length, failed.length]).toEqual([2, 97]);
  });

  test('are archived once: what goes back is a redelivery', async () => {
    const { archived, requeued } = await invoke(good, { remainingMs: () => 1_000 });
    expect(archived).toHaveLength(1);
    const again = requeued.map((body, n) => ({ id: `again-${n}`, body, sentAt: NOW }));
    expect((await invoke(again)).archived).toEqual([]);
  });
});

test('a source whose archive cannot be written fails alone', async () => {
  const recorded: string[] = [];
  const process = createProcessor({
    settings,
    providers,
    classifier,
    ledger: {
      record: async (events) => {
        recorded.push(...events.map(({ source }) => source));
        return { addresses: new Map(), storms: [], sourceIncidents: [] };
      },
    },
    store: async (key) => {
      if (key.includes('/unlucky/')) throw new Error('AccessDenied');
    },
    fetchObject: async () => Buffer.alloc(0),
    signingKeys: async () => [],
    deadLetter: async () => {},
    requeue: async () => {},
  });
  const { failed } = await process([
    messageOf('a', delivery('a', 1)),
    messageOf('b', delivery('b', 1, { source: 'unlucky' })),
  ]);
  expect([[...failed], recorded]).toEqual([['b'], ['generic']]);
});
