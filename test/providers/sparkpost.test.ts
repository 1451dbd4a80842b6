import { describe, expect, it } from 'vitest';
import { sparkpost } from '../../shared/providers/sparkpost/webhook.ts';
import { basic, contextOf, NOW, only, onlyFailure, parse, post, verification } from './requests.ts';

function event(type: string, fields: object = {}, eventClass = 'message_event') {
  const details = {
    type,
    event_id: 'e-1',
    timestamp: '1777636800',
    rcpt_to: 'ann@example.com',
    raw_rcpt_to: 'Ann@example.com',
    ...fields,
  };
  return { msys: { [eventClass]: details } };
}

describe('SparkPost', () => {
  it('signs nothing, and brings the secret as basic authentication or in its older header', async () => {
    const by = (headers: Readonly<Record<string, string>>) =>
      verification(sparkpost, post([], headers), contextOf(['user:pass']));
    expect(await by(basic('user:pass'))).toEqual({ verified: true });
    expect(await by({ 'x-messagesystems-webhook-token': 'user:pass' })).toEqual({ verified: true });
    expect(await by({})).toMatchObject({ verified: false });
  });

  it('is answered 200 for the ping it sends when a webhook is made', () => {
    expect(parse(sparkpost, post([{ msys: {} }]))).toEqual({ events: [], invalid: [] });
  });

  it('reads a bounce with its raw reply, code and class', () => {
    const bounce = event('bounce', {
      bounce_class: '10',
      error_code: '550',
      raw_reason: '550 5.1.1 <ann> unknown',
      reason: '550 5.1.1 ... unknown',
    });
    expect(onlyFailure(sparkpost, post([bounce]))).toMatchObject({
      kind: 'bounce',
      permanent: true,
      evidence: { diagnostic: '550 5.1.1 <ann> unknown', replyCode: '550', espClass: '10', espCode: 2001 },
    });
  });

  it.each([
    ['1', 'bounce', null],
    ['22', 'bounce', false],
    ['25', 'dropped', null],
    ['51', 'bounce', null],
    ['60', 'auto-reply', null],
    ['80', 'auto-reply', null],
    ['100', 'auto-reply', null],
    ['70', 'bounce', false],
    ['12345', 'bounce', null],
  ])('reads the bounce class %s as %s, permanent %s', (bounce_class, kind, permanent) => {
    expect(onlyFailure(sparkpost, post([event('out_of_band', { bounce_class })]))).toMatchObject({
      kind,
      permanent,
    });
  });

  it('takes a mail that asks to unsubscribe for what it is', () => {
    expect(only(sparkpost, post([event('out_of_band', { bounce_class: '90' })])).kind).toBe('unsubscribe');
  });

  it('does not take the code of a failure of DNS for a reply: no server was reached', () => {
    const failure = event('bounce', {
      bounce_class: '21',
      error_code: '550',
      raw_reason: 'no MX or A for domain',
    });
    expect(onlyFailure(sparkpost, post([failure]))).toMatchObject({
      permanent: false,
      evidence: { diagnostic: 'no MX or A for domain', replyCode: undefined, espCode: 2002 },
    });
  });

  it.each([
    ['sms_status', 'message_event'],
    ['amp_click', 'track_event'],
    ['relay_injection', 'relay_event'],
    ['relay_permfail', 'relay_event'],
  ])('acknowledges %s', (type, eventClass) => {
    expect(only(sparkpost, post([event(type, {}, eventClass)])).kind).toBe('other');
  });

  it('takes a class and a time written as numbers or as text, and a time as ISO', () => {
    const asNumbers = only(
      sparkpost,
      post([event('bounce', { bounce_class: 10, timestamp: 1_777_636_800 })]),
    );
    expect(asNumbers).toEqual(only(sparkpost, post([event('bounce', { bounce_class: '10' })])));
    expect(
      only(sparkpost, post([event('bounce', { timestamp: '2026-05-01T12:00:00.000+00:00' })])).occurredAt,
    ).toBe(NOW);
  });

  it('prefers the recipient whose case was kept', () => {
    expect(only(sparkpost, post([event('delivery')])).recipient).toBe('Ann@example.com');
    expect(only(sparkpost, post([event('delivery', { raw_rcpt_to: undefined })])).recipient).toBe(
      'ann@example.com',
    );
  });

  it('stays a deferral whatever the class of a delay', () => {
    expect(onlyFailure(sparkpost, post([event('delay', { bounce_class: '10' })]))).toMatchObject({
      kind: 'deferral',
      permanent: false,
    });
  });

  it('does not take not-spam for a complaint', () => {
    expect(only(sparkpost, post([event('spam_complaint', { fbtype: 'not-spam' })])).kind).toBe('other');
    expect(only(sparkpost, post([event('spam_complaint', { fbtype: 'abuse' })])).kind).toBe('complaint');
  });

  it('reads a batch of all classes, also ones that concern nobody', () => {
    const { events, invalid } = parse(
      sparkpost,
      post([
        event('delivery'),
        event('click', {}, 'track_event'),
        event('generation_failure', {}, 'gen_event'),
        event('link_unsubscribe', {}, 'unsubscribe_event'),
        { msys: { ab_test_event: { type: 'ab_test_completed', event_id: 'e-2' } } },
        { msys: { ingest_event: { type: 'success', number_succeeded: 500 } } },
        { msys: { relay_message: { rcpt_to: 'sales@shop.example', bounce_class: '60', content: {} } } },
        { msys: { message_event: { type: 'bounce' } } },
      ]),
    );
    expect(events.map((one) => one.kind)).toEqual(['delivered', 'other', 'dropped', 'unsubscribe']);
    expect(invalid).toEqual([{ index: 7, issue: 'The event names no recipient.' }]);
  });

  it('takes what has a bounce class for a bounce, though it does not say its type', () => {
    const bounced = { bounce_class: 10, raw_reason: '550 5.1.1 user unknown', rcpt_to: 'ann@example.com' };
    const list = [{ msys: { message_event: bounced } }];
    for (const body of [list, { _json: list }]) {
      expect(onlyFailure(sparkpost, post(body))).toMatchObject({ kind: 'bounce', permanent: true });
    }
  });
});
