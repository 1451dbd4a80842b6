import { describe, expect, it } from 'vitest';
import { samples as sweegoSamples } from '../../shared/providers/sweego/samples.ts';
import { sweego } from '../../shared/providers/sweego/webhook.ts';
import { contextOf, NOW, only, onlyFailure, post, sampleOf, tampered, verification } from './requests.ts';

function event(event_type: string, more: object = {}) {
  return post({
    event_type,
    timestamp: '2026-05-01T11:59:00+00:00',
    event_id: 'e-1',
    recipient: 'ann@example.com',
    ...more,
  });
}

describe('verifying Sweego', () => {
  const request = sampleOf(sweegoSamples, 'hard-bounce');

  it('refuses a body that was changed', async () => {
    expect(await verification(sweego, tampered(request), contextOf(['local-secret']))).toMatchObject({
      verified: false,
    });
  });

  it.each([
    [-300, true],
    [300, true],
    [-301, false],
    [301, false],
  ])('with a clock %s seconds off: %s', async (seconds, verified) => {
    const context = contextOf(['local-secret'], { now: NOW + seconds * 1000 });
    expect(await verification(sweego, request, context)).toMatchObject({ verified });
  });
});

describe('parsing Sweego', () => {
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

  it("takes the server's answer out of the line of the log", () => {
    const details =
      'May  1 11:59:00 mta-03 zone-mta: info Sender/example/44[5] id=oifh 1484.001 REJECTED[capacity] ' +
      'from=mta-03.19@shop.example to=ann@example.com src=192.0.2.1 mx=mx.example.com[192.0.2.2] ' +
      'id=<18@shop.example> (452 <ann@example.com> User (2) quota exceeded)';
    expect(onlyFailure(sweego, event('soft-bounce', { response_code: 452, details })).evidence).toMatchObject(
      {
        diagnostic: '452 <ann@example.com> User (2) quota exceeded',
        replyCode: '452',
      },
    );
  });

  it.each(['the server did not answer', '(452 cut off', ') (', '452) User'])(
    'keeps other details: %s',
    (details) => {
      expect(onlyFailure(sweego, event('soft-bounce', { details })).evidence.diagnostic).toBe(details);
    },
  );

  it('reads a time without a zone as UTC', () => {
    expect(only(sweego, event('email_clicked', { timestamp: '2026-05-01T11:59:00' }))).toMatchObject({
      kind: 'other',
      occurredAt: Date.UTC(2026, 4, 1, 11, 59),
    });
  });
});
