import { describe, expect, it } from 'vitest';
import { sendpulse } from '../../shared/providers/sendpulse/webhook.ts';
import { only, onlyFailure, parse, post } from './requests.ts';

function event(name: string, more: object = {}) {
  return {
    event: name,
    timestamp: 1777636740,
    message_id: 1149317311,
    recipient: 'ann@example.com',
    ...more,
  };
}

describe('parsing SendPulse', () => {
  it("leaves it to the server's answer whether a bounce is permanent", () => {
    const undelivered = event('undelivered', {
      smtp_server_response_code: '550',
      smtp_server_response_subcode: '5.1.1',
      smtp_server_response: '550 5.1.1 User unknown',
    });
    expect(onlyFailure(sendpulse, post([undelivered]))).toMatchObject({
      permanent: null,
      occurredAt: 1777636740_000,
      evidence: { diagnostic: '550 5.1.1 User unknown', status: '5.1.1', replyCode: '550' },
    });
  });

  it('reads the campaigns, which call the recipient email', () => {
    const spam = { event: 'spam', timestamp: '1777636740', email: 'ann@example.com', task_id: '3712' };
    expect(only(sendpulse, post([spam]))).toMatchObject({
      recipient: 'ann@example.com',
      kind: 'complaint',
      occurredAt: 1777636740_000,
    });
  });

  it('keeps what it cannot read beside the events that it can', () => {
    const { events, invalid } = parse(
      sendpulse,
      post([event('delivered'), event('undelivered', { recipient: '' }), null]),
    );
    expect(events.map(({ kind }) => kind)).toEqual(['delivered']);
    expect(invalid.map(({ index }) => index)).toEqual([1, 2]);
  });

  it('stores nothing of a mailing list as a whole', () => {
    expect(parse(sendpulse, post([{ event: 'task_status_update', task_id: 1 }]))).toEqual({
      events: [],
      invalid: [],
    });
  });

  it.each([
    ['hard_bounces', true, 2999],
    ['soft_bounces', false, 3999],
  ])('reads %s, which name the recipient email and carry the answer', (name, permanent, espCode) => {
    const bounce = {
      event: name,
      timestamp: 1777636740,
      task_id: 17076325,
      email: 'ann@example.com',
      smtp_server_response_code: 550,
      smtp_server_response_subcode: '5.1.1',
      smtp_server_response: 'Recipient address rejected',
    };
    expect(onlyFailure(sendpulse, post([bounce]))).toMatchObject({
      recipient: 'ann@example.com',
      kind: 'bounce',
      permanent,
      eventId: `${name}/17076325/1777636740`,
      evidence: { diagnostic: 'Recipient address rejected', status: '5.1.1', replyCode: '550', espCode },
    });
  });

  it.each([
    [0, 'book-42'],
    ['0', 'book-42'],
    [1, undefined],
    [undefined, undefined],
  ])('reads an unsubscription with from_all %s as one from the list %s', (from_all, list) => {
    const left = {
      event: 'unsubscribe',
      timestamp: 1777636740,
      email: 'ann@example.com',
      book_id: 42,
      from_all,
    };
    expect(only(sendpulse, post([left])).espList).toBe(list);
  });
});
