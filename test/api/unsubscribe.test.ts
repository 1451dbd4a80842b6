import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { listUnsubscribeHeaders } from '../../shared/list-unsubscribe/headers.ts';
import { createFixture, event, type Fixture, NOON, SIGNING_KEY } from './fixture.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await createFixture();
});
afterAll(() => fixture.stop());
beforeEach(() => {
  fixture.signingKeys = [SIGNING_KEY];
});

let counter = 0;
const recipient = () => `reader-${counter++}@example.com`;

/** The path of the URL in a mail's List-Unsubscribe header field. */
function pathFor(
  address: string,
  {
    list = 'newsletter',
    daysAgo = 3,
    key = SIGNING_KEY,
  }: { list?: string; daysAgo?: number; key?: string } = {},
): string {
  const sentAt = new Date((NOON - daysAgo * 86_400) * 1_000);
  const headers = listUnsubscribeHeaders({ address, list, url: 'https://api.example', keys: [key], sentAt });
  return new URL(headers['List-Unsubscribe'].slice(1, -1)).pathname;
}

const oneClick = {
  raw: Buffer.from('List-Unsubscribe=One-Click'),
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
};
const html = { headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' } };

const statusOf = async (address: string, list = 'newsletter') =>
  (
    await fixture.ask('GET', `/v1/addresses/${encodeURIComponent(address)}`, {
      query: { list, consistent: 'true' },
    })
  ).json;

describe('a one-click request', () => {
  test('opts the recipient out of the list, at once, and of no other', async () => {
    const address = recipient();
    const { status, body } = await fixture.ask('POST', pathFor(address), oneClick);
    expect(status).toBe(200);
    expect(body).toContain('You get no more mail of the list <strong>newsletter</strong>.');
    expect(await statusOf(address)).toMatchObject({
      suppressed: true,
      reason: 'unsubscribe',
      list: 'newsletter',
      evidence: [{ kind: 'unsubscribe', source: 'list-unsubscribe', occurredAt: '2026-05-01T12:00:00Z' }],
    });
    expect(await statusOf(address, 'receipts')).toMatchObject({ suppressed: false });
  });

  test('comes as multipart form data as well', async () => {
    const address = recipient();
    const body = [
      '--x',
      'Content-Disposition: form-data; name="List-Unsubscribe"',
      '',
      'One-Click',
      '--x--',
      '',
    ];
    const { status } = await fixture.ask('POST', pathFor(address), {
      raw: Buffer.from(body.join('\r\n')),
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
    });
    expect(status).toBe(200);
    expect(await statusOf(address)).toMatchObject({ suppressed: true });
  });

  test('that comes again writes nothing, and after a new opt-in opts out again', async () => {
    const address = recipient();
    const path = pathFor(address);
    await fixture.record(
      event(address, { kind: 'unsubscribe', list: 'newsletter', at: NOON - 900, code: 9999 }),
    );
    await fixture.record(
      event(address, { kind: 'resubscribe', list: 'newsletter', at: NOON - 600, code: 9999 }),
    );
    expect(await statusOf(address)).toMatchObject({ suppressed: false });
    await fixture.ask('POST', path, oneClick);
    const { revision, suppressed } = await statusOf(address);
    expect(suppressed).toBe(true);
    expect((await fixture.ask('POST', path, oneClick)).status).toBe(200);
    expect(await statusOf(address)).toMatchObject({ revision });
  });

  test.each<[string, Parameters<Fixture['ask']>[2]]>([
    ['nothing', {}],
    ['another form', { ...oneClick, raw: Buffer.from('List-Unsubscribe=No') }],
    ['JSON', { body: { 'List-Unsubscribe': 'One-Click' } }],
    [
      'bytes',
      { raw: Buffer.from([0xff, 0xfe]), headers: { 'content-type': 'multipart/form-data; boundary=x' } },
    ],
    ['no type', { raw: oneClick.raw }],
  ])('with %s in the body changes nothing', async (_, request) => {
    const address = recipient();
    const { status, json } = await fixture.ask('POST', pathFor(address), request);
    expect([status, json.type]).toEqual([400, expect.stringMatching(/invalid-body$/)]);
    expect(await statusOf(address)).toMatchObject({ suppressed: false, revision: 0 });
  });

  test('with a long body changes nothing', async () => {
    const address = recipient();
    const raw = Buffer.from(`List-Unsubscribe=One-Click&x=${'x'.repeat(4_096)}`);
    expect((await fixture.ask('POST', pathFor(address), { ...oneClick, raw })).status).toBe(413);
    expect(await statusOf(address)).toMatchObject({ revision: 0 });
  });
});

describe('a link that is followed', () => {
  test('shows a page that asks, and changes nothing: link scanners follow links', async () => {
    const address = recipient();
    for (const method of ['GET', 'HEAD']) {
      const { status, headers, body } = await fixture.ask(method, pathFor(address), html);
      expect(status).toBe(200);
      expect(headers).toMatchObject({
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-store',
        'content-security-policy': expect.stringContaining("default-src 'none'"),
        'referrer-policy': 'no-referrer',
      });
      if (method === 'GET') {
        expect(body).toContain('<form method="post"><button name="List-Unsubscribe" value="One-Click">');
        expect(body).toContain('<strong>newsletter</strong>');
        expect(body).toContain('r…@example.com');
        expect(body).not.toContain(address);
      }
    }
    expect(await statusOf(address)).toMatchObject({ suppressed: false, revision: 0 });
  });

  test('may have parameters that were appended on the way', async () => {
    const { status } = await fixture.ask('GET', pathFor(recipient()), { query: { utm_source: 'mail' } });
    expect(status).toBe(200);
  });

  test('shows a list name as text, whatever is in it', async () => {
    const list = '<script>alert("1")</script>&';
    const { body } = await fixture.ask('GET', pathFor(recipient(), { list }));
    expect(body).not.toContain('<script>');
    expect(body).toContain('&#60;script&#62;alert(&#34;1&#34;)&#60;/script&#62;&#38;');
  });
});

describe.each(['GET', 'POST'])('%s of a link that is not good', (method) => {
  const request: Parameters<Fixture['ask']>[2] = method === 'POST' ? oneClick : {};

  test.each<[string, () => string, number, string]>([
    [
      'signed by another',
      () => pathFor('victim@example.com', { key: 'the key of a stranger..' }),
      404,
      'invalid-link',
    ],
    ['of another recipient', () => forged('victim@example.com'), 404, 'invalid-link'],
    ['of 731 days ago', () => pathFor('victim@example.com', { daysAgo: 731 }), 410, 'expired-link'],
    ['of the day after tomorrow', () => pathFor('victim@example.com', { daysAgo: -2 }), 410, 'expired-link'],
    ['cut', () => pathFor('victim@example.com').slice(0, -1), 404, 'invalid-link'],
    ['made up', () => '/v1/unsubscribe/victim%40example.com', 404, 'invalid-link'],
  ])('%s changes nothing', async (_, path, status, name) => {
    const problem = await fixture.ask(method, path(), request);
    expect([problem.status, problem.json.type]).toEqual([
      status,
      expect.stringMatching(new RegExp(`${name}$`)),
    ]);
    const page = await fixture.ask(method, path(), {
      ...request,
      headers: { ...request?.headers, ...html.headers },
    });
    expect([page.status, page.headers['content-type']]).toEqual([status, 'text/html; charset=utf-8']);
    expect(await statusOf('victim@example.com')).toMatchObject({ suppressed: false, revision: 0 });
  });

  test('of a stack without signing keys changes nothing', async () => {
    fixture.signingKeys = [];
    expect((await fixture.ask(method, pathFor('victim@example.com'), request)).status).toBe(404);
  });
});

/** The signature of one recipient under the address of another. */
function forged(address: string): string {
  const [, signature] = pathFor('attacker@example.com').split('.');
  return `${pathFor(address).split('.')[0]}.${signature}`;
}

test('a link signed by a rotated key is good while the key is known', async () => {
  const address = recipient();
  fixture.signingKeys = ['a newer key of 32 characters....', SIGNING_KEY];
  expect((await fixture.ask('POST', pathFor(address), oneClick)).status).toBe(200);
  expect(await statusOf(address)).toMatchObject({ suppressed: true });
});

test('an opt-out that cannot be recorded is a 503, to be sent again', async () => {
  const away = await createFixture();
  await away.loseTheTable();
  const problem = await away.ask('POST', pathFor('ann@example.com'), oneClick);
  expect([problem.status, problem.json.title]).toEqual([503, expect.any(String)]);
  const page = await away.ask('POST', pathFor('ann@example.com'), {
    ...oneClick,
    headers: { ...oneClick.headers, ...html.headers },
  });
  expect([page.status, page.headers['content-type']]).toEqual([503, 'text/html; charset=utf-8']);
  await away.stop();
});
