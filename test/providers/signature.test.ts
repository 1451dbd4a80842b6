import { describe, expect, it } from 'vitest';
import { makeKeyPair } from '../../shared/providers/samples/key-pair.ts';
import { isAllowed } from '../../shared/providers/signature/allow-list.ts';
import { sameText } from '../../shared/providers/signature/constant-time.ts';
import { isFresh } from '../../shared/providers/signature/freshness.ts';
import { hmac, hmacMatches } from '../../shared/providers/signature/hmac.ts';
import { publicKeyOf } from '../../shared/providers/signature/public-key.ts';
import { verifySharedSecret } from '../../shared/providers/signature/shared-secret.ts';
import {
  standardWebhooksSignature,
  verifyStandardWebhooks,
} from '../../shared/providers/signature/standard-webhooks.ts';
import { timestampedSignature, verifyTimestamped } from '../../shared/providers/signature/timestamped.ts';
import { basic, contextOf, NOW, post } from './requests.ts';

const SECONDS = NOW / 1000;

describe('comparing secrets', () => {
  it('tells equal from unequal, whatever the lengths', () => {
    expect(sameText('secret', 'secret')).toBe(true);
    expect(sameText('secret', 'secreT')).toBe(false);
    expect(sameText('secret', 'secret-and-more')).toBe(false);
  });

  it('takes an HMAC by any of the live keys, and never by an empty one', () => {
    const signature = hmac('sha256', 'old', 'a', 'b').toString('hex');
    const claim = { algorithm: 'sha256', parts: ['ab'], encoding: 'hex' } as const;
    expect(hmacMatches({ ...claim, keys: ['new', 'old'], signature })).toBe(true);
    expect(hmacMatches({ ...claim, keys: ['new'], signature })).toBe(false);
    expect(hmacMatches({ ...claim, keys: ['old'], signature: undefined })).toBe(false);
    expect(hmacMatches({ ...claim, keys: ['old'], signature: signature.slice(0, 20) })).toBe(false);
    expect(hmacMatches({ ...claim, keys: [''], signature: hmac('sha256', '', 'ab').toString('hex') })).toBe(
      false,
    );
  });

  it('takes a signature in any spelling of its own alphabet, and with nothing behind it', () => {
    const hex = hmac('sha256', 'key', 'a').toString('hex');
    const base64 = hmac('sha256', 'key', 'a').toString('base64');
    const claim = { algorithm: 'sha256', keys: ['key'], parts: ['a'] } as const;
    for (const signature of [hex, hex.toUpperCase(), ` ${hex}`]) {
      expect(hmacMatches({ ...claim, encoding: 'hex', signature })).toBe(true);
    }
    for (const signature of [
      base64,
      base64.replace('=', ''),
      base64.replaceAll('+', '-').replaceAll('/', '_'),
    ]) {
      expect(hmacMatches({ ...claim, encoding: 'base64', signature })).toBe(true);
    }
    expect(hmacMatches({ ...claim, encoding: 'hex', signature: `${hex}zz` })).toBe(false);
    expect(hmacMatches({ ...claim, encoding: 'base64', signature: `${base64}x` })).toBe(false);
    expect(hmacMatches({ ...claim, encoding: 'base64', signature: base64.replace(/.=$/, '!$&') })).toBe(
      false,
    );
  });

  it('calls a signature fresh up to and at the bound, either way', () => {
    expect(isFresh(String(SECONDS - 300), NOW, 300)).toBe(true);
    expect(isFresh(String(SECONDS + 300), NOW, 300)).toBe(true);
    expect(isFresh(String(SECONDS - 301), NOW, 300)).toBe(false);
    expect(isFresh('yesterday', NOW, 300)).toBe(false);
    expect(isFresh('', NOW, 300)).toBe(false);
  });

  it('reads a public key with and without the lines of PEM, and nothing else', () => {
    const { publicKey } = makeKeyPair('ec-p256');
    const pem = `-----BEGIN PUBLIC KEY-----\n${publicKey}\n-----END PUBLIC KEY-----\n`;
    expect(publicKeyOf(publicKey)?.asymmetricKeyType).toBe('ec');
    expect(publicKeyOf(pem)?.asymmetricKeyType).toBe('ec');
    expect(publicKeyOf('local-secret')).toBeNull();
  });
});

