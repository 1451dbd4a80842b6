/** The client's signatures against those of the AWS SDK's signer. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Sha256 } from '@smithy/core/checksum';
import { HttpRequest } from '@smithy/core/transport';
import { SignatureV4 } from '@smithy/signature-v4';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { UnsignedRequest } from '../../client/http/authorization.ts';
import { signedHeaders } from '../../client/http/signature-v4.ts';
import { createLedgerClient } from '../../client/index.ts';
import { respondJson, StandInLedger } from './stand-in-ledger.ts';

const at = new Date('2026-10-05T12:34:56Z');
const credentials = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
};

async function sdkAuthorization(
  request: UnsignedRequest,
  { region, sessionToken }: { readonly region: string; readonly sessionToken?: string },
): Promise<string> {
  const url = new URL(request.url);
  const signer = new SignatureV4({
    service: 'execute-api',
    region,
    credentials: { ...credentials, ...(sessionToken !== undefined && { sessionToken }) },
    sha256: Sha256,
    applyChecksum: false,
  });
  const signed = await signer.sign(
    new HttpRequest({
      method: request.method,
      protocol: url.protocol,
      hostname: url.hostname,
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: { ...request.headers, host: url.host },
      ...(request.body !== undefined && { body: request.body }),
    }),
    { signingDate: at },
  );
  return signed.headers.authorization ?? '';
}

describe('a request', () => {
  test('is signed as the SDK signs it, whatever the address, list and token', async () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(
        text,
        text,
        fc.option(fc.stringMatching(/^[A-Za-z0-9+/=]{1,40}$/)),
        async (address, list, token) => {
          const base = 'https://abc123.execute-api.eu-central-1.amazonaws.com';
          const sessionToken = token ?? undefined;
          const requests: UnsignedRequest[] = [
            {
              method: 'POST',
              url: `${base}/v1/check`,
              headers: { accept: 'application/json', 'content-type': 'application/json' },
              body: JSON.stringify({ addresses: [address], list }),
            },
            {
              method: 'GET',
              url: `${base}/v1/addresses/${encodeURIComponent(address)}?consistent=true&list=${encodeURIComponent(list)}`,
              headers: { accept: 'application/json' },
            },
          ];
          for (const request of requests) {
            const region = 'eu-central-1';
            const ours = signedHeaders(request, {
              credentials: { ...credentials, sessionToken },
              region,
              at,
            });
            expect(ours.authorization).toBe(
              await sdkAuthorization(request, {
                region,
                ...(sessionToken !== undefined && { sessionToken }),
              }),
            );
          }
        },
      ),
    );
  });
});

describe('a client', () => {
  test('signs with what the provider of the SDK gives at the time', async () => {
    const ledger = await StandInLedger.start();
    let calls = 0;
    const client = createLedgerClient({
      url: ledger.url,
      credentials: async () => ({ ...credentials, sessionToken: `session ${++calls}` }),
      region: 'us-east-1',
      onUnavailable: 'throw',
      cache: false,
    });
    await client.get('ann@example.com');
    await client.get('ann@example.com');
    expect(ledger.requests.map(({ headers }) => headers)).toMatchObject([
      {
        authorization: expect.stringMatching(
          /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/us-east-1\/execute-api\/aws4_request, SignedHeaders=accept;content-type;host;x-amz-date;x-amz-security-token, Signature=[0-9a-f]{64}$/,
        ),
        'x-amz-security-token': 'session 1',
        host: new URL(ledger.url).host,
      },
      { 'x-amz-security-token': 'session 2' },
    ]);
    await ledger.stop();
  });

  test('sends the token that it is given', async () => {
    const ledger = await StandInLedger.start();
    for (const token of ['fixed', () => 'made', async () => 'fetched']) {
      await createLedgerClient({ url: ledger.url, token, onUnavailable: 'throw' }).get('ann@example.com');
    }
    expect(ledger.requests.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer fixed',
      'Bearer made',
      'Bearer fetched',
    ]);
    await ledger.stop();
  });

  test.each([
    ['fails', async () => Promise.reject(new Error('no role'))],
    ['never answers', () => new Promise<never>(() => {})],
  ])('is decided by its policy when the provider of credentials %s', async (_, provider) => {
    const client = createLedgerClient({
      url: 'http://127.0.0.1:9',
      credentials: provider,
      region: 'us-east-1',
      onUnavailable: 'hold',
      deadlineMs: 100,
    });
    expect(await client.get('ann@example.com')).toMatchObject({
      send: false,
      failure: { kind: 'credentials' },
    });
  });

  test('whose clock differs from the server signs anew with the time of the server', async () => {
    const serverTime = Date.now() + 3 * 3_600_000;
    const dates: string[] = [];
    const ledger = await StandInLedger.start();
    ledger.respond = (request, response) => {
      const date = String(request.headers['x-amz-date']);
      dates.push(date);
      const signedAt = Date.parse(date.replace(/^(\d{4})(\d\d)(\d\dT\d\d)(\d\d)(\d\dZ)$/, '$1-$2-$3:$4:$5'));
      if (Math.abs(signedAt - serverTime) < 300_000) return ledger.answer(request, response);
      respondJson(response, 403, { message: 'Forbidden' }, { date: new Date(serverTime).toUTCString() });
    };
    const client = createLedgerClient({
      url: ledger.url,
      credentials,
      region: 'us-east-1',
      onUnavailable: 'throw',
      cache: false,
    });
    expect(await client.get('ann@example.com')).toMatchObject({ suppressed: false });
    expect(await client.get('ann@example.com')).toMatchObject({ suppressed: false });
    expect(dates).toHaveLength(3);
    await ledger.stop();
  });
});

test('the error on a port that is no ledger contains no secret', async () => {
  const server = createServer((_, response) => response.writeHead(401).end('{"type":"about:blank"}'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = createLedgerClient({
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token: 'a-secret-token',
    onUnavailable: 'hold',
  });
  const answer = await client.get('ann@example.com');
  expect(answer).toMatchObject({ failure: { kind: 'rejected', message: 'HTTP 401' } });
  expect(JSON.stringify(answer)).not.toContain('a-secret-token');
  server.close();
});
