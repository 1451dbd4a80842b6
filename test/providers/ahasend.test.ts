import { describe, expect, it } from 'vitest';
import { samples as ahasendSamples } from '../../shared/providers/ahasend/samples.ts';
import { ahasend } from '../../shared/providers/ahasend/webhook.ts';
import {
  contextOf,
  NOW,
  only,
  onlyFailure,
  parse,
  post,
  sampleOf,
  tampered,
  verification,
} from './requests.ts';

function event(type: string, data: object = {}) {
  const body = {
    type,
    timestamp: '2026-05-01T11:59:00.404433272Z',
    data: { recipient: 'ann@example.com', id: 'm-1', ...data },
  };
  return post(body, { 'webhook-id': 'evt_1' });
}

describe('verifying AhaSend', () => {
  const request = sampleOf(ahasendSamples, 'bounced');

  it('refuses a body that was changed', async () => {
    expect(await verification(ahasend, tampered(request), contextOf(['local-secret']))).toMatchObject({
      verified: false,
    });
  });

  it('takes the whole secret for the key, prefix and all', async () => {
    const key = { url: request.url, secret: 'aha-whsec-9c3a5f', at: NOW };
    const prefixed = sampleOf(ahasendSamples, 'bounced', key);
    expect(await verification(ahasend, prefixed, contextOf(['aha-whsec-9c3a5f']))).toEqual({
      verified: true,
    });
    expect(await verification(ahasend, prefixed, contextOf(['9c3a5f']))).toMatchObject({ verified: false });
  });

  it('refuses a signature older than five minutes', async () => {
    const at = (now: number) => verification(ahasend, request, contextOf(['local-secret'], { now }));
    expect(await at(NOW + 300_000)).toEqual({ verified: true });
    expect(await at(NOW + 301_000)).toMatchObject({ verified: false });
  });
});

describe('parsing AhaSend', () => {
  it('reads nine decimals, and takes the id of the webhook', () => {
    expect(onlyFailure(ahasend, event('message.bounced'))).toMatchObject({
      permanent: true,
      occurredAt: Date.parse('2026-05-01T11:59:00.404Z'),
      eventId: 'message.bounced/evt_1',
      evidence: { espCode: 2999 },
    });
  });

  it('takes a suppressed message for an echo', () => {
    expect(only(ahasend, event('message.suppressed')).kind).toBe('dropped');
  });

  it('leaves open whether a message that failed will fail again', () => {
    expect(onlyFailure(ahasend, event('message.failed')).permanent).toBeNull();
  });

  it('stores nothing of incoming mail or a domain', () => {
    const routed = { recipient: undefined, to: 'support@shop.example', from: 'ann@example.com' };
    expect(parse(ahasend, event('message.routing', routed))).toEqual({ events: [], invalid: [] });
    expect(parse(ahasend, event('domain.dns_error', { recipient: undefined }))).toEqual({
      events: [],
      invalid: [],
    });
  });
});
