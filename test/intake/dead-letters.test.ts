/** When the processor writes a dead letter for what it cannot parse: once, and not before the rest is done. */
import { expect, test } from 'vitest';
import { openClassifier } from '../../shared/classifier/create.ts';
import localDefaults from '../../shared/config/local-defaults.ts';
import { resolveSettings } from '../../shared/config/resolve.ts';
import { createProcessor } from '../../shared/intake/process.ts';
import type { DeliveryMessage } from '../../shared/intake/queue-message.ts';
import { decodeQueueMessage, toQueueText, wrapRedelivery } from '../../shared/intake/queue-message-codec.ts';
import type { Recordings } from '../../shared/ledger/commands/record-events.ts';
import { providers } from '../../shared/providers/registry.ts';

const classifier = await openClassifier();
const bounce = { id: 'e-1', kind: 'bounce', recipient: 'ann@example.com', permanent: true };
const partlyInvalid: DeliveryMessage = {
  kind: 'webhook',
  source: 'generic',
  provider: 'generic',
  receivedAt: Date.UTC(2026, 4, 1),
  contentType: 'application/json',
  headers: {},
  encoding: 'text',
  body: JSON.stringify({ events: [bounce, { id: 'e-2', kind: 'bounce' }] }),
};

/** What becomes of one message while the table does, or does not, take what is recorded. */
async function process(
  body: string,
  outcome: 'written' | 'failed',
  deadLetterQueue: 'available' | 'unavailable' = 'available',
) {
  const deadLetters: string[] = [];
  const processor = createProcessor({
    settings: resolveSettings(localDefaults),
    providers,
    classifier,
    ledger: {
      record: async (events): Promise<Recordings> => ({
        addresses: new Map(events.map(({ address }) => [address, { address, outcome }])),
        storms: [],
        sourceIncidents: [],
      }),
    },
    store: async () => {},
    fetchObject: async () => Buffer.alloc(0),
    signingKeys: async () => [],
    requeue: async () => {},
    deadLetter: async (body) => {
      if (deadLetterQueue === 'unavailable') throw new Error('unavailable');
      deadLetters.push(body);
    },
  });
  const { failed } = await processor([{ id: 'm-1', body, sentAt: Date.UTC(2026, 4, 1) }]);
  return { deadLetters, comesAgain: failed.has('m-1') };
}

test('a message that comes again because the table is unavailable leaves no dead letter each time', async () => {
  expect(await process(toQueueText(partlyInvalid), 'failed')).toEqual({ deadLetters: [], comesAgain: true });
  expect(await process(toQueueText(partlyInvalid), 'written')).toMatchObject({
    deadLetters: [expect.any(String)],
    comesAgain: false,
  });
});

test('a message whose dead letter cannot be written comes again', async () => {
  expect(await process(toQueueText(partlyInvalid), 'written', 'unavailable')).toEqual({
    deadLetters: [],
    comesAgain: true,
  });
});

test("a body that is not its ESP's is a dead letter at once, with the reason", async () => {
  const invalid = toQueueText({ ...partlyInvalid, body: '{"events":[{"id":1}]}' });
  const { deadLetters, comesAgain } = await process(invalid, 'written');
  expect(comesAgain).toBe(false);
  expect(decodeQueueMessage({ body: deadLetters[0] ?? '', sentAt: 0 }).redelivery?.invalid).toEqual([
    { index: 0, issue: 'The event needs an id and a kind.' },
  ]);
});

test('a message that cannot be decoded fails alone', async () => {
  expect(await process('{"kind":"webhook","source":"../audit"}', 'written')).toEqual({
    deadLetters: [],
    comesAgain: true,
  });
});

test('a dead letter that is sent back holds the delivery as it first came, however often', async () => {
  let body = toQueueText(partlyInvalid);
  for (let round = 0; round < 3; round++) {
    const { deadLetters } = await process(body, 'written');
    body = deadLetters[0] ?? '';
    expect(decodeQueueMessage({ body, sentAt: 0 }).delivery).toEqual(partlyInvalid);
  }
});

test('a replay leaves no dead letter: the first arrival left one, and the archive has the bytes', async () => {
  const redelivery = wrapRedelivery({ replayGeneration: 7, delivery: partlyInvalid });
  expect(await process(redelivery, 'written')).toEqual({ deadLetters: [], comesAgain: false });
});
