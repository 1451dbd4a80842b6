import { describe, expect, it } from 'vitest';
import { mandrillSetup } from '../../shared/providers/mandrill/samples.ts';
import { mandrill } from '../../shared/providers/mandrill/webhook.ts';
import { InvalidPayloadError } from '../../shared/providers/provider.ts';
import { hmac } from '../../shared/providers/signature/hmac.ts';
import { basic, contextOf, NOW, only, onlyFailure, parse, post, postForm, verification } from './requests.ts';

const URL_OF_SOURCE = 'https://hooks.example.com/v1/webhooks/mandrill?list=a/';

function signed(fields: Readonly<Record<string, string>>, url = URL_OF_SOURCE, headers = {}) {
  const parts = Object.keys(fields)
    .sort()
    .flatMap((name) => [name, fields[name] ?? '']);
  const signature = hmac('sha1', 'key', url, ...parts).toString('base64');
  return postForm(fields, { 'x-mandrill-signature': signature, ...headers }, URL_OF_SOURCE);
}

function events(...list: object[]) {
  return postForm({ mandrill_events: JSON.stringify(list) });
}

function message(event: string, msg: object = {}) {
  return { event, _id: 'm-1', ts: 1_777_636_800, msg: { email: 'ann@example.com', _id: 'm-1', ...msg } };
}

describe('the signature of Mandrill', () => {
  const context = contextOf(['new', 'key']);

  it('covers the URL with its query, and every field in the order of their names', async () => {
    expect(
      await verification(mandrill, signed({ mandrill_events: '[{}]', another: 'ü +%' }), context),
    ).toEqual({
      verified: true,
    });
    expect(
      await verification(mandrill, signed({ mandrill_events: '[{}]' }, `${URL_OF_SOURCE}/`), context),
    ).toMatchObject({ verified: false });
  });

  it('covers the credentials of a URL that was configured with some', async () => {
    const configured = URL_OF_SOURCE.replace('://', () => '://user:pass$&word@');
    const request = signed({ mandrill_events: '[{}]' }, configured, basic('user:pass$&word'));
    expect(await verification(mandrill, request, context)).toEqual({ verified: true });
  });

  it.each([
    ['the standard port', 'https://hooks.example.com/mandrill', 'https://hooks.example.com:443/mandrill'],
    ['no port', 'https://hooks.example.com:443/mandrill', 'https://hooks.example.com/mandrill'],
    [
      'a slash at its end',
      'https://hooks.example.com/mandrill?a=b',
      'https://hooks.example.com/mandrill/?a=b',
    ],
    ['no slash after its host', 'https://hooks.example.com/', 'https://hooks.example.com'],
  ])('holds for a URL that was configured with %s', async (_, called, configured) => {
    const request = { ...signed({ mandrill_events: '[{}]' }, configured), url: called };
    expect(await verification(mandrill, request, context)).toEqual({ verified: true });
  });

  it.each([
    ['another scheme', 'http://hooks.example.com/mandrill'],
    ['another port', 'https://hooks.example.com:8443/mandrill'],
    ['another host', 'https://other.example.com/mandrill'],
    ['another path', 'https://hooks.example.com/mandrill/more'],
    ['another query', 'https://hooks.example.com/mandrill?list=b'],
  ])('is refused for a URL of %s', async (_, configured) => {
    const request = {
      ...signed({ mandrill_events: '[{}]' }, configured),
      url: 'https://hooks.example.com/mandrill',
    };
    expect(await verification(mandrill, request, context)).toMatchObject({ verified: false });
  });

  it('covers credentials as they stand in a URL, percent-encoded', async () => {
    const configured = URL_OF_SOURCE.replace('://', () => '://us%40er:p%2Fss@');
    const request = signed({ mandrill_events: '[{}]' }, configured, basic('us@er:p/ss'));
    expect(await verification(mandrill, request, context)).toEqual({ verified: true });
  });

  it('holds for a text with a replacement character of its own', async () => {
    expect(
      await verification(mandrill, signed({ mandrill_events: '[{"msg":{"diag":"550 \ufffd"}}]' }), context),
    ).toEqual({ verified: true });
  });

  it('is refused where it is missing, or another', async () => {
    const request = signed({ mandrill_events: '[{"event":"send"}]' });
    expect(await verification(mandrill, { ...request, headers: {} }, context)).toMatchObject({
      verified: false,
    });
    expect(
      await verification(mandrill, { ...request, body: Buffer.from('mandrill_events=[]') }, context),
    ).toMatchObject({ verified: false });
  });

  it('is made with a key that everyone knows while the webhook is set up, and only for no events', async () => {
    const setup = mandrillSetup({ url: URL_OF_SOURCE, secret: 'not known yet', at: NOW });
    expect(await verification(mandrill, setup, context)).toEqual({ verified: true });
    expect(mandrill.handshake?.(setup)).toEqual({ status: 200 });
    const forged = postForm(
      { mandrill_events: '[{}]' },
      {
        'x-mandrill-signature': hmac('sha1', 'test-webhook', URL_OF_SOURCE, 'mandrill_events[{}]').toString(
          'base64',
        ),
      },
      URL_OF_SOURCE,
    );
    expect(await verification(mandrill, forged, context)).toMatchObject({ verified: false });
  });

  it('takes nothing for a set-up that could be read as JSON, whatever form it is besides', async () => {
    const event = JSON.stringify(message('hard_bounce'));
    const fields: Record<string, string> = { [`${event}\n`]: '', mandrill_events: '[]' };
    const parts = Object.keys(fields).sort();
    const signature = hmac(
      'sha1',
      'test-webhook',
      URL_OF_SOURCE,
      ...parts.flatMap((name) => [name, fields[name] ?? '']),
    );
    const headers = { 'x-mandrill-signature': signature.toString('base64') };
    const forged = post(`${event}\n&mandrill_events=[]`, headers, URL_OF_SOURCE);
    expect(await verification(mandrill, forged, context)).toMatchObject({ verified: false });
    expect(mandrill.handshake?.(forged)).toBeNull();
  });

  it('is not asked of the HEAD that comes first', () => {
    expect(mandrill.handshake?.({ ...events(), method: 'HEAD' })).toEqual({
      status: 200,
      beforeVerification: true,
    });
  });
});

