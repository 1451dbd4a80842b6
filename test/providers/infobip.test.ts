import { describe, expect, it } from 'vitest';
import { infobip } from '../../shared/providers/infobip.ts';
import { only, onlyFailure, post } from './requests.ts';

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

describe('reading Infobip', () => {
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

  it('pitfall 16: stores nothing of an empty list', () => {
    expect(infobip.read(post({ results: [] }))).toEqual({ events: [], broken: [] });
  });

  it('leaves the reports of other channels alone', () => {
    const text = { ...report('UNDELIVERABLE'), channel: 'SMS', to: '41793026727' };
    expect(infobip.read(post({ results: [text] })).events).toMatchObject([{ kind: 'other' }]);
  });
});
