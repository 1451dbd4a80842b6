import { describe, expect, it } from 'vitest';
import { InvalidPayloadError } from '../../shared/providers/provider.ts';
import { makeKeyPair } from '../../shared/providers/samples/key-pair.ts';
import { samples as sendgridSamples } from '../../shared/providers/sendgrid/samples.ts';
import { sendgrid } from '../../shared/providers/sendgrid/webhook.ts';
import { ann, contextOf, keyFor, only, onlyFailure, parse, post, verification } from './requests.ts';

const key = keyFor(sendgridSamples);
const entries = sendgridSamples.samples.slice(0, 2).map((sample) => sample.entry(ann));
const signed = sendgridSamples.request(entries, key);

function event(fields: object) {
  return post([
    {
      email: 'ann@example.com',
      timestamp: 1_777_636_800,
      sg_event_id: 'e-1',
      sg_message_id: 'm-1',
      ...fields,
    },
  ]);
}

describe('the signature of SendGrid', () => {
  it('covers the exact bytes, line breaks and all', async () => {
    expect(signed.body.toString()).toContain('},\r\n{');
    expect(await verification(sendgrid, signed, contextOf([key.secret]))).toEqual({ verified: true });
    const again = { ...signed, body: Buffer.from(JSON.stringify(JSON.parse(signed.body.toString()))) };
    expect(await verification(sendgrid, again, contextOf([key.secret]))).toMatchObject({ verified: false });
  });

  it('covers the timestamp', async () => {
    const headers = { ...signed.headers, 'x-twilio-email-event-webhook-timestamp': '1700000000' };
    expect(await verification(sendgrid, { ...signed, headers }, contextOf([key.secret]))).toMatchObject({
      verified: false,
    });
  });

  it('takes the key with and without the lines of PEM, the newer or the older of two', async () => {
    const pem = `-----BEGIN PUBLIC KEY-----\n${key.secret}\n-----END PUBLIC KEY-----`;
    expect(await verification(sendgrid, signed, contextOf([pem]))).toEqual({ verified: true });
    const other = makeKeyPair('ec-p256').publicKey;
    expect(await verification(sendgrid, signed, contextOf([other, key.secret]))).toEqual({ verified: true });
    expect(await verification(sendgrid, signed, contextOf([other]))).toMatchObject({ verified: false });
  });

  it('refuses a signature with more behind it', async () => {
    const signature = signed.headers['x-twilio-email-event-webhook-signature'] ?? '';
    const headers = { ...signed.headers, 'x-twilio-email-event-webhook-signature': `${signature}!` };
    expect(await verification(sendgrid, { ...signed, headers }, contextOf([key.secret]))).toMatchObject({
      verified: false,
    });
  });

  it('refuses a signature that is none, and a secret that is no key', async () => {
    const headers = { ...signed.headers, 'x-twilio-email-event-webhook-signature': 'AAAA' };
    expect(await verification(sendgrid, { ...signed, headers }, contextOf([key.secret]))).toMatchObject({
      verified: false,
    });
    expect(await verification(sendgrid, signed, contextOf(['no key']))).toMatchObject({ verified: false });
  });
});

