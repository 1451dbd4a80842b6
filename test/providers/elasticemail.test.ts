import { describe, expect, it } from 'vitest';
import { samples as elasticemailSamples } from '../../shared/providers/elasticemail/samples.ts';
import { elasticemail } from '../../shared/providers/elasticemail/webhook.ts';
import { contextOf, NOW, only, onlyFailure, post, postForm, sampleOf, verification } from './requests.ts';

const error = {
  to: 'ann@example.com',
  date: '5/1/2026 11:59:00 AM',
  status: 'Error',
  category: 'NoMailbox',
  messageid: 'm-1',
};

function get(fields: Record<string, string>) {
  const url = `https://hooks.example.com/v1/webhooks/elastic?${new URLSearchParams(fields)}`;
  return { method: 'GET', url, headers: {}, body: Buffer.alloc(0), receivedAt: NOW };
}

describe('setting Elastic Email up', () => {
  it('answers the check of the URL, and takes no event for a check', () => {
    expect(elasticemail.handshake?.(get({ secret: 'local-secret' }))).toEqual({
      status: 200,
      beforeVerification: true,
    });
    expect(elasticemail.handshake?.(get({ secret: 'local-secret', ...error }))).toBeNull();
  });
});

describe('verifying Elastic Email', () => {
  it('takes the secret in the URL, and no header whose scheme is not documented', async () => {
    const context = contextOf(['local-secret']);
    const request = sampleOf(elasticemailSamples, 'no-mailbox');
    expect(await verification(elasticemail, request, context)).toEqual({ verified: true });
    const signed = {
      ...request,
      url: 'https://hooks.example.com/',
      headers: { 'x-elasticemail-signature': 'v1=00' },
    };
    expect(await verification(elasticemail, signed, context)).toMatchObject({ verified: false });
  });
});

describe('verifying Elastic Email by a header', () => {
  it.each([
    [{ 'x-own': 'local-secret' }, true],
    [{ 'x-own': 'guessed' }, false],
  ])('%j: %s', async (headers, verified) => {
    const request = postForm(error, headers);
    expect(await verification(elasticemail, request, contextOf(['local-secret']))).toMatchObject({
      verified,
    });
  });
});

describe('parsing Elastic Email', () => {
  it.each([
    ['a form', postForm(error)],
    ['a GET', get(error)],
    ['a POST with the parameters in the URL', { ...get(error), method: 'POST' }],
    ['JSON', post(error)],
    [
      'JSON with capitals',
      post({ To: error.to, Date: error.date, Status: 'Error', Category: 'NoMailbox', MessageID: 'm-1' }),
    ],
  ])('reads a bounce as %s, with the month first', (_, request) => {
    expect(onlyFailure(elasticemail, request)).toMatchObject({
      recipient: 'ann@example.com',
      permanent: true,
      occurredAt: Date.UTC(2026, 4, 1, 11, 59),
      evidence: { espClass: 'NoMailbox', espCode: 2001 },
    });
  });

  it('takes what was not delivered for an earlier event for an echo', () => {
    expect(only(elasticemail, postForm({ ...error, category: 'NotDelivered' })).kind).toBe('dropped');
  });

  it('reads a category that it does not know as a bounce for reasons unknown', () => {
    expect(onlyFailure(elasticemail, postForm({ ...error, category: 'OfTheFuture' }))).toMatchObject({
      kind: 'bounce',
      permanent: null,
      evidence: { espCode: undefined },
    });
  });

  it('does not let a category turn a complaint into a bounce', () => {
    expect(only(elasticemail, postForm({ ...error, status: 'AbuseReport', category: 'Spam' })).kind).toBe(
      'complaint',
    );
  });

  it('lets what stands in the body go before what stands in the URL', () => {
    const request = postForm(error, {}, 'https://hooks.example.com/?secret=s&status=Sent&to=bob@example.com');
    expect(only(elasticemail, request)).toMatchObject({ recipient: 'ann@example.com', kind: 'bounce' });
  });

  it.each(['text/plain', 'application/json; charset=utf-8', 'application/vnd.api+json', ''])(
    'reads JSON called %j',
    (type) => {
      expect(only(elasticemail, post(error, { 'content-type': type })).kind).toBe('bounce');
    },
  );
});
