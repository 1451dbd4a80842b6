import { describe, expect, it } from 'vitest';
import { brevo } from '../../shared/providers/brevo/webhook.ts';
import { basic, contextOf, NOW, only, onlyFailure, parse, post, verification } from './requests.ts';

function event(fields: object) {
  return post({
    email: 'ann@example.com',
    id: 26_224,
    'message-id': '<m-1@relay>',
    ts_epoch: NOW - 60_000,
    ...fields,
  });
}

describe('Brevo', () => {
  it('signs nothing, and brings the secret as basic authentication or a bearer token', async () => {
    const by = (headers: Readonly<Record<string, string>>) =>
      verification(brevo, { ...event({}), headers }, contextOf(['user:pass']));
    expect(await by(basic('user:pass'))).toEqual({ verified: true });
    expect(await by({ authorization: 'Bearer user:pass' })).toEqual({ verified: true });
    expect(await by(basic('user:other'))).toMatchObject({ verified: false });
  });

  it.each([
    ['hard_bounce', 'bounce', true, 2999],
    ['hardBounce', 'bounce', true, 2999],
    ['hard bounce', 'bounce', true, 2999],
    ['soft_bounce', 'bounce', false, 3999],
    ['invalid_email', 'bounce', true, 2003],
    ['deferred', 'deferral', false, 3003],
    ['blocked', 'dropped', null, 2999],
    ['error', 'dropped', null, 4999],
  ])('reads %s as %s, permanent %s, code %s', (name, kind, permanent, espCode) => {
    expect(onlyFailure(brevo, event({ event: name }))).toMatchObject({
      kind,
      permanent,
      evidence: { espCode },
    });
  });

  it.each([
    ['spam', 'complaint'],
    ['complaint', 'complaint'],
    ['unsubscribe', 'unsubscribe'],
    ['unsubscribed', 'unsubscribe'],
    ['delivered', 'delivered'],
    ['uniqueOpened', 'other'],
    ['of the future', 'other'],
  ])('reads %s as %s', (name, kind) => {
    expect(only(brevo, event({ event: name })).kind).toBe(kind);
  });

  it('takes the reason as the reply of a bounce, and not where Brevo sent nothing', () => {
    expect(
      onlyFailure(brevo, event({ event: 'hard_bounce', reason: '550 5.1.1 no' })).evidence.diagnostic,
    ).toBe('550 5.1.1 no');
    const blocked = onlyFailure(
      brevo,
      event({ event: 'blocked', reason: 'blocked : due to blacklist user' }),
    );
    expect(blocked.evidence).toEqual({
      espClass: 'blocked : due to blacklist user',
      espCode: 2999,
      onEspSuppressionList: true,
    });
  });

  it.each<[string, object, string]>([
    [
      'ts_epoch, milliseconds of UTC',
      { ts_event: 1, ts: 1, date: '2020-01-01 00:00:00' },
      '2026-05-01T11:59:00.000Z',
    ],
    [
      'ts_epoch in seconds, as some examples have it',
      { ts_epoch: 1_777_636_800 },
      '2026-05-01T12:00:00.000Z',
    ],
    [
      's_epoch, as some examples have it',
      { ts_epoch: undefined, s_epoch: NOW, date: '2026-05-01 14:00:00' },
      '2026-05-01T12:00:00.000Z',
    ],
    ['ts_event', { ts_epoch: undefined, ts_event: 1_777_636_800, ts: 1 }, '2026-05-01T12:00:00.000Z'],
    ['date', { ts_epoch: undefined, date: '2026-05-01 12:00:00' }, '2026-05-01T12:00:00.000Z'],
    ['its context', { ts_epoch: undefined, date: 'yyyy-mm-dd hh:i:s' }, '2026-05-01T12:00:00.000Z'],
  ])('takes the time from %s', (_, fields, time) => {
    expect(new Date(only(brevo, event({ event: 'spam', ...fields })).occurredAt).toISOString()).toBe(time);
  });

  it('does not take the id of the webhook for the id of the event', () => {
    const ids = ['<m-1@relay>', '<m-2@relay>'].map(
      (id) => only(brevo, event({ event: 'spam', 'message-id': id })).eventId,
    );
    expect(new Set(ids).size).toBe(2);
  });

  it('reads one event, a list, and items', () => {
    const one = { event: 'spam', email: 'ann@example.com', ts_epoch: NOW };
    for (const body of [one, [one], { items: [one] }]) expect(only(brevo, post(body)).kind).toBe('complaint');
  });

  it('reads nothing from an empty list', () => {
    for (const body of [[], { items: [] }])
      expect(parse(brevo, post(body))).toEqual({ events: [], invalid: [] });
  });
});
