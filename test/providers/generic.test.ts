import { describe, expect, it } from 'vitest';
import { generic } from '../../shared/providers/generic/webhook.ts';
import { NOW, only, onlyFailure, parse, post } from './requests.ts';

const bounce = { id: 'e-1', kind: 'bounce', recipient: 'ann@example.com' };

describe("a sender of one's own", () => {
  it('says all that is known of a failure', () => {
    const known = {
      ...bounce,
      occurredAt: '2026-05-01T11:59:00Z',
      permanent: true,
      diagnostic: '550 5.1.1 no',
      status: '5.1.1',
      replyCode: '550',
      code: 2001,
      list: 'news',
    };
    expect(onlyFailure(generic, post(known))).toEqual({
      kind: 'bounce',
      recipient: 'ann@example.com',
      occurredAt: Date.parse('2026-05-01T11:59:00Z'),
      eventId: 'e-1',
      list: 'news',
      permanent: true,
      evidence: { diagnostic: '550 5.1.1 no', status: '5.1.1', replyCode: '550', statedCode: 2001 },
    });
  });

  it('need not say more than who and what', () => {
    expect(onlyFailure(generic, post(bounce))).toMatchObject({ permanent: null, occurredAt: NOW });
    expect(onlyFailure(generic, post({ ...bounce, kind: 'deferral' })).permanent).toBe(false);
  });

  it('sends one event, a list, or a list under events', () => {
    for (const body of [bounce, [bounce], { events: [bounce] }])
      expect(only(generic, post(body)).eventId).toBe('e-1');
    expect(parse(generic, post({ events: [] }))).toEqual({ events: [], invalid: [] });
  });

  it.each([['complaint'], ['unsubscribe'], ['resubscribe'], ['delivered'], ['other']])(
    'speaks of %s',
    (kind) => {
      expect(only(generic, post({ ...bounce, kind })).kind).toBe(kind);
    },
  );

  it('may number its events as high as it likes', () => {
    expect(
      only(generic, post('{"id":9007199254740993,"kind":"bounce","recipient":"ann@example.com"}')).eventId,
    ).toBe('9007199254740993');
  });

  it('is told which of its events are invalid, and keeps the others', () => {
    const { events, invalid } = parse(
      generic,
      post([
        { kind: 'bounce' },
        bounce,
        { ...bounce, code: 12 },
        { id: '2', kind: 'bounce' },
        { ...bounce, kind: 'levitated' },
      ]),
    );
    expect(events.map((event) => event.kind)).toEqual(['bounce', 'other']);
    expect(invalid).toEqual([
      { index: 0, issue: 'The event needs an id and a kind.' },
      { index: 2, issue: 'The code of an event has four digits, 1000 to 9999.' },
      { index: 3, issue: 'The event names no recipient.' },
    ]);
  });
});
