import { describe, expect, it } from 'vitest';
import { mailjet } from '../../shared/providers/mailjet/webhook.ts';
import { only, onlyFailure, post } from './requests.ts';

const base = { email: 'ann@example.com', time: 1_777_636_800, MessageID: 1, Message_GUID: 'guid-1' };

function event(fields: object) {
  return post({ ...base, ...fields });
}

describe('parsing Mailjet', () => {
  it('reads a bounce with its error, flag and comment', () => {
    const bounce = event({
      event: 'bounce',
      hard_bounce: true,
      error_related_to: 'recipient',
      error: 'user unknown',
      comment: '550 5.1.1 no',
    });
    expect(onlyFailure(mailjet, bounce)).toMatchObject({
      kind: 'bounce',
      permanent: true,
      occurredAt: 1_777_636_800_000,
      evidence: { diagnostic: '550 5.1.1 no', espClass: 'user unknown', espCode: 2001 },
    });
  });

  it.each([
    ['quota exceeded', false, 'bounce', false, 3001],
    ['mailbox inactive', true, 'bounce', true, 3002],
    ['greylisted', false, 'deferral', false, 3003],
    ['greylisted', true, 'bounce', true, 3003],
    ['invalid domain', undefined, 'bounce', true, 2002],
    ['of the future', false, 'bounce', false, 9999],
  ])(
    'reads the error %s with hard_bounce %s as %s, permanent %s, code %s',
    (error, hard_bounce, kind, permanent, espCode) => {
      expect(onlyFailure(mailjet, event({ event: 'bounce', error, hard_bounce }))).toMatchObject({
        kind,
        permanent,
        evidence: { espCode },
      });
    },
  );

  it.each([
    ['domain', 2002],
    ['spam', 1004],
    ['recipient', 9999],
    ['of the future', 9999],
  ])('falls back on what an error of the future is about: %s', (error_related_to, espCode) => {
    const bounce = event({ event: 'bounce', hard_bounce: false, error_related_to, error: 'of the future' });
    expect(onlyFailure(mailjet, bounce).evidence).toMatchObject({ espClass: 'of the future', espCode });
  });

  it.each([
    ['blacklisted', 1999, true],
    ['spam reporter', 1999, true],
    ['preblocked', 2999, true],
    ['spam preblocked', 1004, undefined],
  ])(
    'tells whether a list of Mailjet was why it sent nothing: %s',
    (error, espCode, onEspSuppressionList) => {
      const { evidence } = onlyFailure(
        mailjet,
        event({ event: 'blocked', error_related_to: 'mailjet', error }),
      );
      expect([evidence.espCode, evidence.onEspSuppressionList]).toEqual([espCode, onEspSuppressionList]);
    },
  );

  it.each(['preblocked', 'blacklisted', 'duplicate in campaign'])(
    'takes a block because of "%s" for an echo',
    (error) => {
      expect(only(mailjet, event({ event: 'blocked', error_related_to: 'mailjet', error })).kind).toBe(
        'dropped',
      );
    },
  );

  it.each([
    ['sent', 'delivered'],
    ['spam', 'complaint'],
    ['unsub', 'unsubscribe'],
    ['open', 'other'],
    ['of the future', 'other'],
  ])('reads %s as %s', (name, kind) => {
    expect(only(mailjet, event({ event: name })).kind).toBe(kind);
  });

  it('keeps every digit of an id that exceeds 2^53', () => {
    const body = JSON.stringify([{ event: 'spam', ...base }]);
    const ids = ['13792286917004336', '13792286917004337'].map(
      (id) => only(mailjet, post(body.replace('"MessageID":1,', `"MessageID":${id},`))).eventId,
    );
    expect(ids).toEqual(['spam/13792286917004336/1777636800', 'spam/13792286917004337/1777636800']);
  });

  it('reads one event as well as a list', () => {
    expect(only(mailjet, post([{ event: 'spam', ...base }]))).toEqual(
      only(mailjet, event({ event: 'spam' })),
    );
  });

  it.each([
    [true, 2999],
    [false, 3999],
  ])('lets hard_bounce %s decide where no error is named: code %s', (hard_bounce, espCode) => {
    const bounced = onlyFailure(mailjet, event({ event: 'bounce', hard_bounce, error: '' }));
    expect(bounced).toMatchObject({ kind: 'bounce', permanent: hard_bounce });
    expect(bounced.evidence.espCode).toBe(espCode);
  });
});
