import { describe, expect, it } from 'vitest';
import { samples as customerioSamples } from '../../shared/providers/customerio/samples.ts';
import { customerio } from '../../shared/providers/customerio/webhook.ts';
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

function metric(name: string, data: object = {}, more: object = {}) {
  return post({
    event_id: 'e-1',
    object_type: 'email',
    metric: name,
    timestamp: 1777636740,
    data: { recipient: 'ann@example.com', ...data },
    ...more,
  });
}

describe('verifying Customer.io', () => {
  const request = sampleOf(customerioSamples, 'bounced');

  it('refuses a body or a time that was changed', async () => {
    const context = contextOf(['local-secret']);
    expect(await verification(customerio, tampered(request), context)).toMatchObject({ verified: false });
    const later = { ...request, headers: { ...request.headers, 'x-cio-timestamp': '1777636999' } };
    expect(await verification(customerio, later, context)).toMatchObject({ verified: false });
  });

  it('takes an old signature: a retry may carry it', async () => {
    const tomorrow = contextOf(['local-secret'], { now: NOW + 86_400_000 });
    expect(await verification(customerio, request, tomorrow)).toEqual({ verified: true });
  });
});

describe('parsing Customer.io', () => {
  it('leaves it to the reply whether a bounce is permanent', () => {
    expect(
      onlyFailure(customerio, metric('bounced', { failure_message: '550 5.1.1 User unknown' })),
    ).toMatchObject({
      permanent: null,
      occurredAt: 1777636740_000,
      eventId: 'email bounced/e-1',
      evidence: { diagnostic: '550 5.1.1 User unknown', espClass: 'email bounced', espCode: undefined },
    });
  });

  it.each([
    ['the recipient of the message', { recipient: 'ann@example.com' }],
    ['the identifiers of the person', { recipient: undefined, identifiers: { email: 'ann@example.com' } }],
    ['the address of an older webhook', { recipient: undefined, email_address: 'ann@example.com' }],
  ])('finds the address in %s', (_, data) => {
    expect(only(customerio, metric('spammed', data)).recipient).toBe('ann@example.com');
  });

  it('reads an older webhook, which names object and metric in one', () => {
    const older = metric('', {}, { metric: undefined, object_type: undefined, event_type: 'email_dropped' });
    expect(only(customerio, older).kind).toBe('dropped');
  });

  it('tells a person from a message, and leaves other channels alone', () => {
    expect(only(customerio, metric('subscribed', {}, { object_type: 'customer' })).kind).toBe('resubscribe');
    expect(only(customerio, metric('bounced', {}, { object_type: 'push' })).kind).toBe('other');
  });

  it('stores nothing of a person without an address, and does not ask for it again', () => {
    expect(parse(customerio, metric('bounced', { recipient: null, customer_id: '42' }))).toEqual({
      events: [],
      invalid: [],
    });
  });

  it.each([
    ['suppressed', 'dropped'],
    ['undeliverable', 'dropped'],
    ['failed', 'dropped'],
    ['deferred', 'deferral'],
    ['attempted', 'other'],
    ['converted', 'other'],
    ['of_the_future', 'other'],
  ])('reads the metric %s as %s', (name, kind) => {
    expect(only(customerio, metric(name)).kind).toBe(kind);
  });

  it('takes a change of topics for none of the lists', () => {
    const topics = { object_type: 'customer' };
    expect(only(customerio, metric('cio_subscription_preferences_changed', {}, topics)).kind).toBe('other');
  });

  it('reads a time and an id that come as text', () => {
    const request = metric('bounced', {}, { timestamp: '1777636740', event_id: undefined });
    expect(only(customerio, request)).toMatchObject({
      occurredAt: 1777636740_000,
      eventId: 'email bounced//1777636740',
    });
  });
});
