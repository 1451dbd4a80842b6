import { describe, expect, it } from 'vitest';
import {
  SCALEWAY_TOPIC,
  scalewayConfirmation,
  samples as scalewaySamples,
} from '../../shared/providers/scaleway/samples.ts';
import { scaleway } from '../../shared/providers/scaleway/webhook.ts';
import { contextOf, keyFor, only, onlyFailure, parse, post, sampleOf, verification } from './requests.ts';

const key = keyFor(scalewaySamples);

function event(type: string, more: object = {}) {
  return { id: 'e-1', type, created_at: '2026-05-01T11:59:00Z', email_to: 'ann@example.com', ...more };
}

function notification(message: unknown) {
  return post({ Type: 'Notification', TopicArn: SCALEWAY_TOPIC, Message: JSON.stringify(message) });
}

describe('setting Scaleway up', () => {
  it('visits the confirmation at Scaleway', () => {
    const url = 'https://sns.mnq.fr-par.scaleway.com/?Action=ConfirmSubscription&Token=2336';
    expect(scaleway.handshake?.(scalewayConfirmation(key, url))).toEqual({ status: 200, confirm: url });
  });

  it.each([
    'http://sns.mnq.fr-par.scaleway.com/',
    'https://scaleway.com.example.net/',
    'https://shop.functions.fnc.fr-par.scw.cloud/',
    'https://s3.fr-par.scw.cloud/bucket',
    'https://evilscaleway.com/',
    'https://scaleway.com@192.0.2.1/',
    'https://user@sns.mnq.fr-par.scaleway.com/',
    'https://sns.mnq.fr-par.scaleway.com:8443/',
    'https://169.254.169.254/?x=.scaleway.com',
    'not a URL',
  ])('visits no %s', (url) => {
    const handshake = scaleway.handshake?.(scalewayConfirmation(key, url));
    expect(handshake).toMatchObject({ status: 403 });
    expect(handshake).not.toHaveProperty('confirm');
  });

  it('acknowledges that a subscription ended', () => {
    expect(scaleway.handshake?.(post({ Type: 'UnsubscribeConfirmation' }))).toEqual({ status: 200 });
  });
});

describe('verifying Scaleway', () => {
  const request = sampleOf(scalewaySamples, 'email-dropped');

  it('asks for a topic of the source, where it lists any of Scaleway', async () => {
    const listing = (topics: readonly string[]) =>
      verification(scaleway, request, contextOf(['local-secret'], { topics }));
    expect(await listing([SCALEWAY_TOPIC])).toEqual({ verified: true });
    expect(await listing(['arn:aws:sns:us-east-1:123456789012:ses'])).toEqual({ verified: true });
    expect(await listing(['arn:scw:sns:fr-par:project-of-another:mail'])).toMatchObject({ verified: false });
  });

  it('asks for the secret, whatever the topic', async () => {
    const context = contextOf(['another'], { topics: [SCALEWAY_TOPIC] });
    expect(await verification(scaleway, request, context)).toMatchObject({ verified: false });
  });
});

describe('parsing Scaleway', () => {
  it('reads the reply code and the rest of the reply apart', () => {
    const dropped = event('email_dropped', {
      email_response_code: 554,
      email_response_message: '5.7.1 Refused',
    });
    expect(onlyFailure(scaleway, notification(dropped))).toMatchObject({
      permanent: true,
      occurredAt: Date.UTC(2026, 4, 1, 11, 59),
      eventId: 'email_dropped/e-1',
      evidence: { replyCode: '554', diagnostic: '5.7.1 Refused' },
    });
  });

  it('reads an event without its envelope, and one larger than any text field', () => {
    expect(only(scaleway, post(event('email_delivered'))).kind).toBe('delivered');
    const email_headers = [{ key: 'X-Long', value: 'x'.repeat(9_000) }];
    expect(only(scaleway, notification(event('email_delivered', { email_headers }))).kind).toBe('delivered');
  });

  it('takes the blocklist for an echo, and its type for the cause', () => {
    const onEspSuppressionList = event('email_blocklisted', { blocklist_type: 'mailbox_full' });
    expect(onlyFailure(scaleway, notification(onEspSuppressionList))).toMatchObject({
      kind: 'dropped',
      evidence: { espClass: 'email_blocklisted: mailbox_full', espCode: 3001 },
    });
  });

  it("does not take the receiver's word spam for a complaint", () => {
    expect(onlyFailure(scaleway, notification(event('email_spam')))).toMatchObject({
      kind: 'bounce',
      evidence: { espCode: 1004 },
    });
  });

  it('refuses an envelope whose message is no JSON', () => {
    const envelope = post({ Type: 'Notification', TopicArn: SCALEWAY_TOPIC, Message: 'Hello' });
    expect(() => parse(scaleway, envelope)).toThrow('not valid JSON');
  });
});
