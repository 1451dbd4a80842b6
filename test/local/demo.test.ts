/** The demonstration of `npm start`: weeks of traffic in the form of several ESPs, with a peak and a storm. */
import { describe, expect, test } from 'vitest';
import { demoProviders, toEntry } from '../../local/demo/forms.ts';
import { DEMO_DAYS, type DemoEvent, demoTraffic } from '../../local/demo/traffic.ts';
import { receiverFamilyOf } from '../../shared/address/receiver-families.ts';
import { openClassifier } from '../../shared/classifier/create.ts';
import { noCustomRules } from '../../shared/classifier/custom-rules.ts';
import { toDelivery } from '../../shared/providers/delivery.ts';
import type { ParsedEvents } from '../../shared/providers/provider.ts';
import { providers } from '../../shared/providers/registry.ts';
import { providerSamples } from '../../shared/providers/samples/registry.ts';
import { keyFor } from '../providers/requests.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 4, 1, 12);
const traffic = demoTraffic(NOW);

const receiverOf = ({ address }: DemoEvent) => receiverFamilyOf(address.slice(address.lastIndexOf('@') + 1));
const between = (from: number, to: number) => traffic.filter(({ at }) => at >= from && at < to);

describe('the traffic', () => {
  test('is the same for the same time, in order, and not in the future', () => {
    expect(demoTraffic(NOW)).toEqual(traffic);
    const times = traffic.map(({ at }) => at);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(Math.max(...times)).toBeLessThan(NOW);
    expect(Math.min(...times)).toBeGreaterThanOrEqual(NOW - (DEMO_DAYS + 1) * DAY);
    expect(new Set(traffic.map(({ id }) => id)).size).toBe(traffic.length);
  });

  test('has events on each day, most of them deliveries', () => {
    for (let day = 1; day <= DEMO_DAYS; day++) {
      expect(between(NOW - day * DAY, NOW - (day - 1) * DAY).length).toBeGreaterThan(50);
    }
    const delivered = traffic.filter(({ kind }) => kind === 'delivered').length;
    expect(delivered / traffic.length).toBeGreaterThan(0.85);
  });

  test('has its peak of failures yesterday, at one receiver', () => {
    const hours = new Map<number, DemoEvent[]>();
    for (const event of traffic.filter(({ kind }) => kind === 'bounce')) {
      const hour = Math.floor(event.at / 3_600_000);
      hours.set(hour, [...(hours.get(hour) ?? []), event]);
    }
    const [hour, peak] = [...hours].reduce((a, b) => (b[1].length > a[1].length ? b : a));
    expect(hour * 3_600_000).toBe(Date.UTC(2026, 3, 30, 13));
    expect(peak.filter((event) => receiverOf(event) === 'yahoo').length / peak.length).toBeGreaterThan(0.9);
  });

  test('has replies that the rules know, but for a few', async () => {
    const classifier = await openClassifier(noCustomRules);
    const replies = traffic.flatMap(({ kind, reply }) => (kind === 'bounce' && reply ? [reply] : []));
    const unknown = replies.filter(
      (reply) => classifier.explain({ diagnostic: reply }).basis === 'reply-code',
    );
    expect(unknown.length).toBeGreaterThan(0);
    expect(unknown.length / replies.length).toBeLessThan(0.1);
  });
});

function parse(name: (typeof demoProviders)[number]['provider'], entry: unknown): ParsedEvents {
  const [samples, provider] = [providerSamples.get(name), providers.get(name)];
  if (samples === undefined || provider === undefined) throw new Error(`${name} has no samples.`);
  return provider.parse(toDelivery(provider, 'source', samples.request([entry], keyFor(samples))));
}

describe.each(demoProviders)('in the form of $provider', ({ provider }) => {
  test('each kind of event that the ESP has is read as what it is', () => {
    const kinds = new Map(traffic.map((event) => [`${event.kind} ${event.reply ?? ''}`, event]));
    let read = 0;
    for (const event of kinds.values()) {
      const entry = toEntry(provider, event);
      if (entry === null) continue;
      read++;
      const { events, invalid } = parse(provider, entry);
      expect(invalid).toEqual([]);
      expect(events).toMatchObject([{ recipient: event.address, kind: event.kind }]);
    }
    expect(read).toBeGreaterThan(3);
  });
});
