/** When the processor writes a dead letter for what it cannot read: once, and not before the rest is done. */
import { expect, test } from 'vitest';
import { createClassifier } from '../../shared/classifier/create.ts';
import localDefaults from '../../shared/config/local-defaults.ts';
import { resolveSettings } from '../../shared/config/resolve.ts';
import { unwrapRedelivery, wrapRedelivery } from '../../shared/intake/message.ts';
import { createProcessor } from '../../shared/intake/process.ts';
import type { Recordings } from '../../shared/ledger/ledger.ts';
import { providers } from '../../shared/providers/registry.ts';

const classifier = createClassifier();
const bounce = { id: 'e-1', kind: 'bounce', recipient: 'ann@example.com', permanent: true };
const halfBroken = JSON.stringify({
  v: 1,
  source: 'generic',
  provider: 'generic',
  receivedAt: Date.UTC(2026, 4, 1),
  method: 'POST',
  url: '',
  headers: { 'content-type': 'application/json' },
  encoding: 'text',
  body: JSON.stringify({ events: [bounce, { id: 'e-2', kind: 'bounce' }] }),
});

/** What becomes of one message while the table does, or does not, take what is recorded. */
async function process(body: string, outcome: 'written' | 'failed', deadLetters: 'open' | 'away' = 'open') {
  const letters: string[] = [];
  const processor = createProcessor({
    settings: resolveSettings(localDefaults),
    providers,
    classifier,
    ledger: {
      record: async (events): Promise<Recordings> => ({
        addresses: new Map(events.map(({ address }) => [address, { address, outcome }])),
        storms: [],
      }),
    },
    store: async () => {},
    fetchObject: async () => Buffer.alloc(0),
    deadLetter: async (letter) => {
      if (deadLetters === 'away') throw new Error('away');
      letters.push(letter);
    },
  });
  const { failed } = await processor([{ id: 'm-1', body, sentAt: Date.UTC(2026, 4, 1) }]);
  return { letters, comesAgain: failed.has('m-1') };
}

test('a message that comes again because the table is away leaves no letter each time', async () => {
  expect(await process(halfBroken, 'failed')).toEqual({ letters: [], comesAgain: true });
  expect(await process(halfBroken, 'written')).toMatchObject({
    letters: [expect.any(String)],
    comesAgain: false,
  });
});

test('a message whose letter cannot be written comes again', async () => {
  expect(await process(halfBroken, 'written', 'away')).toEqual({ letters: [], comesAgain: true });
});

test('a letter that is sent back holds the message as it first came, however often', async () => {
  let body = halfBroken;
  for (let round = 0; round < 3; round++) {
    const { letters } = await process(body, 'written');
    body = letters[0] ?? '';
    expect(unwrapRedelivery(body)).toBe(halfBroken);
  }
  expect(body.length).toBeLessThan(2 * halfBroken.length);
});

test('a replay leaves no letter: the first coming left one, and the archive has the bytes', async () => {
  const again = wrapRedelivery({
    replayGeneration: 7,
    source: 'generic',
    receivedAt: 1,
    message: halfBroken,
  });
  expect(await process(again, 'written')).toEqual({ letters: [], comesAgain: false });
});