describe('a shared secret', () => {
  const context = contextOf(['new:pass-word', 'old-secret']);
  const url = 'https://hooks.example.com/v1/webhooks/source';

  it.each([
    ['basic authentication', post('{}', basic('new:pass-word'))],
    ["the URL's credentials", post('{}', {}, 'https://new:pass-word@hooks.example.com/esp')],
    ['basic authentication whose password is the secret', post('{}', basic('anyone:old-secret'))],
    ['basic authentication with the secret as user', post('{}', basic('old-secret:'))],
    ['a bearer token', post('{}', { authorization: 'Bearer old-secret' })],
    ['the whole header', post('{}', { authorization: 'old-secret' })],
    ['the query of the URL', post('{}', {}, `${url}?anything=old-secret`)],
    ['the end of the path', post('{}', {}, `${url}/new%3Apass-word`)],
    ['the end of the path before a slash', post('{}', {}, `${url}/old-secret/`)],
    ['a header of the ESP', post('{}', { 'x-token': 'old-secret' })],
  ])('is taken from %s', (_, request) => {
    expect(verifySharedSecret(request, context, { header: 'x-token' })).toEqual({ verified: true });
  });

  it.each([
    ['no secret', post('{}')],
    ['another password', post('{}', basic('new:pass-wort'))],
    ['a part of the secret', post('{}', basic('new:'))],
    ['credentials that are no base64', post('{}', { authorization: 'Basic %%%' })],
    ['a header that is not asked for', post('{}', { 'x-other': 'old-secret' })],
    ['a URL that is none', post('{}', {}, 'old-secret')],
  ])('refuses %s', (_, request) => {
    expect(verifySharedSecret(request, context, { header: 'x-token' })).toMatchObject({ verified: false });
  });

  it('is taken from a header of any name, where the operator names it', () => {
    const request = post('{}', { 'x-of-our-own': 'old-secret' });
    expect(verifySharedSecret(request, context, { header: 'any' })).toEqual({ verified: true });
    expect(
      verifySharedSecret(post('{}', { 'x-of-our-own': 'wrong' }), context, { header: 'any' }),
    ).toMatchObject({
      verified: false,
    });
  });

  it('never matches an empty secret', () => {
    expect(verifySharedSecret(post('{}', basic('user:')), contextOf(['']))).toMatchObject({
      verified: false,
    });
  });
});

describe('an allow-list', () => {
  it.each([
    ['192.0.2.1', true],
    ['::ffff:192.0.2.1', true],
    ['192.0.3.1', false],
    ['203.0.113.9', true],
    ['2001:db8:1::5', true],
    ['2001:db9::1', false],
    ['not an address', false],
  ])('%s: %s', (ip, allowed) => {
    expect(
      isAllowed(ip, ['192.0.2.0/24', '203.0.113.9', '2001:db8::/32', 'nonsense/8', '192.0.2.0/99']),
    ).toBe(allowed);
  });
});

