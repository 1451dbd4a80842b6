import { describe, expect, it } from 'vitest';
import { guide } from '../../shared/providers/mailgun/guide.ts';
import { mailgun } from '../../shared/providers/mailgun/webhook.ts';
import { hmac } from '../../shared/providers/signature/hmac.ts';
import { contextOf, NOW, only, onlyFailure, parse, post, postForm, verification } from './requests.ts';

const timestamp = String(NOW / 1000);
const token = '0123456789abcdef0123456789abcdef0123456789abcdef01';

function signatureBy(secret: string, at = timestamp) {
  return { timestamp: at, token, signature: hmac('sha256', secret, at, token).toString('hex') };
}

function event(data: object) {
  return post({
    signature: signatureBy('key'),
    'event-data': { id: 'e-1', timestamp: 1_777_636_800.25, recipient: 'ann@example.com', ...data },
  });
}

function failed(severity: string, reason: string, status: object = {}) {
  return event({ event: 'failed', severity, reason, 'delivery-status': status });
}

const legacy = { recipient: 'ann@example.com', 'Message-Id': '<m-1@shop.example>', ...signatureBy('key') };

describe('the signature of Mailgun', () => {
  const context = contextOf(['new', 'key']);

  it('is in the body, as JSON, as a form and as multipart', async () => {
    const fields = { event: 'delivered', ...legacy };
    const multipart = Object.entries(fields)
      .map(([name, value]) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
      .join('');
    expect(await verification(mailgun, event({ event: 'delivered' }), context)).toEqual({ verified: true });
    expect(await verification(mailgun, postForm(fields), context)).toEqual({ verified: true });
    const request = post(`${multipart}--b--`, { 'content-type': 'multipart/form-data; boundary=b' });
    expect(await verification(mailgun, request, context)).toEqual({ verified: true });
    expect(only(mailgun, request)).toMatchObject({ kind: 'delivered', recipient: 'ann@example.com' });
  });

  it('of a parent account is as good as that of the account', async () => {
    const body = {
      signature: signatureBy('of the sub-account'),
      'parent-signature': signatureBy('key'),
      'event-data': {},
    };
    expect(await verification(mailgun, post(body), context)).toEqual({ verified: true });
    const inside = {
      signature: { ...signatureBy('of the sub-account'), 'parent-signature': signatureBy('key') },
    };
    expect(await verification(mailgun, post(inside), context)).toEqual({ verified: true });
  });

  it.each([
    ['none', post({ 'event-data': { event: 'delivered' } })],
    ['one by another key', post({ signature: signatureBy('other'), 'event-data': {} })],
    [
      'one for another token',
      post({ signature: { ...signatureBy('key'), token: 'another' }, 'event-data': {} }),
    ],
    [
      'one older than 12 hours',
      post({ signature: signatureBy('key', String(NOW / 1000 - 12 * 3600 - 1)), 'event-data': {} }),
    ],
    ['a body that is none', post('}')],
  ])('is refused when there is %s', async (_, request) => {
    expect(await verification(mailgun, request, context)).toMatchObject({ verified: false });
  });

  it('does not cover the event, and the guide says so', () => {
    expect(guide.notes?.join(' ')).toContain('does not cover the event');
  });
});

describe('parsing Mailgun', () => {
  it('reads a permanent failure with its reply, codes and reason', () => {
    const failure = failed('permanent', 'bounce', {
      code: 550,
      message: '5.1.1 unknown',
      description: '',
      'enhanced-code': '5.1.1',
    });
    expect(onlyFailure(mailgun, failure)).toMatchObject({
      kind: 'bounce',
      permanent: true,
      recipient: 'ann@example.com',
      occurredAt: 1_777_636_800_250,
      evidence: {
        diagnostic: '5.1.1 unknown',
        replyCode: '550',
        status: '5.1.1',
        espClass: 'bounce',
        espCode: 2999,
      },
    });
  });

  it.each([
    ['temporary', 'greylisted', 'deferral', false, 3999],
    ['permanent', 'generic', 'bounce', true, 2999],
    ['permanent', 'espblock', 'bounce', null, 1999],
    ['permanent', 'old', 'bounce', null, 4004],
    ['permanent', 'of the future', 'bounce', true, 2999],
  ])('%s/%s is a %s, permanent %s, code %s', (severity, reason, kind, permanent, espCode) => {
    expect(onlyFailure(mailgun, failed(severity, reason))).toMatchObject({
      kind,
      permanent,
      evidence: { espCode },
    });
  });

  it.each([
    ['suppress-bounce', 605],
    ['suppress-unsubscribe', 606],
    ['suppress-complaint', 607],
    ['', 607],
  ])('takes %s (%s) for an echo', (reason, code) => {
    const echo = onlyFailure(
      mailgun,
      failed('permanent', reason, { code, description: 'Not delivering to previously bounced address' }),
    );
    expect(echo.kind).toBe('dropped');
    expect(echo.evidence.diagnostic).toBeUndefined();
  });

  it('takes an enhanced status for what it is where the reply code should be', () => {
    expect(
      onlyFailure(mailgun, failed('permanent', 'bounce', { code: '5.1.1', message: 'no' })).evidence,
    ).toMatchObject({ status: '5.1.1', replyCode: undefined });
  });

  it('does not take a code of Mailgun for a reply code', () => {
    const failure = failed('temporary', 'generic', { code: 498, message: 'No MX for example.com' });
    expect(onlyFailure(mailgun, failure).evidence).toMatchObject({
      espCode: 2002,
      replyCode: undefined,
      diagnostic: 'No MX for example.com',
    });
  });

  it('reads a bounce that came after the delivery', () => {
    const late = event({
      event: 'failed',
      severity: 'permanent',
      reason: 'generic',
      flags: { 'is-delayed-bounce': true },
      'delivery-status': { code: 550, 'bounce-code': '5.1.1', message: 'smtp; 550-5.1.1 gone' },
    });
    expect(onlyFailure(mailgun, late)).toMatchObject({ permanent: true, evidence: { status: '5.1.1' } });
  });

  it('finds the recipients of a rejected message in its To', () => {
    const rejected = event({
      event: 'rejected',
      recipient: undefined,
      reject: { reason: 'Sandbox' },
      message: { headers: { to: '"Doe, Ann" <ann@example.com>, bob@example.com' } },
    });
    const { events } = parse(mailgun, rejected);
    expect(events.map(({ kind, recipient }) => [kind, recipient])).toEqual([
      ['dropped', '"Doe, Ann" <ann@example.com>'],
      ['dropped', 'bob@example.com'],
    ]);
  });

  it('prefers the target of the envelope, where To names others beside it', () => {
    const rejected = event({
      event: 'rejected',
      recipient: undefined,
      reject: { reason: 'Free accounts are for test purposes only.', description: '' },
      envelope: { targets: 'bob@example.com' },
      message: { headers: { to: 'ann@example.com, bob@example.com' } },
    });
    expect(only(mailgun, rejected)).toMatchObject({ kind: 'dropped', recipient: 'bob@example.com' });
  });

  it('reads a failure whose description and codes are null', () => {
    const failure = failed('temporary', 'generic', {
      code: 421,
      message: 'Your IP is temporarily blocked, retry later',
      description: null,
      'enhanced-code': null,
    });
    expect(onlyFailure(mailgun, failure)).toMatchObject({
      kind: 'deferral',
      evidence: {
        diagnostic: 'Your IP is temporarily blocked, retry later',
        replyCode: '421',
        status: undefined,
      },
    });
  });

  it('names an event by its id and day, for ids may come again on another', () => {
    const on = (timestamp: number) => only(mailgun, event({ event: 'complained', timestamp })).eventId;
    expect(on(1_777_636_800)).toBe(on(1_777_636_900));
    expect(on(1_777_636_800)).not.toBe(on(1_777_736_800));
  });

  it.each([
    [{ event: 'bounced', code: '550', error: '5.1.1 unknown' }, 'bounce', true],
    [
      {
        event: 'dropped',
        reason: 'hardfail',
        code: '605',
        description: 'Not delivering to previously bounced address',
      },
      'dropped',
      true,
    ],
    [
      { event: 'dropped', reason: 'old', code: '499', description: 'Unable to connect to MX servers' },
      'bounce',
      null,
    ],
  ])('reads the legacy form %j', (fields, kind, permanent) => {
    expect(onlyFailure(mailgun, postForm({ ...fields, ...legacy }))).toMatchObject({
      kind,
      permanent,
      recipient: 'ann@example.com',
      occurredAt: NOW,
    });
  });

  it('takes the last of two fields of one name: the sender put the first there', () => {
    const fields: Array<[string, string]> = [
      ['event', 'complained'],
      ['recipient', 'of-the-sender@example.com'],
      ['event', 'delivered'],
      ['recipient', 'ann@example.com'],
      ['timestamp', timestamp],
    ];
    expect(only(mailgun, postForm(fields))).toMatchObject({
      kind: 'delivered',
      recipient: 'ann@example.com',
    });
  });

  it('acknowledges what concerns nobody', () => {
    expect(parse(mailgun, event({ event: 'stored', recipient: undefined }))).toEqual({
      events: [],
      invalid: [],
    });
    expect(
      parse(mailgun, event({ event: 'accepted', recipient: undefined, 'delivery-status': null })),
    ).toEqual({ events: [], invalid: [] });
  });

  it.each([
    ['hardfail', '550', '5.1.1 user unknown'],
    ['hardfail', '5.1.1', 'smtp; 550-5.1.1 user unknown'],
    ['old', '421', '4.7.0 try again later'],
  ])('takes a legacy drop (%s) with a server behind it, %s, for the bounce it was', (reason, code, error) => {
    const bounced = onlyFailure(mailgun, postForm({ event: 'dropped', reason, code, error, ...legacy }));
    expect(bounced).toMatchObject({ kind: 'bounce', evidence: { diagnostic: error } });
  });

  it('finds a suppression by its reason, without a severity and a code', () => {
    const request = event({ event: 'failed', reason: 'suppress-complaint' });
    expect(onlyFailure(mailgun, request)).toMatchObject({
      kind: 'dropped',
      evidence: { onEspSuppressionList: true },
    });
  });
});
