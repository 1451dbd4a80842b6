/** What an operator revokes of a source says nothing any more, for every provider and whatever came in between. */
import { describe, expect, test } from 'vitest';
import { toLedgerAddress } from '../../shared/address/address.ts';
import { openClassifier } from '../../shared/classifier/create.ts';
import localDefaults from '../../shared/config/local-defaults.ts';
import { resolveSettings } from '../../shared/config/resolve.ts';
import { createProcessor } from '../../shared/intake/process.ts';
import type { DeliveryMessage } from '../../shared/intake/queue-message.ts';
import { decodeQueueMessage, toQueueText, wrapRedelivery } from '../../shared/intake/queue-message-codec.ts';
import { isRevoked } from '../../shared/intake/revocation.ts';
import { createLedger } from '../../shared/ledger/ledger.ts';
import { providers } from '../../shared/providers/registry.ts';
import { memoryStore } from '../../shared/store/memory/memory-store.ts';
import { STACK_KEY } from '../ledger/events.ts';
import { NOW } from '../providers/requests.ts';

const classifier = await openClassifier();
const settings = resolveSettings(localDefaults);

interface Entry {
  readonly id: string;
  readonly kind: string;
  readonly recipient: string;
  readonly diagnostic?: string;
  readonly permanent?: boolean;
}

/** A delivery of the generic provider, by one of two sources. */
function delivery(source: string, ...entries: readonly Entry[]): DeliveryMessage {
  return {
    kind: source === 'import' ? 'import' : 'webhook',
    source,
    provider: 'generic',
    receivedAt: NOW,
    contentType: 'application/json',
    headers: {},
    encoding: 'text',
    body: JSON.stringify(entries),
  };
}

function open(more: Partial<Parameters<typeof createProcessor>[0]> = {}) {
  const requeued: string[] = [];
  const ledger = createLedger({ store: memoryStore(), settings, stackKey: STACK_KEY, clock: () => NOW });
  const process = createProcessor({
    settings,
    providers,
    classifier,
    ledger,
    store: async () => {},
    deadLetter: async () => {
      throw new Error('Nothing of this is a dead letter.');
    },
    requeue: async (body) => {
      requeued.push(body);
    },
    fetchObject: async () => Buffer.alloc(0),
    signingKeys: async () => [],
    ...more,
  });
  let sent = 0;
  const send = async (...bodies: readonly string[]) => {
    const { failed } = await process(bodies.map((body) => ({ id: `m${sent++}`, body, sentAt: NOW })));
    expect(failed.size).toBe(0);
  };
  const statusOf = (text: string) => {
    const address = toLedgerAddress(text);
    if (address === null) throw new Error('Tests give addresses.');
    return ledger.getStatus(address);
  };
  return { send, statusOf, requeued };
}

const complaint = (recipient: string, id = `c-${recipient}`): Entry => ({ id, kind: 'complaint', recipient });
const bounce = (recipient: string, id = `b-${recipient}`): Entry => ({
  id,
  kind: 'bounce',
  recipient,
  permanent: true,
  diagnostic: '550 5.1.1 user unknown, said the forger',
});
const revoked = (message: DeliveryMessage, replayGeneration = 5) =>
  wrapRedelivery({ replayGeneration, revoked: true, delivery: message });

describe('a revoked delivery', () => {
  test('releases what it suppressed, and hides what it said', async () => {
    const { send, statusOf } = open();
    const forged = delivery('generic', complaint('ann@a.example'), bounce('bob@a.example'));
    await send(toQueueText(forged));
    expect(await statusOf('ann@a.example')).toMatchObject({ suppressed: true });
    expect(await statusOf('bob@a.example')).toMatchObject({ suppressed: true });
    await send(revoked(forged));
    expect(await statusOf('ann@a.example')).toMatchObject({ suppressed: false, evidence: [] });
    expect(await statusOf('bob@a.example')).toMatchObject({
      suppressed: false,
      diagnostic: '',
      evidence: [],
    });
  });

  test('leaves what another source said, and what an operator did', async () => {
    const { send, statusOf } = open();
    const forged = delivery('generic', complaint('ann@b.example', 'same'));
    await send(toQueueText(forged), toQueueText(delivery('import', complaint('ann@b.example', 'same'))));
    await send(revoked(forged));
    const status = await statusOf('ann@b.example');
    expect(status).toMatchObject({ suppressed: true, suppressionReason: 'complaint' });
    expect(status.evidence.map(({ source }) => source)).toEqual(['import']);
  });

  test('takes back a forged opt-in, so that the opt-out stands again', async () => {
    const { send, statusOf } = open();
    const optOut = {
      id: 'out',
      kind: 'unsubscribe',
      recipient: 'ann@c.example',
      occurredAt: (NOW - 60_000) / 1000,
    };
    await send(toQueueText(delivery('generic', optOut)));
    const forged = delivery('generic', { id: 'in', kind: 'resubscribe', recipient: 'ann@c.example' });
    await send(toQueueText(forged));
    expect(await statusOf('ann@c.example')).toMatchObject({ suppressed: false });
    await send(revoked(forged));
    expect(await statusOf('ann@c.example')).toMatchObject({ suppressed: true });
  });

  test('repeated, out of order, or before the event itself, ends the same', async () => {
    const forged = delivery('generic', bounce('ann@d.example'));
    const orders = [
      [toQueueText(forged), revoked(forged), revoked(forged)],
      [revoked(forged), toQueueText(forged)],
      [revoked(forged), toQueueText(forged), revoked(forged), toQueueText(forged)],
    ];
    for (const order of orders) {
      const { send, statusOf } = open();
      for (const body of order) await send(body);
      expect(await statusOf('ann@d.example')).toMatchObject({ suppressed: false, diagnostic: '' });
    }
  });

  test('is retracted whatever its source may report now', async () => {
    const { send, statusOf } = open();
    const forged = delivery('generic', complaint('ann@e.example'));
    await send(toQueueText(forged));
    const narrowed = resolveSettings({ sources: { generic: { provider: 'generic', kinds: ['bounce'] } } });
    const ledgerless = open({ settings: narrowed });
    await ledgerless.send(toQueueText(forged));
    expect(await ledgerless.statusOf('ann@e.example')).toMatchObject({ evidence: [] });
    await send(revoked(forged));
    expect(await statusOf('ann@e.example')).toMatchObject({ suppressed: false });
  });

  test('that is split for its size goes on being a revoked one', async () => {
    const { send, requeued } = open({
      budget: { maxEvents: 1, maxBytes: 1_000_000, maxFetchMs: 5_000, reservedMs: 0 },
    });
    await send(revoked(delivery('generic', bounce('ann@f.example'), bounce('bob@f.example'))));
    expect(requeued.map((body) => decodeQueueMessage({ body, sentAt: NOW }).redelivery)).toMatchObject([
      { revoked: true, replayGeneration: 5, slice: { from: 0, to: 1 } },
      { revoked: true, replayGeneration: 5, slice: { from: 1, to: 2 } },
    ]);
  });
});

test('a revocation covers the source and the span that it names, its end not included', () => {
  const revocations = [{ source: 'news', since: 10, until: 20 }];
  const covers = (source: string, receivedAt: number) => isRevoked({ source, receivedAt }, revocations);
  expect([covers('news', 9), covers('news', 10), covers('news', 19), covers('news', 20)]).toEqual([
    false,
    true,
    true,
    false,
  ]);
  expect(covers('shop', 15)).toBe(false);
});
