import { describe, expect, it } from 'vitest';
import { samples as smtp2goSamples } from '../../shared/providers/smtp2go/samples.ts';
import { smtp2go } from '../../shared/providers/smtp2go/webhook.ts';
import { contextOf, only, onlyFailure, parse, post, postForm, sampleOf, verification } from './requests.ts';

const bounce = {
  event: 'bounce',
  time: '2026-05-01 11:59:00',
  rcpt: 'ann@example.com',
  email_id: '1abcDE-0000aa-1A',
  id: 'w-1',
  bounce: 'soft',
  message: '452 4.2.2 Mailbox full',
  context: 'RCPT TO:<ann@example.com>',
};

describe('verifying SMTP2GO', () => {
  it('takes the secret from the URL or from a custom header', async () => {
    const context = contextOf(['local-secret']);
    expect(await verification(smtp2go, sampleOf(smtp2goSamples, 'spam'), context)).toEqual({
      verified: true,
    });
    expect(await verification(smtp2go, post(bounce, { 'x-ledger': 'local-secret' }), context)).toEqual({
      verified: true,
    });
    expect(await verification(smtp2go, post(bounce, { 'x-ledger': 'guessed' }), context)).toMatchObject({
      verified: false,
    });
  });
});

describe('parsing SMTP2GO', () => {
  it.each([
    ['JSON', post(bounce)],
    ['a form', postForm(bounce)],
  ])('reads a bounce as %s', (_, request) => {
    expect(onlyFailure(smtp2go, request)).toMatchObject({
      recipient: 'ann@example.com',
      permanent: false,
      occurredAt: Date.UTC(2026, 4, 1, 11, 59),
      evidence: { diagnostic: '452 4.2.2 Mailbox full', espClass: 'bounce soft', espCode: 3999 },
    });
  });

  it('reads a bounce without a strength, and one by its older name', () => {
    expect(onlyFailure(smtp2go, post({ ...bounce, bounce: '' })).permanent).toBeNull();
    expect(
      onlyFailure(smtp2go, post({ ...bounce, event: 'hard-bounced', bounce: undefined })).permanent,
    ).toBe(true);
  });

  it('takes a rejected recipient for an echo, and its words for no reply', () => {
    const rejected = { ...bounce, event: 'reject', bounce: undefined, message: 'complained of spam before' };
    expect(onlyFailure(smtp2go, post(rejected))).toMatchObject({
      kind: 'dropped',
      evidence: { espClass: 'complained of spam before', espCode: 2999 },
    });
    expect(onlyFailure(smtp2go, post(rejected)).evidence.diagnostic).toBeUndefined();
  });

  it.each([
    ['2026-05-01T11:59:00Z', Date.UTC(2026, 4, 1, 11, 59)],
    ['2026-05-01T13:59:00+02:00', Date.UTC(2026, 4, 1, 11, 59)],
  ])('reads the time %s', (time, at) => {
    expect(only(smtp2go, post({ ...bounce, time })).occurredAt).toBe(at);
  });

  it('finds those concerned in recipients, where no other field names them', () => {
    const { rcpt: _, ...rest } = { ...bounce, event: 'reject' };
    const two = { ...rest, recipients: ['ann@example.com', 'bob@example.com'] };
    expect(parse(smtp2go, post(two)).events.map(({ recipient }) => recipient)).toEqual(two.recipients);
    const inOne = postForm({ ...rest, recipients: 'ann@example.com,"Doe, Bob" <bob@example.com>' });
    expect(parse(smtp2go, inOne).events.map(({ recipient }) => recipient)).toEqual([
      'ann@example.com',
      '"Doe, Bob" <bob@example.com>',
    ]);
    expect(only(smtp2go, post({ ...bounce, recipients: ['bob@example.com'] })).recipient).toBe(
      'ann@example.com',
    );
  });

  it('tells two soft bounces of one message apart', () => {
    const [first, second] = ['2026-05-01 11:59:00', '2026-05-01 12:29:00'].map((time) =>
      only(smtp2go, post({ ...bounce, time })),
    );
    expect(first?.eventId).not.toBe(second?.eventId);
  });
});
