import { describe, expect, it } from 'vitest';
import { loops } from '../../shared/providers/loops.ts';
import { loopsSamples } from '../../shared/providers/samples/loops.ts';
import { contextOf, NOW, only, onlyFailure, post, proof, sampleOf, tampered } from './requests.ts';

function event(eventName: string) {
  const body = {
    eventName,
    eventTime: 1777636740,
    webhookSchemaVersion: '1.0.0',
    contactIdentity: { id: 'c-1', email: 'ann@example.com', userId: null },
  };
  return post(body, { 'webhook-id': 'msg_1' });
}

describe('proving Loops', () => {
  const secret = 'whsec_bGVkZ2VyLXNlY3JldA==';
  const request = sampleOf(loopsSamples, 'hard-bounced', {
    url: 'https://hooks.example.com/',
    secret,
    at: NOW,
  });

  it('takes the key out of the base64 behind the prefix', async () => {
    expect(await proof(loops, request, contextOf([secret]))).toEqual({ genuine: true });
    expect(await proof(loops, request, contextOf(['bGVkZ2VyLXNlY3JldA==']))).toEqual({ genuine: true });
  });

  it('refuses a body that was changed, and a signature older than five minutes', async () => {
    expect(await proof(loops, tampered(request), contextOf([secret]))).toMatchObject({ genuine: false });
    expect(await proof(loops, request, contextOf([secret], { now: NOW + 301_000 }))).toMatchObject({
      genuine: false,
    });
  });

  it('pitfall 22: takes any of the signatures of one header', async () => {
    const signature = `v1,AAAA ${request.headers['webhook-signature']}`;
    const rotating = { ...request, headers: { ...request.headers, 'webhook-signature': signature } };
    expect(await proof(loops, rotating, contextOf([secret]))).toEqual({ genuine: true });
  });
});

describe('reading Loops', () => {
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
    expect(only(loops, request)).toMatchObject({ kind, list: 'mailing-list-cm1' });
    expect(only(loops, event('contact.unsubscribed')).list).toBeUndefined();
  });

  it('pitfall 16: stores nothing of the test of the console', () => {
    const test = {
      eventName: 'testing.testEvent',
      eventTime: 1777636740,
      message: 'test',
      webhookSchemaVersion: '1.0.0',
    };
    expect(loops.read(post(test))).toEqual({ events: [], broken: [] });
  });
});
