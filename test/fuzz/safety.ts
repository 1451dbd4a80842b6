/** What holds for any request at all, as one property an ESP. */
import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { createWebhookReceiver } from '../../shared/intake/webhook-receiver.ts';
import { toDelivery } from '../../shared/providers/delivery.ts';
import { InvalidPayloadError, type Provider, type WebhookRequest } from '../../shared/providers/provider.ts';
import { providerNames, providers } from '../../shared/providers/registry.ts';
import { makeKeyPair } from '../../shared/providers/samples/key-pair.ts';
import type { ProviderSamples, SampleKey } from '../../shared/providers/samples/sample.ts';
import { hostileRequests } from './hostile-requests.ts';
import { textsOf } from './texts.ts';

const NOW = Date.UTC(2026, 4, 1);
const URL_KEY = 'k3y-of-the-url-00';
const TOPIC = 'arn:aws:sns:us-east-1:123456789012:ses-events';

/**
 * Any bytes with any headers: the webhook receiver responds below 500, the reader throws nothing but InvalidPayloadError, no
 * event is about an address that the request does not hold, and no prototype is touched.
 */
export function safetyOf(esp: ProviderSamples) {
  const provider = providers.get(esp.provider);
  assert.ok(provider, `There is no reader for ${esp.provider}.`);
  const key = keyOf(esp);
  const handleWebhook = receiverOf(provider, key);
  return fc.asyncProperty(hostileRequests(esp, key), async (request) => {
    const { status } = await handleWebhook({ source: esp.provider, key: URL_KEY }, request, '192.0.2.1');
    assert.ok(status >= 200 && status < 500, `The webhook receiver responded ${status}.`);
    assertReadsOnlyWhatIsThere(provider, request);
    assert.ok(!('polluted' in {}), 'A prototype was changed.');
  });
}

export function keyOf({ provider, keyPair }: ProviderSamples): SampleKey {
  const url = `https://hooks.example.com/v1/webhooks/${provider}`;
  if (keyPair === undefined) return { url, secret: 'local-secret', at: NOW };
  const { publicKey, privateKey } = makeKeyPair(keyPair);
  return { url, secret: publicKey, privateKey, topicArn: TOPIC, at: NOW };
}

function receiverOf(provider: Provider, key: SampleKey) {
  const name = providerNames.find((known) => known === provider.name);
  assert.ok(name, `No configuration can name ${provider.name}.`);
  const source = {
    name,
    provider: name,
    list: '*',
    lists: [],
    espLists: {},
    kinds: null,
    family: name,
    topics: [],
    ratePerSecond: Number.MAX_SAFE_INTEGER,
    maxEventAgeDays: null,
    allow: null,
    sync: null,
  };
  return createWebhookReceiver({
    settings: { sources: [source] },
    providers,
    secrets: async () => ({ secrets: [key.secret], urlKeys: [URL_KEY] }),
    topicArn: TOPIC,
    certificate: async () => key.secret,
    confirm: async () => {},
    enqueue: async () => {},
    storeBody: async () => 'key',
    now: () => NOW,
    onOutcome: () => {},
  });
}

function assertReadsOnlyWhatIsThere(provider: Provider, request: WebhookRequest): void {
  const recipients = recipientsOf(provider, request);
  if (recipients.length === 0) return;
  const texts = textsOf(request);
  for (const recipient of recipients) {
    assert.ok(
      texts.some((text) => text.includes(recipient)),
      'An event is about an address that is not there.',
    );
  }
}

function recipientsOf(provider: Provider, request: WebhookRequest): string[] {
  try {
    return provider
      .parse(toDelivery(provider, provider.name, request))
      .events.map((event) => event.recipient);
  } catch (fault) {
    if (fault instanceof InvalidPayloadError) return [];
    throw fault;
  }
}
