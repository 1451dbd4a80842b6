import { hash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { samples as unisenderGoSamples } from '../../shared/providers/unisender-go/samples.ts';
import { unisenderGo } from '../../shared/providers/unisender-go/webhook.ts';
import { contextOf, only, onlyFailure, parse, post, sampleOf, tampered, verification } from './requests.ts';

const context = contextOf(['local-secret']);

function status(name: string, deliveryInfo?: object) {
  return {
    event_name: 'transactional_email_status',
    event_data: {
      job_id: 'j-1',
      email: 'ann@example.com',
      status: name,
      event_time: '2026-05-01 11:59:00',
      delivery_info: deliveryInfo,
    },
  };
}

function batch(...events: unknown[]) {
  return post({ auth: '', events_by_user: [{ user_id: 1, events }] });
}

function signed(text: string) {
  return post(text.replace('AUTH', hash('md5', text.replace('AUTH', 'local-secret'))));
}

describe('setting UniSender Go up', () => {
  it('answers the check of the URL', () => {
    expect(unisenderGo.handshake?.({ ...post(''), method: 'GET' })).toMatchObject({
      status: 200,
      beforeVerification: true,
    });
  });
});

describe('verifying UniSender Go', () => {
  it('refuses a body that was changed', async () => {
    const request = sampleOf(unisenderGoSamples, 'hard-bounced');
    expect(await verification(unisenderGo, tampered(request), context)).toMatchObject({ verified: false });
  });

  it.each([
    ['in front', '{"auth":"AUTH","events_by_user":[]}'],
    ['at the end', '{"events_by_user": [], "auth": "AUTH"}'],
    ['on a line of its own', '{\n  "auth" : "AUTH",\n  "events_by_user": []\n}'],
    ['behind metadata of the same name', `{"x":{"auth":"${'0'.repeat(32)}"},"auth":"AUTH"}`],
    ['in a body beyond ASCII', '{"x":"Ж","auth":"AUTH"}'],
  ])('finds the signature %s', async (_, text) => {
    expect(await verification(unisenderGo, signed(text), context)).toEqual({ verified: true });
  });

  it.each(['""', '" "', '"{"', '0', 'null', '["x"]'])('refuses %s for a signature', async (auth) => {
    expect(await verification(unisenderGo, post(`{"auth":${auth}}`), context)).toMatchObject({
      verified: false,
    });
  });
});

describe('parsing UniSender Go', () => {
  it('reads the events of every project', () => {
    const body = {
      events_by_user: [{ events: [status('delivered')] }, { events: [status('spam'), status('sent')] }],
    };
    expect(parse(unisenderGo, post(body)).events.map(({ kind }) => kind)).toEqual([
      'delivered',
      'complaint',
      'other',
    ]);
  });

  it('reads a body that is a single event', () => {
    const { event_data, event_name } = status('hard_bounced');
    expect(only(unisenderGo, post({ event_name, ...event_data, auth: '' }))).toMatchObject({
      recipient: 'ann@example.com',
      kind: 'bounce',
      occurredAt: Date.UTC(2026, 4, 1, 11, 59),
    });
  });

  it('lets the delivery status say why, and the status for how long', () => {
    const info = { delivery_status: 'err_user_unknown', destination_response: '550 no such user' };
    expect(onlyFailure(unisenderGo, batch(status('hard_bounced', info)))).toMatchObject({
      permanent: true,
      evidence: { diagnostic: '550 no such user', espClass: 'err_user_unknown', espCode: 2001 },
    });
  });

  it.each([
    ['soft_bounced', 'err_will_retry', 'deferral', false],
    ['hard_bounced', 'err_will_retry', 'bounce', true],
    ['hard_bounced', 'err_of_the_future', 'bounce', true],
  ])('reads %s with %s as %s', (name, deliveryStatus, kind, permanent) => {
    const event = onlyFailure(unisenderGo, batch(status(name, { delivery_status: deliveryStatus })));
    expect(event).toMatchObject({ kind, permanent });
  });

  it('takes what was not sent for an earlier event for an echo', () => {
    expect(
      only(unisenderGo, batch(status('hard_bounced', { delivery_status: 'err_unsubscribed' }))).kind,
    ).toBe('dropped');
  });

  it('stores nothing of a spam block, which concerns a domain', () => {
    const block = {
      event_name: 'transactional_spam_block',
      event_data: { block_time: '2026-05-01 11:59:00' },
    };
    expect(parse(unisenderGo, batch(block))).toEqual({ events: [], invalid: [] });
  });

  it.each([
    ['err_unreachable', 2004],
    ['err_dest_invalid', 2003],
    ['err_skip_letter', undefined],
    ['err_lost', undefined],
  ])('reads %s as not sent', (deliveryStatus, espCode) => {
    const event = onlyFailure(
      unisenderGo,
      batch(status('hard_bounced', { delivery_status: deliveryStatus })),
    );
    expect(event).toMatchObject({ kind: 'dropped', evidence: { espCode } });
  });
});
