/** What the suites of this folder share: requests as ESPs make them, and contexts for verification. */

import { isFailure, type ReportedEvent, type ReportedFailure } from '../../shared/events/event.ts';
import { toDelivery } from '../../shared/providers/delivery.ts';
import type {
  ParsedEvents,
  Provider,
  Verification,
  VerificationContext,
  WebhookRequest,
} from '../../shared/providers/provider.ts';
import { providers } from '../../shared/providers/registry.ts';
import { makeKeyPair } from '../../shared/providers/samples/key-pair.ts';
import type { ProviderSamples, SampleKey, SampleSubject } from '../../shared/providers/samples/sample.ts';

/** 1 May 2026, 12:00:00 UTC. */
export const NOW = Date.UTC(2026, 4, 1, 12);

export const TOPIC = 'arn:aws:sns:us-east-1:123456789012:ses-events';

export const ann: SampleSubject = { address: 'ann@example.com', id: 'event-1', at: NOW - 60_000 };

const pairs = new Map<string, ReturnType<typeof makeKeyPair>>();

/** A key that the samples can sign with; key pairs are made once a run. */
export function keyFor(
  { provider, keyPair }: ProviderSamples,
  url = `https://hooks.example.com/v1/webhooks/${provider}`,
): SampleKey {
  if (keyPair === undefined) return { url, secret: 'local-secret', at: NOW };
  const pair = pairs.get(keyPair) ?? makeKeyPair(keyPair);
  pairs.set(keyPair, pair);
  return { url, secret: pair.publicKey, privateKey: pair.privateKey, topicArn: TOPIC, at: NOW };
}

/** A source with these secrets, at NOW, that fetches any certificate as the first secret's key. */
export function contextOf(
  secrets: readonly string[],
  more: Partial<VerificationContext> = {},
): VerificationContext {
  return {
    secrets,
    now: NOW,
    topics: [TOPIC],
    certificate: async () => secrets[0] ?? '',
    ...more,
  };
}

export async function verification(
  provider: Provider,
  request: WebhookRequest,
  context: VerificationContext,
): Promise<Verification> {
  return provider.verify(request, context);
}

export function post(
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
  url = 'https://hooks.example.com/v1/webhooks/source',
): WebhookRequest {
  const bytes = Buffer.isBuffer(body)
    ? body
    : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  return {
    method: 'POST',
    url,
    headers: { 'content-type': 'application/json', ...headers },
    body: bytes,
    receivedAt: NOW,
  };
}

export function postForm(
  fields: Readonly<Record<string, string>> | Array<[string, string]>,
  headers: Readonly<Record<string, string>> = {},
  url?: string,
): WebhookRequest {
  return post(
    new URLSearchParams(fields).toString(),
    { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    url,
  );
}

export function basic(credentials: string): { readonly authorization: string } {
  return { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` };
}

export function providerNamed(name: string): Provider {
  const provider = providers.get(name);
  if (provider === undefined) throw new Error(`There is no provider ${name}.`);
  return provider;
}

/** What the provider parses of a request. */
export function parse(provider: Provider, request: WebhookRequest): ParsedEvents {
  return provider.parse(toDelivery(provider, 'source', request));
}

/** The one event of a request. */
export function only(provider: Provider, request: WebhookRequest): ReportedEvent {
  const { events, invalid } = parse(provider, request);
  const [event] = events;
  if (event === undefined || events.length !== 1 || invalid.length !== 0) {
    throw new Error(`Expected one event, got ${events.length} and ${invalid.length} invalid.`);
  }
  return event;
}

/** As `only`, of an event that is a failure. */
export function onlyFailure(provider: Provider, request: WebhookRequest): ReportedFailure {
  const event = only(provider, request);
  if (!isFailure(event)) throw new Error(`Expected a failure, got ${event.kind}.`);
  return event;
}

/** The same request with one word of its body changed on the way. */
export function tampered(
  request: WebhookRequest,
  from = ann.address,
  to = 'eve@example.com',
): WebhookRequest {
  const body = request.body.toString('latin1');
  if (!body.includes(from)) throw new Error('The body does not hold what is to be changed.');
  return { ...request, body: Buffer.from(body.replace(from, to), 'latin1') };
}

/** The sample of this name, signed, about Ann. */
export function sampleOf(samples: ProviderSamples, name: string, key = keyFor(samples)): WebhookRequest {
  const sample = samples.samples.find((one) => one.name === name);
  if (sample === undefined) throw new Error(`No sample ${name} of ${samples.provider}.`);
  return samples.request([sample.entry(ann)], key);
}
