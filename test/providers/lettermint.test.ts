import { describe, expect, it } from 'vitest';
import { samples as lettermintSamples } from '../../shared/providers/lettermint/samples.ts';
import { lettermint } from '../../shared/providers/lettermint/webhook.ts';
import { InvalidPayloadError } from '../../shared/providers/provider.ts';
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

function event(name: string, data: object = {}) {
  return post({
    id: 'e-1',
    event: name,
    timestamp: '2026-05-01T11:59:00Z',
    data: { message_id: 'm-1', recipient: 'ann@example.com', ...data },
  });
}

describe('verifying Lettermint', () => {
  const request = sampleOf(lettermintSamples, 'hard-bounced');
  const context = contextOf(['local-secret']);

  it('refuses a body that was changed', async () => {
    expect(await verification(lettermint, tampered(request), context)).toMatchObject({ verified: false });
  });

  it('refuses a signature older than five minutes', async () => {
    const later = contextOf(['local-secret'], { now: NOW + 301_000 });
    expect(await verification(lettermint, request, later)).toMatchObject({ verified: false });
  });

  it('takes any of the signatures of one header', async () => {
    const signature = request.headers['x-lettermint-signature']?.replace(',', `,v1=${'0'.repeat(64)},`) ?? '';
    const rotating = { ...request, headers: { ...request.headers, 'x-lettermint-signature': signature } };
    expect(await verification(lettermint, rotating, context)).toEqual({ verified: true });
  });
});

describe('parsing Lettermint', () => {
  it('reads reply code, status and text apart', () => {
    const response = { status_code: 550, enhanced_status_code: '5.1.1', content: 'User unknown' };
    expect(onlyFailure(lettermint, event('message.hard_bounced', { response }))).toMatchObject({
      permanent: true,
      occurredAt: Date.UTC(2026, 4, 1, 11, 59),
      evidence: { diagnostic: 'User unknown', status: '5.1.1', replyCode: '550' },
    });
  });

  it('takes a suppressed message for an echo', () => {
    expect(only(lettermint, event('message.suppressed')).kind).toBe('dropped');
  });

  it('stores nothing of a test', () => {
    expect(parse(lettermint, post({ event: 'webhook.test', data: {} }))).toEqual({ events: [], invalid: [] });
  });

  it.each([
    ['message.policy_rejected', { recipient: undefined, reason: 'spam', score: 8.5 }],
    ['message.failed', { recipient: null, reason: 'expired' }],
    ['message.auto_replied', { recipient: undefined, auto_reply: { sender: null, recipient: null } }],
    ['suppression.added', { recipient: undefined, type: 'domain', value: 'example.com' }],
  ])('stores nothing of a %s without a recipient, and does not ask for it again', (name, data) => {
    expect(parse(lettermint, event(name, data))).toEqual({ events: [], invalid: [] });
  });

  it('rejects a bounce without a recipient', () => {
    expect(() => parse(lettermint, event('message.hard_bounced', { recipient: null }))).toThrow(
      InvalidPayloadError,
    );
  });

  it('reads an automatic reply as that of who sent it', () => {
    const reply = {
      recipient: undefined,
      auto_reply: { sender: 'Ann <ann@example.com>', recipient: 'news@shop.example' },
    };
    expect(only(lettermint, event('message.auto_replied', reply))).toMatchObject({
      recipient: 'Ann <ann@example.com>',
      kind: 'auto-reply',
      evidence: { espCode: 5001 },
    });
  });

  it('reads an address that came onto the suppression list as an echo', () => {
    const entry = { recipient: undefined, type: 'email', value: 'ann@example.com', reason: 'hard_bounce' };
    expect(only(lettermint, event('suppression.added', entry))).toMatchObject({
      recipient: 'ann@example.com',
      kind: 'dropped',
    });
  });

  it.each([
    'message.scheduled',
    'message.canceled',
    'message.released',
    'suppression.removed',
    'message.of_the_future',
  ])('leaves the address alone on %s', (name) => {
    expect(only(lettermint, event(name)).kind).toBe('other');
  });
});
