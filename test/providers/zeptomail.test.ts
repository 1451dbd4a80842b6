import { describe, expect, it } from 'vitest';
import { samples as zeptomailSamples } from '../../shared/providers/zeptomail/samples.ts';
import { zeptomail } from '../../shared/providers/zeptomail/webhook.ts';
import {
  contextOf,
  only,
  onlyFailure,
  parse,
  post,
  postForm,
  sampleOf,
  tampered,
  verification,
} from './requests.ts';

const to = (...addresses: string[]) => addresses.map((address) => ({ email_address: { address } }));

function message(details: unknown, recipients = to('ann@example.com')) {
  return { email_info: { to: recipients }, event_data: [{ details }], request_id: 'r-1' };
}

function notification(name: string, ...messages: unknown[]) {
  return { event_name: messages.map(() => name), event_message: messages, webhook_request_id: 'w-1' };
}

const bounced = {
  time: '2026-05-01T11:59:00.000Z',
  reason: 'user unknown',
  diagnostic_message: '550 5.1.1 user unknown',
  bounced_recipient: 'ann@example.com',
};

describe('verifying ZeptoMail', () => {
  const request = sampleOf(zeptomailSamples, 'hardbounce');
  const context = contextOf(['local-secret']);

  it('refuses a body that was changed', async () => {
    expect(await verification(zeptomail, tampered(request), context)).toMatchObject({ verified: false });
  });

  it.each(['event', 'data'])(
    'takes the signature of the event inside a form, in the field %s',
    async (field) => {
      const form = postForm({ [field]: request.body.toString() }, request.headers);
      expect(await verification(zeptomail, form, context)).toEqual({ verified: true });
      expect(only(zeptomail, form).kind).toBe('bounce');
    },
  );

  it('takes a secret in the URL instead', async () => {
    const unsigned = { ...post(request.body), url: `${request.url}?secret=local-secret` };
    expect(await verification(zeptomail, unsigned, context)).toEqual({ verified: true });
  });

  it('takes a secret in a header of the operator, as the newer console offers', async () => {
    const carrying = (value: string) => post(request.body, { 'x-ledger-key': value });
    expect(await verification(zeptomail, carrying('local-secret'), context)).toEqual({ verified: true });
    expect(await verification(zeptomail, carrying('guessed'), context)).toMatchObject({ verified: false });
  });

  it.each(['ts=1;s=%;s-algorithm=HmacSHA256', 's=', ''])('refuses the signature %s', async (signature) => {
    expect(
      await verification(zeptomail, post('{}', { 'producer-signature': signature }), context),
    ).toMatchObject({
      verified: false,
    });
  });
});

describe('parsing ZeptoMail', () => {
  it('reads a bounce about the recipient that bounced', () => {
    const request = post(
      notification('hardbounce', message([bounced], to('bob@example.com', 'ann@example.com'))),
    );
    expect(onlyFailure(zeptomail, request)).toMatchObject({
      recipient: 'ann@example.com',
      permanent: true,
      occurredAt: Date.UTC(2026, 4, 1, 11, 59),
      evidence: { diagnostic: '550 5.1.1 user unknown', espClass: 'hardbounce' },
    });
  });

  it('reads the older shape, which has one of each and other spaces', () => {
    const older = {
      event_name: 'hard bounce',
      event_message: {
        email_info: { to: to('ann@example.com') },
        event_data: { details: { time: bounced.time } },
      },
    };
    expect(onlyFailure(zeptomail, post(older))).toMatchObject({
      permanent: true,
      occurredAt: Date.UTC(2026, 4, 1, 11, 59),
    });
  });

  it('reads every bounce of a message, and every message', () => {
    const two = message([bounced, { ...bounced, bounced_recipient: 'bob@example.com' }]);
    const { events } = parse(zeptomail, post(notification('softbounce', two, message([bounced]))));
    expect(events.map(({ recipient }) => recipient)).toEqual([
      'ann@example.com',
      'bob@example.com',
      'ann@example.com',
    ]);
  });

  it('takes an event that names none of several recipients for evidence on each', () => {
    const several = message([{ time: bounced.time }], to('ann@example.com', 'bob@example.com'));
    const request = post(notification('feedbackloop', several, message([{ time: bounced.time }])));
    const { events } = parse(zeptomail, request);
    expect(events.map(({ recipient, ambiguous = false }) => [recipient, ambiguous])).toEqual([
      ['ann@example.com', true],
      ['bob@example.com', true],
      ['ann@example.com', false],
    ]);
  });

  it('stores nothing of the test that the console sends', () => {
    expect(parse(zeptomail, post({}))).toEqual({ events: [], invalid: [] });
    expect(parse(zeptomail, post({ event_name: ['test'], event_message: [] }))).toEqual({
      events: [],
      invalid: [],
    });
  });

  it('reads mailboxes that come as a list', () => {
    const onEspSuppressionList = message([{ time: bounced.time }], []);
    const nested = {
      ...onEspSuppressionList,
      email_info: { to: [{ email_address: [{ address: 'ann@example.com' }] }] },
    };
    expect(only(zeptomail, post(notification('hardbounce', nested))).recipient).toBe('ann@example.com');
  });
});
