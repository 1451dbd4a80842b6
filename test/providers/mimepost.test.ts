import { describe, expect, it } from 'vitest';
import { mimepost } from '../../shared/providers/mimepost/webhook.ts';
import { contextOf, only, onlyFailure, post, verification } from './requests.ts';

function event(name: string, more: object = {}) {
  return post({
    message_id: 'm-1@shop.example',
    event: name,
    datetime: 'T2026-05-01 17:29:00Z+5:30',
    to_email: 'ann@example.com',
    summary: 'a summary',
    ...more,
  });
}

describe('verifying MimePost', () => {
  it.each([
    ['the secret in its header', { 'x-secret-token': 'local-secret' }, '', true],
    ['a secret of our own in the URL', {}, '?secret=local-secret', true],
    ['another secret', { 'x-secret-token': 'guessed' }, '', false],
    ['the secret in a header of another name', { 'x-other': 'local-secret' }, '', false],
    ['nothing', {}, '', false],
  ])('with %s: %s', async (_, headers, query, verified) => {
    const request = { ...event('spam'), headers, url: `https://hooks.example.com/v1/webhooks/mime${query}` };
    expect(await verification(mimepost, request, contextOf(['local-secret']))).toMatchObject({ verified });
  });
});

describe('parsing MimePost', () => {
  it('reads the time in the zone behind it, and as UTC without one', () => {
    const at = Date.UTC(2026, 4, 1, 11, 59);
    expect(only(mimepost, event('delivered')).occurredAt).toBe(at);
    expect(only(mimepost, event('delivered', { datetime: '2026-05-01 11:59:00' })).occurredAt).toBe(at);
    expect(only(mimepost, event('delivered', { datetime: '2026-05-01 17:29:00+05:30' })).occurredAt).toBe(at);
  });

  it("prefers the server's answer to the summary", () => {
    const answered = event('bounce_soft', { server_response: 'said: 552 5.2.2 over quota' });
    expect(onlyFailure(mimepost, answered)).toMatchObject({
      permanent: false,
      evidence: { diagnostic: 'said: 552 5.2.2 over quota' },
    });
    expect(onlyFailure(mimepost, event('bounce_hard')).evidence.diagnostic).toBe('a summary');
  });

  it.each([
    ['block_hard', null],
    ['block_soft', false],
  ])('reads %s as a bounce that is not about the address', (name, permanent) => {
    expect(onlyFailure(mimepost, event(name))).toMatchObject({
      kind: 'bounce',
      permanent,
      evidence: { espCode: 1999 },
    });
  });

  it.each([
    ['request', 'other'],
    ['open', 'other'],
    ['click', 'other'],
    ['unsubscribe', 'unsubscribe'],
    ['spam', 'complaint'],
  ])('reads %s as %s', (name, kind) => {
    expect(only(mimepost, event(name)).kind).toBe(kind);
  });
});
