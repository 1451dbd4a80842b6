import { describe, expect, it } from 'vitest';
import { samples as loopsSamples } from '../../shared/providers/loops/samples.ts';
import { loops } from '../../shared/providers/loops/webhook.ts';
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

function event(eventName: string) {
  const body = {
    eventName,
    eventTime: 1777636740,
    webhookSchemaVersion: '1.0.0',
    contactIdentity: { id: 'c-1', email: 'ann@example.com', userId: null },
  };
  return post(body, { 'webhook-id': 'msg_1' });
}

describe('verifying Loops', () => {
  const secret = 'whsec_bGVkZ2VyLXNlY3JldA==';
  const request = sampleOf(loopsSamples, 'hard-bounced', {
    url: 'https://hooks.example.com/',
    secret,
    at: NOW,
  });

  it('takes the key out of the base64 behind the prefix', async () => {
    expect(await verification(loops, request, contextOf([secret]))).toEqual({ verified: true });
    expect(await verification(loops, request, contextOf(['bGVkZ2VyLXNlY3JldA==']))).toEqual({
      verified: true,
    });
  });

  it('refuses a body that was changed, and a signature older than five minutes', async () => {
    expect(await verification(loops, tampered(request), contextOf([secret]))).toMatchObject({
      verified: false,
    });
    expect(await verification(loops, request, contextOf([secret], { now: NOW + 301_000 }))).toMatchObject({
      verified: false,
    });
  });

  it('takes any of the signatures of one header', async () => {
    const signature = `v1,AAAA ${request.headers['webhook-signature']}`;
    const rotating = { ...request, headers: { ...request.headers, 'webhook-signature': signature } };
    expect(await verification(loops, rotating, contextOf([secret]))).toEqual({ verified: true });
  });
});

describe('parsing Loops', () => {
  it('takes the id of the webhook, and the time in seconds', () => {
    expect(onlyFailure(loops, event('email.hardBounced'))).toMatchObject({
      recipient: 'ann@example.com',
      permanent: true,
      occurredAt: 1777636740_000,
      eventId: 'email.hardBounced/msg_1',
    });
  });

  it.each([
    ['email.softBounced', 'bounce'],
    ['email.spamReported', 'complaint'],
    ['contact.unsubscribed', 'unsubscribe'],
    ['contact.mailingList.unsubscribed', 'unsubscribe'],
    ['email.resubscribed', 'resubscribe'],
    ['contact.created', 'other'],
  ])('reads %s as %s', (name, kind) => {
    expect(only(loops, event(name)).kind).toBe(kind);
  });

  it.each([
    ['contact.mailingList.unsubscribed', 'unsubscribe'],
    ['contact.mailingList.subscribed', 'resubscribe'],
  ])('reads %s for that mailing list alone', (name, kind) => {
    const body = JSON.parse(event(name).body.toString());
    const request = post({
      ...body,
      mailingList: { id: 'cm1', name: 'Offers', description: null, isPublic: true },
    });
    expect(only(loops, request)).toMatchObject({ kind, espList: 'mailing-list-cm1' });
    expect(only(loops, event('contact.unsubscribed')).espList).toBeUndefined();
  });

  it('stores nothing of the test of the console', () => {
    const test = {
      eventName: 'testing.testEvent',
      eventTime: 1777636740,
      message: 'test',
      webhookSchemaVersion: '1.0.0',
    };
    expect(parse(loops, post(test))).toEqual({ events: [], invalid: [] });
  });
});
