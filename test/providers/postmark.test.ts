import { describe, expect, it } from 'vitest';
import { postmark } from '../../shared/providers/postmark/webhook.ts';
import { basic, contextOf, NOW, only, onlyFailure, parse, post, verification } from './requests.ts';

function bounce(fields: object) {
  return post({
    RecordType: 'Bounce',
    ID: 42,
    MessageID: 'm-1',
    Email: 'ann@example.com',
    BouncedAt: '2026-05-01T11:59:00.3963933Z',
    ...fields,
  });
}

function subscription(fields: object) {
  return post({
    RecordType: 'SubscriptionChange',
    MessageID: 'm-1',
    Recipient: 'ann@example.com',
    ChangedAt: '2026-05-01T11:59:00Z',
    Origin: 'Recipient',
    ...fields,
  });
}

describe('Postmark', () => {
  it('signs nothing, and brings the secret as basic authentication', async () => {
    const request = { ...bounce({}), headers: basic('hook:secret') };
    expect(await verification(postmark, request, contextOf(['hook:secret']))).toEqual({ verified: true });
    expect(await verification(postmark, bounce({}), contextOf(['hook:secret']))).toMatchObject({
      verified: false,
    });
  });

  it('reads a hard bounce with the reply in its details', () => {
    expect(
      onlyFailure(postmark, bounce({ Type: 'HardBounce', Details: 'smtp;550 5.1.1 no such user' })),
    ).toMatchObject({
      kind: 'bounce',
      recipient: 'ann@example.com',
      permanent: true,
      occurredAt: Date.parse('2026-05-01T11:59:00.396Z'),
      evidence: { diagnostic: 'smtp;550 5.1.1 no such user', espClass: 'HardBounce', espCode: 2001 },
    });
  });

  it.each([
    ['SoftBounce', 'bounce', false, 3001],
    ['Transient', 'deferral', false, 3003],
    ['DnsError', 'bounce', null, 2002],
    ['BadEmailAddress', 'bounce', true, 2003],
    ['Blocked', 'bounce', null, 1002],
    ['VirusNotification', 'bounce', null, 1007],
    ['AutoResponder', 'auto-reply', null, 5001],
    ['Unknown', 'bounce', null, 9999],
    ['OfTheFuture', 'bounce', null, 9999],
    ['TemplateRenderingFailed', 'dropped', null, 9999],
  ])('%s is a %s, permanent %s, code %s', (Type, kind, permanent, espCode) => {
    expect(onlyFailure(postmark, bounce({ Type }))).toMatchObject({ kind, permanent, evidence: { espCode } });
  });

  it.each([
    ['Unsubscribe', 'unsubscribe'],
    ['Subscribe', 'resubscribe'],
    ['SpamComplaint', 'complaint'],
    ['OpenRelayTest', 'other'],
  ])('the bounce type %s is no bounce but %s', (Type, kind) => {
    expect(only(postmark, bounce({ Type })).kind).toBe(kind);
  });

  it.each([
    ['AutoResponder', 5001],
    ['AddressChange', 5999],
    ['ChallengeVerification', 1011],
  ])('the bounce type %s is an automatic reply of the code %s', (Type, espCode) => {
    expect(onlyFailure(postmark, bounce({ Type }))).toMatchObject({
      kind: 'auto-reply',
      evidence: { espCode },
    });
  });

  it('takes a bounce of a deactivated address for an echo', () => {
    expect(only(postmark, bounce({ Type: 'ManuallyDeactivated' })).kind).toBe('dropped');
  });

  it('takes a spam notification for a block, not a complaint, though its code is that of old complaints', () => {
    expect(only(postmark, bounce({ Type: 'SpamNotification', TypeCode: 512 })).kind).toBe('bounce');
    expect(
      only(postmark, bounce({ RecordType: 'SpamComplaint', Type: 'SpamComplaint', TypeCode: 512 })).kind,
    ).toBe('complaint');
  });

  it('takes a change of subscription after a hard bounce for its echo, and no unsubscribe', () => {
    expect(
      only(postmark, subscription({ SuppressSending: true, SuppressionReason: 'HardBounce' })),
    ).toMatchObject({ kind: 'dropped', permanent: true });
    expect(
      only(postmark, subscription({ SuppressSending: true, SuppressionReason: 'SpamComplaint' })).kind,
    ).toBe('complaint');
    expect(
      only(postmark, subscription({ SuppressSending: true, SuppressionReason: 'ManualSuppression' })).kind,
    ).toBe('unsubscribe');
    expect(only(postmark, subscription({ SuppressSending: false, SuppressionReason: null })).kind).toBe(
      'resubscribe',
    );
  });

  it('keeps every digit of an id that exceeds 2^53', () => {
    const body = bounce({ Type: 'HardBounce' }).body.toString();
    const ids = ['4323372036854775871', '4323372036854775872'].map(
      (id) => only(postmark, post(body.replace('"ID":42', `"ID":${id}`))).eventId,
    );
    expect(ids).toEqual(['Bounce/4323372036854775871', 'Bounce/4323372036854775872']);
  });

  it('names a record without an id by its message and time', () => {
    const delivered = (DeliveredAt: string) =>
      only(
        postmark,
        post({ RecordType: 'Delivery', MessageID: 'm-1', Recipient: 'ann@example.com', DeliveredAt }),
      );
    expect(delivered('2026-05-01T11:59:00Z')).toMatchObject({
      kind: 'delivered',
      eventId: 'Delivery/m-1/2026-05-01T11:59:00Z',
    });
    expect(delivered('').occurredAt).toBe(NOW);
  });

  it('knows the records of before they had a name', () => {
    expect(only(postmark, bounce({ RecordType: undefined, Type: 'HardBounce' })).kind).toBe('bounce');
    expect(
      only(postmark, post({ Recipient: 'ann@example.com', DeliveredAt: '2026-05-01T11:59:00Z' })).kind,
    ).toBe('delivered');
  });

  it.each([
    [{ FirstOpen: true, ReceivedAt: '2026-05-01T11:59:00Z', UserAgent: 'Mozilla/5.0' }],
    [{ ClickLocation: 'HTML', OriginalLink: 'https://shop.example', ReceivedAt: '2026-05-01T11:59:00Z' }],
  ])('acknowledges the engagements of before they had a name: %j', (fields) => {
    const old = post({ MessageID: 'm-1', Recipient: 'ann@example.com', ...fields });
    expect(only(postmark, old)).toMatchObject({ kind: 'other', occurredAt: Date.UTC(2026, 4, 1, 11, 59) });
  });

  it('knows a bounce by the number of its type, where that has no name', () => {
    const numbered = (TypeCode: number | string) => only(postmark, bounce({ Type: undefined, TypeCode }));
    expect(numbered(1)).toMatchObject({
      permanent: true,
      evidence: { espClass: 'HardBounce', espCode: 2001 },
    });
    expect(numbered('4096')).toMatchObject({ permanent: false, evidence: { espCode: 3001 } });
    expect(numbered(100_001).kind).toBe('complaint');
    expect(numbered(7)).toMatchObject({ kind: 'bounce', permanent: null });
  });

  it('does not take the addressee of an incoming mail for anybody', () => {
    expect(parse(postmark, post({ RecordType: 'Inbound', To: 'reply@shop.example' }))).toEqual({
      events: [],
      invalid: [],
    });
  });
});
