import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deliverSendGrid, sendGridBounce, someone } from './esp.ts';
import { LocalLedger } from './ledger.ts';

let ledger: LocalLedger;
const gone = someone();
const complained = someone();

beforeAll(async () => {
  ledger = await LocalLedger.start();
  const events = [
    sendGridBounce(gone),
    { ...sendGridBounce(complained), event: 'spamreport', sg_event_id: `${complained.id}-complaint` },
  ];
  await deliverSendGrid(await ledger.source('sendgrid'), JSON.stringify(events));
  await ledger.drained();
});
afterAll(() => ledger.stop());

const json = async (response: Response) => response.json();

describe('a sender asks', () => {
  test.each([
    ['GET', '/v1/nothing', 404],
    ['GET', '/elsewhere', 404],
    ['GET', '/v1/addresses/', 404],
    ['GET', '/v1/addresses/nobody', 400],
    ['POST', '/v1/addresses/ann%40example.com', 405],
    ['DELETE', '/v1/check', 405],
  ])('what there is not, and is told so as a problem: %s %s', async (method, path, status) => {
    const response = await fetch(`${ledger.url}${path}`, { method });
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await json(response)).toMatchObject({ status, detail: expect.any(String) });
  });

  test('with HEAD, and hears the header fields of GET, and no other length than its', async () => {
    const url = `${ledger.url}/v1/addresses/${encodeURIComponent(gone.address)}`;
    const [get, head] = [await fetch(url), await fetch(url, { method: 'HEAD' })];
    expect([head.status, head.headers.get('etag')]).toEqual([200, get.headers.get('etag')]);
    expect([null, get.headers.get('content-length')]).toContain(head.headers.get('content-length'));
    expect(await head.text()).toBe('');
  });

  test('about one address, and hears why, since when, and what to do', async () => {
    expect(await ledger.verdict(gone.address)).toMatchObject({
      address: gone.address,
      suppressed: true,
      reason: 'address-unknown',
      code: 2001,
      list: '*',
      since: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      until: null,
      advice: expect.stringMatching(/\w+/),
      revision: expect.any(Number),
    });
  });

  test('about an address as people write it: display name, brackets, capitals', async () => {
    const asWritten = `Someone <${gone.address.toUpperCase()}>`;
    expect(await ledger.verdict(asWritten)).toMatchObject({ address: gone.address, suppressed: true });
  });

  test('about an address without a record', async () => {
    expect(await ledger.verdict('a/b+c%d@fine.example')).toMatchObject({
      address: 'a/b+c%d@fine.example',
      suppressed: false,
      reason: null,
      revision: 0,
    });
  });

  test('about many at once, and is answered in order', async () => {
    const asked = [complained.address, 'fine@fine.example', gone.address];
    const response = await ledger.call('POST', '/v1/check', { addresses: asked });
    expect(await json(response)).toMatchObject({
      results: [
        { address: complained.address, suppressed: true, reason: 'complaint' },
        { address: 'fine@fine.example', suppressed: false },
        { address: gone.address, suppressed: true },
      ],
    });
  });

  test('for the list of the suppressed, a page at a time', async () => {
    const page = v.object({
      suppressions: v.array(v.looseObject({ address: v.string() })),
      cursor: v.nullable(v.string()),
    });
    const found: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const path = `/v1/suppressions?limit=1${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`;
      const answer: v.InferOutput<typeof page> = v.parse(page, await json(await ledger.get(path)));
      found.push(...answer.suppressions.map(({ address }) => address));
      cursor = answer.cursor;
    }
    expect(found.toSorted()).toEqual([gone.address, complained.address].toSorted());
    const unknown = await json(await ledger.get('/v1/suppressions?code=2001'));
    expect(unknown).toMatchObject({ suppressions: [{ address: gone.address, code: 2001 }] });
  });

  test('for the codes, what a reply would be, and the description of the API', async () => {
    expect(await json(await ledger.get('/v1/codes'))).toMatchObject({ codes: expect.any(Array) });
    const classified = await ledger.call('POST', '/v1/classify', {
      text: '550 5.1.1 <a@b.example> user unknown',
    });
    expect(await json(classified)).toMatchObject({ code: 2001 });
    expect(await json(await ledger.get('/v1/openapi.json'))).toMatchObject({
      openapi: expect.stringMatching(/^3\./),
    });
  });

  test.each([
    ['GET', '/v1/addresses/nobody', 400],
    ['GET', '/v1/suppressions?code=abc', 400],
    ['POST', '/v1/check', 400],
    ['GET', '/v1/nothing', 404],
  ])('wrongly (%s %s) and is told what to fix', async (method, path, status) => {
    const response =
      method === 'GET' ? await ledger.get(path) : await ledger.call(method, path, { addresses: 'ann' });
    expect(response.status).toBe(status);
  });
});

describe('a person', () => {
  const who = { actor: 'support@shop.example', reason: 'asked on the phone' };
  const path = (address: string) => `/v1/suppressions/${encodeURIComponent(address)}`;

  test('suppresses an address and releases it', async () => {
    const { address } = someone();
    expect((await ledger.call('PUT', path(address), who)).status).toBe(200);
    expect(await ledger.verdict(address, '?consistent=true')).toMatchObject({
      suppressed: true,
      reason: 'manual',
    });
    expect((await ledger.call('DELETE', path(address), who)).status).toBe(200);
    expect(await ledger.verdict(address, '?consistent=true')).toMatchObject({ suppressed: false });
  });

  test('releases someone who complained only with a proof that they want mail again', async () => {
    expect((await ledger.call('DELETE', path(complained.address), who)).status).toBe(409);
    const stated = { ...who, proof: 'signed up again on 2026-11-01' };
    expect((await ledger.call('DELETE', path(complained.address), stated)).status).toBe(200);
    expect((await ledger.verdict(complained.address)).suppressed).toBe(false);
  });

  test('is told when the record changed meanwhile', async () => {
    const stale = await ledger.call('PUT', path(gone.address), who, { 'if-match': '"99"' });
    expect(stale.status).toBe(412);
    expect(stale.headers.get('content-type')).toBe('application/problem+json');
  });

  test('erases an address', async () => {
    const subject = someone();
    await deliverSendGrid(await ledger.source('sendgrid'), JSON.stringify([sendGridBounce(subject)]));
    await ledger.drained();
    const response = await ledger.call('DELETE', `/v1/addresses/${encodeURIComponent(subject.address)}`, {
      actor: 'dpo',
      reason: 'erasure request',
    });
    expect(await json(response)).toEqual({ erased: true, hashKept: false });
    expect(await ledger.verdict(subject.address)).toMatchObject({
      suppressed: false,
      revision: 0,
      evidence: [],
    });
  });
});

test('a changed verdict is published on the event bus, an unchanged one is not', async () => {
  const subject = someone();
  const source = await ledger.source('sendgrid');
  for (let time = 0; time < 2; time++) {
    const bounce = { ...sendGridBounce(subject), sg_event_id: `${subject.id}-${time}` };
    await deliverSendGrid(source, JSON.stringify([bounce]));
    await ledger.drained();
  }
  const published = async () => {
    const events = v.parse(
      v.array(v.looseObject({ 'detail-type': v.string(), detail: v.unknown() })),
      await json(await ledger.get('/_local/events')),
    );
    return events.filter(({ detail }) => JSON.stringify(detail).includes(subject.address));
  };
  await expect.poll(async () => (await published()).length, { timeout: 10_000 }).toBe(1);
  expect((await published())[0]).toMatchObject({
    source: 'bounce-ledger',
    'detail-type': 'address.suppressed',
  });
});