describe('parsing SendGrid', () => {
  it('reads a bounce with its reply, status and class', () => {
    const bounce = event({
      event: 'bounce',
      type: 'bounce',
      reason: '550 5.1.1 unknown',
      status: '5.1.1',
      bounce_classification: 'Invalid Address',
    });
    expect(onlyFailure(sendgrid, bounce)).toMatchObject({
      kind: 'bounce',
      recipient: 'ann@example.com',
      permanent: true,
      occurredAt: 1_777_636_800_000,
      evidence: {
        diagnostic: '550 5.1.1 unknown',
        status: '5.1.1',
        espClass: 'Invalid Address',
        espCode: 2001,
      },
    });
  });

  it('does not call an address dead because a message was blocked', () => {
    const blocked = onlyFailure(
      sendgrid,
      event({ event: 'bounce', type: 'blocked', reason: '550 5.7.1 blocked' }),
    );
    expect(blocked).toMatchObject({ kind: 'bounce', permanent: false, evidence: { espCode: 1999 } });
  });

  it('reads a bounce of older events that tried for too long', () => {
    expect(onlyFailure(sendgrid, event({ event: 'bounce', type: 'expired' }))).toMatchObject({
      permanent: null,
      evidence: { espCode: 4004 },
    });
  });

  it('stores nothing of a change of the account, which names no recipient', () => {
    const change = {
      event: 'account_status_change',
      sg_event_id: 'e-1',
      timestamp: 1,
      type: 'compliance_suspend',
    };
    expect(parse(sendgrid, post([change]))).toEqual({ events: [], invalid: [] });
  });

  it('falls back on the kind of event for a class that says nothing', () => {
    const bounce = event({ event: 'bounce', type: 'bounce', bounce_classification: 'Unclassified' });
    expect(onlyFailure(sendgrid, bounce).evidence.espCode).toBe(2999);
  });

  it('reads a deferral by its response', () => {
    const deferral = onlyFailure(
      sendgrid,
      event({ event: 'deferred', response: '451 4.7.1 try later', attempt: '5' }),
    );
    expect(deferral).toMatchObject({
      kind: 'deferral',
      permanent: false,
      evidence: { diagnostic: '451 4.7.1 try later' },
    });
  });

  it.each([
    ['Bounced Address', true, 2004],
    ['Unsubscribed Address', null, 1999],
    ['Spam Reporting Address', null, 1999],
    ['Invalid', true, 2003],
    ['A reason of the future', null, undefined],
  ])('reads a message dropped for "%s"', (reason, permanent, espCode) => {
    const dropped = onlyFailure(sendgrid, event({ event: 'dropped', reason }));
    expect(dropped).toMatchObject({ kind: 'dropped', permanent, evidence: { espClass: reason } });
    expect(dropped.evidence.espCode).toBe(espCode);
    expect(dropped.evidence.diagnostic).toBeUndefined();
    expect(dropped.evidence.onEspSuppressionList).toBe(espCode === undefined ? undefined : true);
  });

  it('confines a group to its own list', () => {
    expect(only(sendgrid, event({ event: 'group_unsubscribe', asm_group_id: 10 }))).toMatchObject({
      kind: 'unsubscribe',
      espList: 'group-10',
    });
    expect(only(sendgrid, event({ event: 'group_resubscribe', asm_group_id: 10 }))).toMatchObject({
      kind: 'resubscribe',
      espList: 'group-10',
    });
    expect(only(sendgrid, event({ event: 'unsubscribe', asm_group_id: 10 })).espList).toBeUndefined();
  });

  it('reads one event without a list around it', () => {
    expect(only(sendgrid, post({ email: 'ann@example.com', event: 'spamreport', timestamp: 1 })).kind).toBe(
      'complaint',
    );
  });

  it('reads the good events of a batch, whatever lies between them', () => {
    const { events, invalid } = parse(
      sendgrid,
      post([
        { email: 'a@example.com', event: 'bounce', timestamp: 1 },
        { event: 'bounce' },
        { email: 'b@example.com', event: 'levitated' },
        7,
        { email: 'c@example.com', event: 'spamreport' },
      ]),
    );
    expect(events.map(({ recipient, kind }) => [recipient, kind])).toEqual([
      ['a@example.com', 'bounce'],
      ['b@example.com', 'other'],
      ['c@example.com', 'complaint'],
    ]);
    expect(invalid).toEqual([
      { index: 1, issue: 'The event names no recipient.' },
      { index: 3, issue: 'The entry is not a JSON object.' },
    ]);
  });

  it('takes a timestamp written as text, and an event written with a capital', () => {
    const processed = only(
      sendgrid,
      post([{ email: 'ann@example.com', event: 'Delivered', timestamp: '123456789' }]),
    );
    expect(processed).toMatchObject({ kind: 'delivered', occurredAt: 123_456_789_000 });
  });

  it('names an event by its message and time where it has no id of its own', () => {
    const bare = (timestamp: number) =>
      only(sendgrid, event({ event: 'bounce', sg_event_id: undefined, timestamp })).eventId;
    expect(bare(1)).toBe(bare(1));
    expect(bare(1)).not.toBe(bare(2));
  });

  it('names an event by message, time, type and reason, so that one sent again under another id is the same', () => {
    const bounce = { event: 'bounce', sg_message_id: 'm-1', timestamp: 1, type: 'bounce', reason: '550 no' };
    const idOf = (fields: object) => only(sendgrid, event({ ...bounce, ...fields })).eventId;
    expect(idOf({ sg_event_id: 'e-2' })).toBe(idOf({ sg_event_id: 'e-1' }));
    const others = [
      { sg_message_id: 'm-2' },
      { timestamp: 2 },
      { type: 'blocked' },
      { reason: '550 other' },
      { event: 'deferred' },
    ];
    const ids = [bounce, ...others].map(idOf);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('reports what a sender mistook for an address as SendGrid does', () => {
    const dropped = event({ event: 'dropped', email: 'not an address', reason: 'Invalid' });
    expect(only(sendgrid, dropped)).toMatchObject({ kind: 'dropped', recipient: 'not an address' });
  });

  it('reads nothing from an empty list', () => {
    expect(parse(sendgrid, post([]))).toEqual({ events: [], invalid: [] });
  });

  it('refuses what is no JSON', () => {
    expect(() => parse(sendgrid, post('payload'))).toThrow(InvalidPayloadError);
  });

  it('takes permanence from the status in a bounce without a type', () => {
    const bounced = (status: string) => onlyFailure(sendgrid, event({ event: 'bounce', status }));
    expect(bounced('5.0.0').permanent).toBe(true);
    expect(bounced('4.2.2').permanent).toBe(false);
  });
});
