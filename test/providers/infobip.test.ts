import { describe, expect, it } from 'vitest';
import { infobip } from '../../shared/providers/infobip/webhook.ts';
import { basic, contextOf, only, onlyFailure, parse, post, verification } from './requests.ts';

function report(groupName: string, error: object = {}) {
  return {
    messageId: 'm-1',
    to: 'ann@example.com',
    sentAt: '2026-05-01T13:58:55.000+0200',
    doneAt: '2026-05-01T13:59:00.000+0200',
    status: { groupName },
    error,
  };
}

describe('verifying Infobip', () => {
  it.each([
    ['basic authentication', basic('ledger:local-secret'), true],
    ['a header of its own', { 'x-api-key': 'local-secret' }, true],
    ['another key', { 'x-api-key': 'guessed' }, false],
  ])('with %s: %s', async (_, headers, verified) => {
    const request = { ...post({ results: [] }), headers };
    expect(await verification(infobip, request, contextOf(['local-secret']))).toMatchObject({ verified });
  });
});

describe('parsing Infobip', () => {
  it.each([true, false])('lets the error say why, and for how long (permanent %s)', (permanent) => {
    const error = { name: 'EC_UNKNOWN_SUBSCRIBER', description: 'Unknown Subscriber', permanent };
    expect(onlyFailure(infobip, post({ results: [report('UNDELIVERABLE', error)] }))).toMatchObject({
      kind: 'bounce',
      permanent,
      occurredAt: Date.UTC(2026, 4, 1, 11, 59),
      evidence: { diagnostic: 'Unknown Subscriber', espCode: 2001 },
    });
  });

  it.each([
    ['DELIVERED', 'delivered'],
    ['EXPIRED', 'bounce'],
    ['REJECTED', 'dropped'],
    ['PENDING', 'other'],
    ['OF_THE_FUTURE', 'other'],
  ])('reads %s as %s', (group, kind) => {
    expect(only(infobip, post({ results: [report(group)] })).kind).toBe(kind);
  });

  it.each([
    ['COMPLAINED', 'complaint'],
    ['UNSUBSCRIBED', 'unsubscribe'],
    ['LATE_BOUNCE', 'bounce'],
    ['OPENED', 'other'],
  ])('reads the tracking report %s as %s, with its time in milliseconds', (notificationType, kind) => {
    const tracking = {
      notificationType,
      recipient: 'ann@example.com',
      messageId: 'm-1',
      sendDateTime: 1777636740123,
    };
    expect(only(infobip, post(tracking))).toMatchObject({ kind, occurredAt: 1777636740123 });
  });

  it('stores nothing of an empty list', () => {
    expect(parse(infobip, post({ results: [] }))).toEqual({ events: [], invalid: [] });
  });

  it('leaves the reports of other channels alone', () => {
    const text = { ...report('UNDELIVERABLE'), channel: 'SMS', to: '41793026727' };
    expect(parse(infobip, post({ results: [text] })).events).toMatchObject([{ kind: 'other' }]);
  });

  it.each([
    ['UNDELIVERABLE', 'EC_SUPPRESSED_BOUNCE', 'dropped', 2004],
    ['REJECTED', 'EC_SUPPRESSED_SPAM_COMPLAINT', 'dropped', 2999],
    ['REJECTED', 'EC_HARD_BOUNCE', 'bounce', 2999],
    ['UNDELIVERABLE', 'EC_STORAGE_LIMIT_EXCEEDED', 'bounce', 3001],
    ['UNDELIVERABLE', 'EC_OF_THE_FUTURE', 'bounce', 2999],
  ])('reads %s for %s as %s', (group, name, kind, espCode) => {
    const event = onlyFailure(infobip, post({ results: [report(group, { id: 6000, name })] }));
    expect(event).toMatchObject({ kind, evidence: { espCode, espClass: `${group} ${name}` } });
  });

  it('takes no error for a failure where the message was delivered', () => {
    const late = report('DELIVERED', { name: 'EC_HARD_BOUNCE', permanent: true });
    expect(only(infobip, post({ results: [late] })).kind).toBe('delivered');
  });

  it('reads a report that stands alone', () => {
    expect(only(infobip, post(report('UNDELIVERABLE'))).recipient).toBe('ann@example.com');
  });
});
