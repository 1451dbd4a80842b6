import { beforeEach, describe, expect, test } from 'vitest';
import type { SyncSettings } from '../../shared/config/settings.ts';
import type { SupportedSuppressions } from '../../shared/esp-api/types.ts';
import {
  decodeSyncMessage,
  type StepMessage,
  type SyncMessage,
} from '../../shared/sync/continuous/message.ts';
import type { RunState } from '../../shared/sync/continuous/run-state.ts';
import { handleSyncMessage, MAX_REMOVALS_PER_RUN } from '../../shared/sync/continuous/sync-worker.ts';
import { capabilityOf } from './fixture.ts';
import { SOURCE, World } from './world.ts';

const HOUR = 3_600_000;
const ALL: SyncSettings = {
  everyMinutes: 1_440,
  takeIn: true,
  push: ['hard-bounce', 'complaint', 'unsubscribe'],
  lift: true,
};

let capability: SupportedSuppressions;
let world: World;
let state: RunState | null;
let queue: StepMessage[];
beforeEach(async () => {
  capability = await capabilityOf('mailgun');
  world = new World({ capability });
  state = null;
  queue = [];
});

/** Does a message; `crash` ends it where it would send the next one. */
function handle(message: SyncMessage, { sync = ALL, crash = false, failing = [] as readonly string[] } = {}) {
  const deps = world.workerDeps(sync);
  return handleSyncMessage(message, {
    ...deps,
    sources: [...failing, ...deps.sources],
    open: (source) =>
      failing.includes(source) ? Promise.reject(new Error('The ESP is away.')) : deps.open(source),
    states: {
      read: async () => state,
      write: async (_, written) => {
        state = written;
      },
    },
    send: async (sent) => {
      if (crash) throw new Error('The process has ended.');
      queue.push(sent);
    },
  });
}

async function run(sync = ALL): Promise<number> {
  await handle({ kind: 'start', source: SOURCE }, { sync });
  let messages = 0;
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    messages++;
    await handle(next, { sync });
  }
  await world.deliver(1);
  return messages;
}

describe('a run', () => {
  test('reads each list in a message of its own, and takes in what is unknown here', async () => {
    world.addThere('gone@example.com', 'bounces', 'hard-bounce');
    world.addThere('angry@example.com', 'complaints', 'complaint');
    world.now += HOUR;
    expect(await run()).toBe(4);
    expect(await world.knownOf('gone@example.com')).toMatchObject({ suppressed: true });
    expect(await world.knownOf('angry@example.com')).toMatchObject({ suppressed: true });
    expect(state).toMatchObject({ next: null });
    world.now += HOUR;
    await run();
    expect((await world.knownOf('gone@example.com'))?.events).toHaveLength(1);
  });

  test('makes only the changes that are configured', async () => {
    world.addThere('gone@example.com', 'bounces', 'hard-bounce');
    world.now += HOUR;
    await run({ ...ALL, takeIn: false });
    expect(await world.knownOf('gone@example.com')).toBeUndefined();
    await run();
    await world.decide('release', 'gone@example.com');
    world.now += HOUR;
    await run({ ...ALL, lift: false });
    expect(world.removals).toEqual([]);
    await run();
    expect(world.removals).toHaveLength(1);
  });

  test('goes on where it stopped', async () => {
    world.addThere('angry@example.com', 'complaints', 'complaint');
    world.now += HOUR;
    await handle({ kind: 'start', source: SOURCE });
    const first = queue.shift();
    if (first === undefined) throw new Error('A run begins with a step.');
    await expect(handle(first, { crash: true })).rejects.toThrow();
    // The queue delivers it again: its work is done, and its successor was lost.
    world.now += HOUR / 4;
    await handle(first);
    expect(queue).toMatchObject([{ number: 1, step: { list: 'complaints' } }]);
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) await handle(next);
    await world.deliver(1);
    expect(await world.knownOf('angry@example.com')).toMatchObject({ suppressed: true });
  });

  test('is not begun twice, and a repeated message sends nothing twice', async () => {
    await handle({ kind: 'start', source: SOURCE });
    await handle({ kind: 'start', source: SOURCE });
    expect(queue).toHaveLength(1);
    const [first] = queue.splice(0);
    if (first === undefined) throw new Error('A run begins with a step.');
    await handle(first);
    await handle(first);
    expect(queue).toHaveLength(1);
  });

  test('is taken up by the next start once it has not moved for an hour', async () => {
    await handle({ kind: 'start', source: SOURCE });
    queue.length = 0;
    world.now += 2 * HOUR;
    await handle({ kind: 'start', source: SOURCE });
    expect(queue).toMatchObject([{ number: 0 }]);
  });

  test('removes no more than its bound', async () => {
    const addresses = Array.from({ length: MAX_REMOVALS_PER_RUN + 5 }, (_, n) => `r${n}@example.com`);
    for (const address of addresses) world.addThere(address, 'bounces', 'hard-bounce');
    world.now += HOUR;
    await run();
    for (const address of addresses) await world.decide('release', address);
    world.now += HOUR;
    await run();
    expect(world.removals).toHaveLength(MAX_REMOVALS_PER_RUN);
    world.now += HOUR;
    await run();
    expect(world.removals).toHaveLength(addresses.length);
  });
});