describe('Standard Webhooks', () => {
  const options = { prefix: 'webhook', key: 'base64', version: 'v1' } as const;
  const secret = `whsec_${Buffer.from('a secret of some length').toString('base64')}`;
  const body = Buffer.from('{"a":1}');
  const signed = (more: Record<string, string> = {}, seconds = SECONDS) =>
    post(body, {
      'webhook-id': 'msg_1',
      'webhook-timestamp': String(seconds),
      'webhook-signature': standardWebhooksSignature(secret, options, { id: 'msg_1', seconds, body }),
      ...more,
    });

  it('takes its own signature', () => {
    expect(verifyStandardWebhooks(signed(), contextOf([secret]), options)).toEqual({ verified: true });
  });

  it('agrees with the example of the specification', () => {
    const example = standardWebhooksSignature('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', options, {
      id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      seconds: 1_614_265_330,
      body: Buffer.from('{"test": 2432232314}'),
    });
    expect(example).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  });

  it('takes any of several signatures, as in a rotation', () => {
    const several = `v1,AAAA ${signed().headers['webhook-signature']} v2,BBBB`;
    expect(
      verifyStandardWebhooks(signed({ 'webhook-signature': several }), contextOf([secret]), options),
    ).toEqual({
      verified: true,
    });
  });

  it('takes a header that came twice', () => {
    const twice = `v1,AAAA, ${signed().headers['webhook-signature']}, v1,BBBB`;
    expect(
      verifyStandardWebhooks(signed({ 'webhook-signature': twice }), contextOf([secret]), options),
    ).toEqual({ verified: true });
  });

  it("takes the specification's names of the headers where the service has its own", () => {
    const svix = { ...options, prefix: 'svix' } as const;
    expect(verifyStandardWebhooks(signed(), contextOf([secret]), svix)).toEqual({ verified: true });
    const { headers, ...request } = signed();
    const renamed = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name.replace('webhook-', 'svix-'), value]),
    );
    expect(verifyStandardWebhooks({ ...request, headers: renamed }, contextOf([secret]), svix)).toEqual({
      verified: true,
    });
    expect(
      verifyStandardWebhooks({ ...request, headers: renamed }, contextOf([secret]), options),
    ).toMatchObject({
      verified: false,
    });
  });

  it.each([
    ['another id', signed({ 'webhook-id': 'msg_2' })],
    ['no id', signed({ 'webhook-id': '' })],
    ['a signature of another version', signed({ 'webhook-signature': 'v2,AAAA' })],
    ['an old timestamp', signed({}, SECONDS - 301)],
    ['a timestamp of the future', signed({}, SECONDS + 301)],
    ['another body', { ...signed(), body: Buffer.from('{"a":2}') }],
  ])('refuses %s', (_, request) => {
    expect(verifyStandardWebhooks(request, contextOf([secret]), options)).toMatchObject({ verified: false });
  });

  it('takes a timestamp at the very bound, by the clock it is given', () => {
    expect(verifyStandardWebhooks(signed({}, SECONDS - 300), contextOf([secret]), options)).toEqual({
      verified: true,
    });
    expect(verifyStandardWebhooks(signed({}, SECONDS + 300), contextOf([secret]), options)).toEqual({
      verified: true,
    });
  });

  it('keys with the bytes of the secret where the ESP does', () => {
    const literal = { ...options, key: 'literal' } as const;
    const signature = standardWebhooksSignature(secret, literal, { id: 'msg_1', seconds: SECONDS, body });
    const request = signed({ 'webhook-signature': signature });
    expect(verifyStandardWebhooks(request, contextOf([secret]), literal)).toEqual({ verified: true });
    expect(verifyStandardWebhooks(request, contextOf([secret]), options)).toMatchObject({ verified: false });
  });
});

describe('a header t=,v1=', () => {
  const body = Buffer.from('{"a":1}');
  const verify = (value: string) =>
    verifyTimestamped(post(body, { 'x-signature': value }), contextOf(['new', 'old']), 'x-signature');

  it('takes a signature by either secret, and any of several', () => {
    const old = timestampedSignature('old', SECONDS, body);
    expect(verify(old)).toEqual({ verified: true });
    expect(verify(old.replace('v1=', 'v1=00ff,v1='))).toEqual({ verified: true });
  });

  it.each([
    ['nothing', ''],
    ['no timestamp', timestampedSignature('old', SECONDS, body).replace(/t=\d+,/, '')],
    ['an old timestamp', timestampedSignature('old', SECONDS - 301, body)],
    ['another secret', timestampedSignature('other', SECONDS, body)],
  ])('refuses %s', (_, value) => {
    expect(verify(value)).toMatchObject({ verified: false });
  });
});
