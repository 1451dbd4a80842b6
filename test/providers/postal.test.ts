import { describe, expect, it } from 'vitest';
import { samples as postalSamples } from '../../shared/providers/postal/samples.ts';
import { postal } from '../../shared/providers/postal/webhook.ts';
import {
  contextOf,
  keyFor,
  only,
  onlyFailure,
  parse,
  post,
  sampleOf,
  tampered,
  verification,
} from './requests.ts';

function event(name: string, payload: object) {
  return post({ event: name, timestamp: 1777636740.12994, payload, uuid: 'u-1' });
}

describe('verifying Postal', () => {
  const key = keyFor(postalSamples);
  const request = sampleOf(postalSamples, 'delivery-failed');

  it('refuses a body that was changed', async () => {
    expect(await verification(postal, tampered(request), contextOf([key.secret]))).toMatchObject({
      verified: false,
    });
  });

  it('refuses a signature with something behind it', async () => {
    const signature = `${request.headers['x-postal-signature-256']}????`;
    const longer = { ...request, headers: { ...request.headers, 'x-postal-signature-256': signature } };
    expect(await verification(postal, longer, contextOf([key.secret]))).toMatchObject({ verified: false });
  });

  it.each([
    ['PEM', `-----BEGIN PUBLIC KEY-----\n${key.secret}\n-----END PUBLIC KEY-----`],
    ['a DKIM record', `v=DKIM1; t=s; h=sha256; p=${key.secret};`],
    ['bare base64', key.secret],
  ])('takes the public key as %s', async (_, secret) => {
    expect(await verification(postal, request, contextOf([secret]))).toEqual({ verified: true });
  });

  it('takes SHA-1 from a server too old for SHA-256, and never instead of it', async () => {
    const { 'x-postal-signature-256': sha256 = '', ...older } = request.headers;
    expect(await verification(postal, { ...request, headers: older }, contextOf([key.secret]))).toEqual({
      verified: true,
    });
    const tampered = {
      ...request,
      headers: { ...older, 'x-postal-signature-256': sha256.replace(/^../, 'AA') },
    };
    expect(await verification(postal, tampered, contextOf([key.secret]))).toMatchObject({ verified: false });
  });
});

describe('parsing Postal', () => {
  const message = { to: 'ann@example.com', token: 't-1' };

  it('reads what the server answered, in seconds with decimals', () => {
    const failed = { status: 'HardFail', details: 'Refused', output: '550 5.1.1 User unknown', message };
    expect(onlyFailure(postal, event('MessageDeliveryFailed', failed))).toMatchObject({
      permanent: true,
      occurredAt: 1777636740_129,
      eventId: 'MessageDeliveryFailed/u-1',
      evidence: { diagnostic: '550 5.1.1 User unknown', espClass: 'HardFail' },
    });
  });

  it("keeps Postal's own words for why a message is held apart from a server's reply", () => {
    const held = { status: 'Held', details: 'Recipient is on the suppression list', output: '', message };
    expect(onlyFailure(postal, event('MessageHeld', held))).toMatchObject({
      kind: 'dropped',
      evidence: { espText: 'Recipient is on the suppression list', onEspSuppressionList: true },
    });
  });

  it('reads a bounce after the delivery, about the original recipient and without a reply', () => {
    const bounced = event('MessageBounced', {
      original_message: message,
      bounce: { to: 'abc@psrp.shop.example', from: 'postmaster@example.com' },
    });
    expect(onlyFailure(postal, bounced)).toMatchObject({
      recipient: 'ann@example.com',
      kind: 'bounce',
      permanent: null,
      evidence: { diagnostic: undefined },
    });
  });

  it('stores nothing of a domain or a limit', () => {
    expect(parse(postal, event('DomainDNSError', { domain: 'shop.example' }))).toEqual({
      events: [],
      invalid: [],
    });
    expect(only(postal, event('MessageLoaded', { message })).kind).toBe('other');
  });
});
