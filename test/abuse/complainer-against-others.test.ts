/** One recipient of a message complains or bounces: no ESP's event touches the others that the message went to. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { providerNames } from '../../shared/providers/registry.ts';
import { samplesOf } from '../e2e/esp.ts';
import type { LocalLedger, Source } from '../e2e/ledger.ts';
import { signedRequest, victim } from './forgeries.ts';
import { send, sourcesByName, startHost } from './hosts.ts';

let ledger: LocalLedger;
let sourceOf: (name: string) => Source;
let topicArn: string;
/** By provider and sample: recipients that the message went to, too. */
const others = new Map<string, readonly string[]>();

/** Every list of addresses and every text that names the recipient also names the others. */
function amongOthers(value: unknown, address: string, more: readonly string[]): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => amongOthers(item, address, more));
    return value.includes(address) ? [...more, ...items] : items;
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      // What went out is named by these; the recipient whom the event is about has a field of its own.
      const isMessage = /^(?:to|cc|recipients|destination|header.*|message)$/i.test(key);
      if (isMessage && item === address) return [key, [...more, address].join(', ')];
      return [key, amongOthers(item, address, more)];
    }),
  );
}

beforeAll(async () => {
  ledger = await startHost();
  sourceOf = await sourcesByName(ledger);
  topicArn = (await ledger.aws()).topicArn;
  for (const provider of providerNames) {
    for (const { name, kind, entry } of samplesOf(provider).samples) {
      if (!['bounce', 'complaint', 'unsubscribe', 'dropped'].includes(kind)) continue;
      const [subject, ...more] = [victim(), victim(), victim()];
      const added = more.map(({ address }) => address);
      others.set(`${provider} ${name}`, added);
      const entries = [amongOthers(entry(subject), subject.address, added)];
      await send(signedRequest({ source: sourceOf(provider), entries, topicArn }));
    }
  }
  await ledger.drained();
});
afterAll(() => ledger.stop());

test.each(providerNames)('%s', async (provider) => {
  const own = [...others].filter(([name]) => name.startsWith(`${provider} `));
  expect(own.length).toBeGreaterThan(0);
  const addresses = own.flatMap(([, added]) => added);
  const answer = await ledger.call('POST', '/v1/check', { addresses });
  const { results } = (await answer.json()) as { results: { address: string; suppressed: boolean }[] };
  expect(results.filter(({ suppressed }) => suppressed)).toEqual([]);
});
