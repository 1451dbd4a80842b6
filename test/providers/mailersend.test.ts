import { describe, expect, it } from 'vitest';
import { samples as mailersendSamples } from '../../shared/providers/mailersend/samples.ts';
import { mailersend } from '../../shared/providers/mailersend/webhook.ts';
import { hmac } from '../../shared/providers/signature/hmac.ts';
import { contextOf, only, onlyFailure, parse, post, sampleOf, tampered, verification } from './requests.ts';

function activity(type: string, data: object = {}) {
  return post({
    type: `activity.${type}`,
    created_at: '2026-05-01T12:00:00.520507Z',
    data: {
      id: 'a-1',
      type,
      created_at: '2026-05-01T11:59:59.506000Z',
      email: { recipient: { email: 'ann@example.com' } },
      ...data,
    },
  });
}

describe('verifying MailerSend', () => {
  const request = sampleOf(mailersendSamples, 'hard-bounced');
  const context = contextOf(['local-secret']);

  it('refuses a body that was changed', async () => {
    expect(await verification(mailersend, tampered(request), context)).toMatchObject({ verified: false });
  });

  it('refuses the same JSON with its slashes unescaped', async () => {
    expect(await verification(mailersend, tampered(request, '\\/', '/'), context)).toMatchObject({
      verified: false,
    });
  });

  it('takes the test of a new webhook by the published secret, and nothing else by it', async () => {
    const signedBy = (secret: string, type: string) => {
      const unsigned = post({
        type,
        message: 'This is a ping test message',
        created_at: '2026-05-01T12:00:00Z',
      });
      const signature = hmac('sha256', secret, unsigned.body).toString('hex');
      return { ...unsigned, headers: { ...unsigned.headers, signature } };
    };
    const published = 'test_Am3L1GuOIc4blLUuHqAPxxwkZaJyEk8G';
    const test = signedBy(published, 'webhook.test');
    expect(await verification(mailersend, test, context)).toEqual({ verified: true });
    expect(mailersend.handshake?.(test)).toEqual({ status: 200 });
    expect(await verification(mailersend, signedBy('local-secret', 'webhook.test'), context)).toEqual({
      verified: true,
    });
    expect(await verification(mailersend, signedBy('other', 'webhook.test'), context)).toMatchObject({
      verified: false,
    });
    expect(
      await verification(mailersend, signedBy(published, 'activity.hard_bounced'), context),
    ).toMatchObject({
      verified: false,
    });
    expect(mailersend.handshake?.(request)).toBeNull();
  });
});

describe('parsing MailerSend', () => {
  it('takes the reason of a bounce for its diagnostic, and the time of the activity', () => {
    const bounced = activity('hard_bounced', {
      morph: { object: 'recipient_bounce', reason: '550 5.1.1 gone' },
    });
    expect(onlyFailure(mailersend, bounced)).toMatchObject({
      recipient: 'ann@example.com',
      permanent: true,
      occurredAt: Date.parse('2026-05-01T11:59:59.506Z'),
      eventId: 'hard_bounced/a-1',
      evidence: { diagnostic: '550 5.1.1 gone', espClass: 'hard_bounced', espCode: 2999 },
    });
  });

  it('reads a bounce of version 2 of the webhooks, whose reply is in `meta`', () => {
    const bounced = (meta: object) =>
      post({
        type: 'activity.hard_bounced',
        data: { id: 'a-1', type: 'rejected', recipient: 'ann@example.com', meta },
      });
    expect(
      onlyFailure(
        mailersend,
        bounced({ bounce_reason: 'No such user', bounce_code: '550', bounce_type: 'hard' }),
      ),
    ).toMatchObject({
      kind: 'bounce',
      permanent: true,
      recipient: 'ann@example.com',
      evidence: { diagnostic: 'No such user', replyCode: '550', espClass: 'hard_bounced hard' },
    });
    expect(onlyFailure(mailersend, bounced({ bounce_code: '5.1.1' })).evidence).toMatchObject({
      status: '5.1.1',
    });
  });

  it('does not take the answer to "why do you leave?" for a diagnostic', () => {
    expect(only(mailersend, activity('unsubscribed', { morph: { reason: 'option_3' } }))).not.toHaveProperty(
      'evidence',
    );
  });

  it.each([
    ['suppressed', 'dropped'],
    ['deferred', 'deferral'],
    ['survey_opened', 'other'],
  ])('reads %s as %s', (type, kind) => {
    expect(only(mailersend, activity(type)).kind).toBe(kind);
  });

  it('counts an event that is in no event map as unmapped', () => {
    expect(only(mailersend, activity('teleported'))).toMatchObject({ kind: 'other', unmapped: true });
  });

  it.each(['inbound.message', 'maintenance.start', 'sender_identity.verified', 'sms.failed'])(
    'stores nothing of %s, which concerns no recipient',
    (type) => {
      expect(parse(mailersend, post({ type, data: {} }))).toEqual({ events: [], invalid: [] });
    },
  );
});
