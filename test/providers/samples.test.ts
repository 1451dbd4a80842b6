import { describe, expect, it } from 'vitest';
import { guideOf } from '../../shared/providers/guides.ts';
import { providerNames, providers } from '../../shared/providers/registry.ts';
import { providerSamples } from '../../shared/providers/samples/registry.ts';
import { ann, contextOf, keyFor, parse, verification } from './requests.ts';

describe('every ESP', () => {
  it('has a reader, samples and a name in the configuration', () => {
    expect([...providers.keys()].sort()).toEqual([...providerNames].sort());
    expect([...providerSamples.keys()].sort()).toEqual([...providerNames].sort());
  });
});

describe.each([...providerSamples.values()])('$provider', (esp) => {
  const provider = providers.get(esp.provider);
  if (!provider) throw new Error(`No reader for ${esp.provider}.`);
  const key = keyFor(esp);

  it.each(esp.samples)('verifies and parses its $name as $kind', async (sample) => {
    const request = esp.request([sample.entry(ann)], key);
    expect(await verification(provider, request, contextOf([key.secret]))).toEqual({ verified: true });
    expect(provider.handshake?.(request) ?? null).toBeNull();
    const { events, invalid } = parse(provider, request);
    expect(invalid).toEqual([]);
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({ recipient: ann.address, kind: sample.kind });
    expect(events[0]?.occurredAt).toBeGreaterThan(ann.at - 1_000);
    expect(events[0]?.occurredAt).toBeLessThanOrEqual(key.at);
  });

  const sample = esp.samples[0];
  if (!sample) throw new Error(`No samples of ${esp.provider}.`);
  const request = esp.request([sample.entry(ann)], key);

  it('is verified by the older of two live secrets too', async () => {
    const certificate = async () => key.secret;
    expect(
      await verification(provider, request, contextOf(['a-newer-secret', key.secret], { certificate })),
    ).toEqual({ verified: true });
  });

  it('is rejected with another secret', async () => {
    const refused = await verification(
      provider,
      request,
      contextOf(['not-the-secret'], { certificate: async () => 'no certificate' }),
    );
    expect(refused).toMatchObject({ verified: false });
  });

  it('is refused without any header, query or signature of its own', async () => {
    const bare = { ...request, headers: {}, url: 'https://hooks.example.com/', body: Buffer.from('{}') };
    expect(await verification(provider, bare, contextOf([key.secret]))).toMatchObject({ verified: false });
  });

  it('gives a redelivery the same id, and another event another', () => {
    const [first] = parse(provider, request).events;
    const [again] = parse(provider, esp.request([sample.entry(ann)], { ...key, at: key.at + 90_000 })).events;
    const [other] = parse(
      provider,
      esp.request([sample.entry({ ...ann, id: 'event-2', at: ann.at + 5_000 })], key),
    ).events;
    expect(again?.eventId).toBe(first?.eventId);
    expect(other?.eventId).not.toBe(first?.eventId);
  });

  it('tells a bounce, a complaint, an unsubscribe and a delivery of one message apart', () => {
    const firsts = (['bounce', 'complaint', 'unsubscribe', 'delivered'] as const).flatMap(
      (kind) => esp.samples.find((one) => one.kind === kind) ?? [],
    );
    const ids = firsts.map((one) => parse(provider, esp.request([one.entry(ann)], key)).events[0]?.eventId);
    expect(new Set(ids).size).toBe(firsts.length);
  });

  it('has a guide an operator can follow', () => {
    const guide = guideOf(provider.name);
    expect(guide.consolePath).not.toBe('');
    expect(guide.events.length).toBeGreaterThan(0);
    expect(guide.references.length).toBeGreaterThan(0);
    for (const link of guide.references) expect(link).toMatch(/^https:\/\//);
  });
});
