import type { EventKind } from '../../events/event.ts';
import { post } from '../samples/request.ts';
import type { ProviderSamples, Sample } from '../samples/sample.ts';
import { standardWebhooksSignature } from '../signature/standard-webhooks.ts';

function sample(kind: EventKind, more: object = {}): Sample {
  return {
    name: kind,
    kind,
    entry: ({ address, id, at }) => ({
      id: `${id}-${kind}`,
      kind,
      recipient: address,
      occurredAt: new Date(at).toISOString(),
      ...more,
    }),
  };
}

export const samples: ProviderSamples = {
  provider: 'generic',
  batch: 1_000,
  samples: [
    sample('bounce', {
      permanent: true,
      diagnostic: '550 5.1.1 user unknown',
      status: '5.1.1',
      replyCode: '550',
    }),
    sample('deferral', { diagnostic: '451 4.7.1 Greylisted, try again later' }),
    sample('dropped', { code: 2999 }),
    sample('auto-reply'),
    sample('complaint'),
    sample('unsubscribe', { list: 'newsletter' }),
    sample('resubscribe', { list: 'newsletter' }),
    sample('delivered'),
    sample('other'),
  ],
  request: (entries, key) => {
    const body = Buffer.from(JSON.stringify({ events: entries }));
    const seconds = Math.floor(key.at / 1000);
    const id = `batch-${seconds}`;
    const signature = standardWebhooksSignature(
      key.secret,
      { key: 'base64', version: 'v1' },
      { id, seconds, body },
    );
    return post(key, 'application/json', body, {
      'webhook-id': id,
      'webhook-timestamp': String(seconds),
      'webhook-signature': signature,
    });
  },
};
