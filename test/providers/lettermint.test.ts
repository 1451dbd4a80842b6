import { describe, expect, it } from 'vitest';
import { lettermint } from '../../shared/providers/lettermint.ts';
import { UnreadableBody } from '../../shared/providers/provider.ts';
import { lettermintSamples } from '../../shared/providers/samples/lettermint.ts';
import { contextOf, NOW, only, onlyFailure, post, proof, sampleOf, tampered } from './requests.ts';

function event(name: string, data: object = {}) {
  return post({
    id: 'e-1',
    event: name,
    timestamp: '2026-05-01T11:59:00Z',
    data: { message_id: 'm-1', recipient: 'ann@example.com', ...data },
  });
}

describe('proving Lettermint', () => {
  const request = sampleOf(lettermintSamples, 'hard-bounced');
  const context = contextOf(['local-secret']);

  it('refuses a body that was changed', async () => {
    expect(await proof(lettermint, tampered(request), context)).toMatchObject({ genuine: false });
  });

  it('pitfall 21: refuses a signature older than five minutes', async () => {
    const later = contextOf(['local-secret'], { now: NOW + 301_000 });
    expect(await proof(lettermint, request, later)).toMatchObject({ genuine: false });
  });

  it('pitfall 22: takes any of the signatures of one header', async () => {
    const signature = request.headers['x-lettermint-signature']?.replace(',', `,v1=${'0'.repeat(64)},`) ?? '';
    const rotating = { ...request, headers: { ...request.headers, 'x-lettermint-signature': signature } };
    expect(await proof(lettermint, rotating, context)).toEqual({ genuine: true });
  });
});

describe('reading Lettermint', () => {
  it('reads reply code, status and text apart', () => {
    const response = { status_code: 550, enhanced_status_code: '5.1.1', content: 'User unknown' };
    expect(onlyFailure(lettermint, event('message.hard_bounced', { response }))).toMatchObject({
      permanent: true,
      occurredAt: Date.UTC(2026, 4, 1, 11, 59),
      evidence: { diagnostic: 'User unknown', status: '5.1.1', replyCode: '550' },
    });
  });

  it('pitfall 7: takes a suppressed message for an echo', () => {
    expect(only(lettermint, event('message.suppressed')).kind).toBe('dropped');
  });

  it('stores nothing of a test', () => {
    expect(lettermint.read(post({ event: 'webhook.test', data: {} }))).toEqual({ events: [], broken: [] });
  });

  it.each([
    ['message.policy_rejected', { recipient: undefined, reason: 'spam', score: 8.5 }],
    ['message.failed', { recipient: null, reason: 'expired' }],
    ['message.auto_replied', { recipient: undefined, auto_reply: { sender: null, recipient: null } }],
    ['suppression.added', { recipient: undefined, type: 'domain', value: 'example.com' }],
  ])('stores nothing of a %s that names nobody, and does not ask for it again', (name, data) => {
    expect(lettermint.read(event(name, data))).toEqual({ events: [], broken: [] });
  });

  it('takes a bounce that names nobody for broken', () => {
    expect(() => lettermint.read(event('message.hard_bounced', { recipient: null }))).toThrow(UnreadableBody);
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