describe('a changed verdict', () => {
  const change = (address: string): SyncMessage => ({ kind: 'change', address });

  test('of another source reaches the ESP at once, as what it is', async () => {
    await world.report('other', { kind: 'complaint', recipient: 'ann@example.com' });
    expect(await handle(change('ann@example.com'))).toMatchObject({ added: 1 });
    world.now += HOUR;
    expect(world.entriesOf('ann@example.com')).toMatchObject([{ list: 'complaints', reason: 'complaint' }]);
    expect(await handle(change('ann@example.com'))).toMatchObject({ added: 0 });
  });

  test('is not sent back to the ESP that reported it', async () => {
    await world.report(SOURCE, { kind: 'complaint', recipient: 'ann@example.com' });
    expect(await handle(change('ann@example.com'))).toMatchObject({ added: 0 });
  });

  test('of a reason that is not configured stays here', async () => {
    await world.report('other', { kind: 'unsubscribe', recipient: 'ann@example.com' });
    const sync: SyncSettings = { ...ALL, push: ['complaint'] };
    expect(await handle(change('ann@example.com'), { sync })).toMatchObject({ added: 0 });
  });

  test('by an operator’s release lifts the entry', async () => {
    world.addThere('gone@example.com', 'bounces', 'hard-bounce');
    world.now += HOUR;
    await run();
    await world.decide('release', 'gone@example.com');
    expect(await handle(change('gone@example.com'))).toMatchObject({ removed: 1 });
    world.now += HOUR;
    expect(world.entriesOf('gone@example.com')).toEqual([]);
  });

  test('reaches an ESP although another is away, and comes again for that one', async () => {
    await world.report('other', { kind: 'complaint', recipient: 'ann@example.com' });
    const message = { kind: 'change', address: 'ann@example.com' } as const;
    await expect(handle(message, { failing: ['away'] })).rejects.toThrow('The ESP is away.');
    world.now += HOUR;
    expect(world.entriesOf('ann@example.com')).toMatchObject([{ reason: 'complaint' }]);
  });

  test('that a message lost is made up for by the next run', async () => {
    await run();
    await world.report('other', { kind: 'complaint', recipient: 'ann@example.com' });
    world.now += HOUR;
    await run();
    world.now += HOUR;
    expect(world.entriesOf('ann@example.com')).toHaveLength(1);
  });
});

describe('decodeSyncMessage', () => {
  test('takes the events of the bus, and its own messages', () => {
    const event = {
      source: 'bounce-ledger',
      'detail-type': 'address.released',
      detail: { address: 'a@b.example' },
    };
    expect(decodeSyncMessage(JSON.stringify(event))).toEqual({ kind: 'change', address: 'a@b.example' });
    expect(decodeSyncMessage('{"kind":"start","source":"news"}')).toEqual({ kind: 'start', source: 'news' });
  });

  test.each(['{}', '[]', '{"kind":"step","source":"news"}', '{"kind":"start","source":"../x"}', 'x'])(
    'refuses %s',
    (body) => {
      expect(() => decodeSyncMessage(body)).toThrow();
    },
  );
});