describe('parsing Mandrill', () => {
  it('reads a hard bounce with its reply and description', () => {
    const bounce = message('hard_bounce', {
      bounce_description: 'bad_mailbox',
      diag: 'smtp;550 5.1.1 no such user',
    });
    expect(onlyFailure(mandrill, events(bounce))).toMatchObject({
      kind: 'bounce',
      permanent: true,
      recipient: 'ann@example.com',
      occurredAt: 1_777_636_800_000,
      evidence: { diagnostic: 'smtp;550 5.1.1 no such user', espClass: 'bad_mailbox', espCode: 2001 },
    });
  });

  it.each([
    ['invalid_domain', 2002],
    ['mailbox_full', 3001],
    ['general', 3999],
    [undefined, 3999],
  ])('reads a soft bounce described as %s as %s', (bounce_description, espCode) => {
    expect(onlyFailure(mandrill, events(message('soft_bounce', { bounce_description })))).toMatchObject({
      permanent: false,
      evidence: { espCode },
    });
  });

  it.each(['hard_bounce', 'hard-bounce'])('knows the event written %s', (name) => {
    expect(onlyFailure(mandrill, events(message(name)))).toMatchObject({ kind: 'bounce', permanent: true });
  });

  it('takes the last reply of a deferral', () => {
    const deferral = message('deferral', { smtp_events: [{ diag: '451 first' }, { diag: '451 last' }] });
    expect(onlyFailure(mandrill, events(deferral)).evidence.diagnostic).toBe('451 last');
    expect(
      onlyFailure(mandrill, events(message('deferral', { smtp_events: null }))).evidence.diagnostic,
    ).toBeUndefined();
  });

  it('reads a rejection as a drop, with its reason', () => {
    const rejected = { ...message('reject'), reject: { reason: 'hard-bounce' } };
    expect(onlyFailure(mandrill, events(rejected))).toMatchObject({
      kind: 'dropped',
      evidence: { espClass: 'hard-bounce', espCode: 2004 },
    });
    expect(onlyFailure(mandrill, events(message('reject'))).kind).toBe('dropped');
  });

  it('reads an address put on the denylist as a drop, and acknowledges every other change of the lists', () => {
    const { events: read } = parse(
      mandrill,
      events(
        { type: 'blacklist', action: 'add', reject: { email: 'ann@example.com', reason: 'custom' }, ts: 1 },
        { type: 'whitelist', action: 'add', entry: { email: 'bob@example.com' }, ts: 1 },
        { type: 'denylist', action: 'remove', reject: { email: 'eve@example.com' }, ts: 1 },
        { type: 'denylist', action: 'change', reject: { email: 'dan@example.com', expired: true }, ts: 1 },
      ),
    );
    expect(read.map(({ kind, recipient }) => [kind, recipient])).toEqual([
      ['dropped', 'ann@example.com'],
      ['other', 'bob@example.com'],
      ['other', 'eve@example.com'],
      ['other', 'dan@example.com'],
    ]);
    expect(read[0]).toMatchObject({ evidence: { espClass: 'custom', onEspSuppressionList: true } });
  });

  it('reads the good events of a batch', () => {
    const { events: read, invalid } = parse(
      mandrill,
      events(message('spam'), { event: 'hard_bounce', msg: {} }, message('unsub')),
    );
    expect(read.map((event) => event.kind)).toEqual(['complaint', 'unsubscribe']);
    expect(invalid).toHaveLength(1);
  });

  it('names each deferral of a message apart', () => {
    const ids = [1, 2].map((ts) => only(mandrill, events({ ...message('deferral'), ts })).eventId);
    expect(new Set(ids).size).toBe(2);
  });

  it('refuses a form without the field, or with something else in it', () => {
    expect(() => parse(mandrill, postForm({ events: '[]' }))).toThrow(InvalidPayloadError);
    expect(() => parse(mandrill, postForm({ mandrill_events: '[{' }))).toThrow(InvalidPayloadError);
  });

  it('finds why it rejected a message, wherever it says so', () => {
    const rejected = { kind: 'dropped', evidence: { espClass: 'hard-bounce', espCode: 2004 } };
    for (const msg of [{ reject: { reason: 'hard-bounce' } }, { reject_reason: 'hard-bounce' }]) {
      expect(onlyFailure(mandrill, events(message('reject', msg)))).toMatchObject(rejected);
    }
  });
});
