import { describe, expect, it } from 'vitest';
import { iterable } from '../../shared/providers/iterable/webhook.ts';
import { basic, contextOf, only, onlyFailure, parse, post, verification } from './requests.ts';

function event(eventName: string, dataFields: object = {}) {
  return post({
    email: 'ann@example.com',
    eventName,
    dataFields: { messageId: 'm-1', createdAt: '2026-05-01 11:59:00 +00:00', ...dataFields },
  });
}

describe('verifying Iterable', () => {
  it.each([
    ['basic authentication', basic('ledger:local-secret'), true],
    ['a header of its own', { 'x-api-secret': 'local-secret' }, true],
    ['another password', basic('ledger:guessed'), false],
    ['nothing', {}, false],
  ])('with %s: %s', async (_, headers, verified) => {
    const request = { ...event('emailBounce'), headers };
    expect(await verification(iterable, request, contextOf(['local-secret']))).toMatchObject({ verified });
  });
});

describe('parsing Iterable', () => {
  it.each([
    ['HardBounce', true, 2999],
    ['SoftBounce', false, 3999],
    [undefined, null, undefined],
  ])('reads a bounce with the state %s as permanent %s', (recipientState, permanent, espCode) => {
    expect(onlyFailure(iterable, event('emailBounce', { recipientState }))).toMatchObject({
      kind: 'bounce',
      permanent,
      occurredAt: Date.UTC(2026, 4, 1, 11, 59),
      evidence: { espCode },
    });
  });

  it.each([
    ['emailComplaint', 'complaint'],
    ['emailUnSubscribe', 'unsubscribe'],
    ['emailUnsubscribe', 'unsubscribe'],
    ['emailSubscribe', 'resubscribe'],
    ['emailSendSkip', 'other'],
    ['hostedUnsubscribeClick', 'other'],
    ['pushBounce', 'other'],
    ['smsBounce', 'other'],
  ])('reads %s as %s', (name, kind) => {
    expect(only(iterable, event(name)).kind).toBe(kind);
  });

  it('confines an opt-out and an opt-in to the channels, message types and lists that it names', () => {
    const scopes = { channelIds: [27], messageTypeIds: ['43', '44'], emailListIds: [5] };
    const listsOf = (name: string, fields: object) =>
      parse(iterable, event(name, fields)).events.map(({ kind, espList }) => [kind, espList]);
    expect(listsOf('emailUnSubscribe', scopes)).toEqual([
      ['unsubscribe', 'channel-27'],
      ['unsubscribe', 'message-type-43'],
      ['unsubscribe', 'message-type-44'],
      ['unsubscribe', 'list-5'],
    ]);
    expect(listsOf('emailSubscribe', { emailListIds: [5] })).toEqual([['resubscribe', 'list-5']]);
    expect(listsOf('emailUnSubscribe', { emailListIds: [], channelIds: [] })).toEqual([
      ['unsubscribe', undefined],
    ]);
    expect(listsOf('emailComplaint', scopes)).toEqual([['complaint', undefined]]);
    const ids = parse(iterable, event('emailUnSubscribe', scopes)).events.map(({ eventId }) => eventId);
    expect(new Set(ids).size).toBe(4);
  });

  it("finds the fields beside the event's name too", () => {
    const flat = {
      email: 'ann@example.com',
      eventName: 'emailBounce',
      recipientState: 'HardBounce',
      messageId: 'm-1',
      createdAt: '2026-05-01T11:59:00Z',
    };
    expect(onlyFailure(iterable, post(flat))).toMatchObject({
      permanent: true,
      occurredAt: Date.UTC(2026, 4, 1, 11, 59),
      eventId: 'emailBounce/m-1/2026-05-01T11:59:00Z',
    });
  });

  it('stores nothing of a user who is known by an id alone', () => {
    expect(
      parse(iterable, post({ userId: 'u-1', email: null, eventName: 'pushSend', dataFields: {} })),
    ).toEqual({
      events: [],
      invalid: [],
    });
  });
});
