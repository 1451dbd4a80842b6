import { describe, expect, it } from 'vitest';
import { sweegoSamples } from '../../shared/providers/samples/sweego.ts';
import { sweego } from '../../shared/providers/sweego.ts';
import { contextOf, NOW, only, onlyFailure, post, proof, sampleOf, tampered } from './requests.ts';

function event(event_type: string, more: object = {}) {
  return post({
    event_type,
    timestamp: '2026-05-01T11:59:00+00:00',
    event_id: 'e-1',
    recipient: 'ann@example.com',
    ...more,
  });
}

describe('proving Sweego', () => {
  const request = sampleOf(sweegoSamples, 'hard-bounce');

  it('refuses a body that was changed', async () => {
    expect(await proof(sweego, tampered(request), contextOf(['local-secret']))).toMatchObject({
      genuine: false,
    });
  });

  it.each([
    [-300, true],
    [300, true],
    [-301, false],
    [301, false],
  ])('pitfall 21: with a clock %s seconds off: %s', async (seconds, genuine) => {
    const context = contextOf(['local-secret'], { now: NOW + seconds * 1000 });
    expect(await proof(sweego, request, context)).toMatchObject({ genuine });
  });
});

describe('reading Sweego', () => {
  it.each([
    ['hard_bounce', true],
    ['hard-bounce', true],
    ['soft-bounce', false],
    ['soft_bounce', false],
  ])('reads %s as permanent %s', (type, permanent) => {
    expect(onlyFailure(sweego, event(type, { response_code: 452 }))).toMatchObject({
      permanent,
      occurredAt: Date.UTC(2026, 4, 1, 11, 59),
      evidence: { replyCode: '452' },
    });
  });

  it('reads a list unsubscription', () => {
    expect(only(sweego, event('list_unsub')).kind).toBe('unsubscribe');
  });
});
