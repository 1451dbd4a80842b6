import { describe, expect, it } from 'vitest';
import { resend } from '../../shared/providers/resend/webhook.ts';
import { only, onlyFailure, parse, post } from './requests.ts';

function event(type: string, data: object = {}) {
  return post({
    type,
    created_at: '2026-05-01T11:59:00.598Z',
    data: { email_id: 'm-1', created_at: '2026-05-01 11:58:00.059104+00', to: ['ann@example.com'], ...data },
  });
}

describe('parsing Resend', () => {
  it('reads a bounce in the words of SES; its message is advice and no reply', () => {
    const bounced = event('email.bounced', {
      bounce: {
        type: 'Permanent',
        subType: 'NoEmail',
        message: 'Remove the address.',
        diagnosticCode: ['smtp; 550 5.1.1 no such user'],
      },
    });
    expect(onlyFailure(resend, bounced)).toMatchObject({
      kind: 'bounce',
      permanent: true,
      occurredAt: Date.parse('2026-05-01T11:59:00.598Z'),
      evidence: { diagnostic: 'smtp; 550 5.1.1 no such user', espClass: 'Permanent/NoEmail', espCode: 2001 },
    });
    expect(
      onlyFailure(resend, event('email.bounced', { bounce: { message: 'Advice.' } })).evidence.diagnostic,
    ).toBeUndefined();
  });

  it.each([
    ['Transient', 'General', 'bounce', false],
    ['Transient', 'OfTheFuture', 'bounce', false],
    ['Undetermined', 'Undetermined', 'bounce', null],
    ['OfTheFuture', undefined, 'bounce', null],
    ['', '', 'bounce', true],
  ])('reads a bounce %s/%s as %s, permanent %s', (type, subType, kind, permanent) => {
    expect(onlyFailure(resend, event('email.bounced', { bounce: { type, subType } }))).toMatchObject({
      kind,
      permanent,
    });
  });

  it.each([
    ['sent a hard bounce message, but gave no reason.', true, 2999],
    ['sent a general bounce message. You might be able to send to it again.', false, 3999],
    ["sent a bounce message because the recipient's inbox was full.", false, 3001],
    ["The bounce message didn't contain enough information to determine the reason.", null, 9999],
  ])('reads an older bounce by its advice: %s', (message, permanent, espCode) => {
    expect(onlyFailure(resend, event('email.bounced', { bounce: { message } }))).toMatchObject({
      kind: 'bounce',
      permanent,
      evidence: { espCode },
    });
    expect(onlyFailure(resend, event('email.bounced'))).toMatchObject({ permanent: true });
  });

  it('gives each of several recipients the reply that names it', () => {
    const diagnosticCode = ['550 5.1.1 <ann@example.com> unknown', '552 5.2.2 <bob@example.com> full'];
    const bounced = event('email.bounced', {
      to: ['ann@example.com', 'bob@example.com', 'eve@example.com'],
      bounce: { type: 'Permanent', subType: 'General', diagnosticCode },
    });
    expect(
      parse(resend, bounced).events.map((one) => ('evidence' in one ? one.evidence.diagnostic : undefined)),
    ).toEqual(diagnosticCode);
  });

  it.each(['email.delivery_delayed', 'email.delivered_delayed'])('reads %s as a deferral', (type) => {
    expect(onlyFailure(resend, event(type))).toMatchObject({ kind: 'deferral', permanent: false });
  });

  it('takes what the suppression list stopped for an echo', () => {
    expect(only(resend, event('email.suppressed')).kind).toBe('dropped');
    expect(
      only(resend, event('email.bounced', { bounce: { type: 'Permanent', subType: 'Suppressed' } })).kind,
    ).toBe('dropped');
    const older = {
      bounce: { message: 'Resend has suppressed sending: the address is on the suppression list.' },
    };
    expect(only(resend, event('email.bounced', older)).kind).toBe('dropped');
  });

  it('takes what names none of several recipients for evidence on each', () => {
    const request = post({
      type: 'email.complained',
      created_at: '2026-05-01T11:59:00Z',
      data: { email_id: 'e-1', to: ['ann@example.com', 'bob@example.com'] },
    });
    expect(parse(resend, request).events).toMatchObject([
      { kind: 'complaint', recipient: 'ann@example.com', ambiguous: true },
      { kind: 'complaint', recipient: 'bob@example.com', ambiguous: true },
    ]);
    const alone = post({ type: 'email.complained', data: { email_id: 'e-1', to: ['ann@example.com'] } });
    expect(only(resend, alone).ambiguous).toBeUndefined();
  });

  it('counts only those the diagnostic names, where a message went to several', () => {
    const to = ['ann@example.com', 'bob@example.com'];
    const bounce = {
      type: 'Permanent',
      subType: 'General',
      diagnosticCode: 'smtp; 550 5.1.1 <bob@example.com> unknown',
    };
    expect(only(resend, event('email.bounced', { to, bounce })).recipient).toBe('bob@example.com');
    expect(
      parse(resend, event('email.delivered', { to })).events.map((delivered) => delivered.recipient),
    ).toEqual(to);
  });

  it('finds the copied recipient whom the diagnostic names', () => {
    const bounce = {
      type: 'Permanent',
      subType: 'NoEmail',
      diagnosticCode: ['550 5.1.1 <eve@example.com> unknown'],
    };
    const copied = event('email.bounced', { cc: ['bob@example.com'], bcc: ['eve@example.com'], bounce });
    expect(only(resend, copied).recipient).toBe('eve@example.com');
    expect(only(resend, event('email.delivered', { cc: ['bob@example.com'] })).recipient).toBe(
      'ann@example.com',
    );
  });

  it.each([
    ['bounce', 'dropped'],
    ['complaint', 'complaint'],
    ['manual', 'dropped'],
    ['of the future', 'dropped'],
  ])('reads an address put on the suppression list by %s as %s', (origin, kind) => {
    const added = post({
      type: 'suppression.added',
      created_at: '2026-05-01T11:59:00.598Z',
      data: { object: 'suppression', id: 's-1', email: 'ann@example.com', origin, source_id: null },
    });
    expect(only(resend, added)).toMatchObject({
      kind,
      recipient: 'ann@example.com',
      eventId: 'suppression.added/s-1/2026-05-01T11:59:00.598Z',
    });
  });

  it('releases nobody whom a person took off the suppression list', () => {
    const removed = post({ type: 'suppression.removed', data: { id: 's-1', email: 'ann@example.com' } });
    expect(only(resend, removed).kind).toBe('other');
  });

  it.each([
    [true, 'unsubscribe'],
    [false, 'other'],
    [undefined, 'other'],
  ])('reads a change of a contact whose unsubscribed is %s as %s', (unsubscribed, kind) => {
    const data = { id: 'c-1', email: 'ann@example.com', first_name: 'Ann', unsubscribed };
    const changed = post({ type: 'contact.updated', created_at: '2026-05-01T11:59:00Z', data });
    expect(only(resend, changed)).toMatchObject({ kind, recipient: 'ann@example.com' });
  });

  it('takes a recipient with a name, and one that is no list', () => {
    expect(only(resend, event('email.complained', { to: 'Ann <ann@example.com>' })).recipient).toBe(
      'Ann <ann@example.com>',
    );
  });

  it('takes the time of the message where the event has none', () => {
    const { created_at: _, ...body } = JSON.parse(event('email.complained').body.toString());
    expect(only(resend, post(body)).occurredAt).toBe(Date.parse('2026-05-01T11:58:00.059Z'));
  });

  it('acknowledges what concerns no recipient', () => {
    for (const type of ['email.sent', 'contact.created', 'domain.updated']) {
      expect(parse(resend, post({ type, data: { id: 'd-1' } }))).toEqual({ events: [], invalid: [] });
    }
    expect(parse(resend, post({ type: 'email.sent' }))).toEqual({ events: [], invalid: [] });
  });
});
