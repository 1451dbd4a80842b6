import { describe, expect, it } from 'vitest';
import { lettermint } from '../../shared/providers/lettermint.ts';
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
});
