/** A sender's program against a local host: look-ups, a host that is killed, and the unsubscribe links of its mail. */
import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nodemailerPlugin } from '../../client/adapters/nodemailer.ts';
import { createLedgerClient, listUnsubscribeHeaders } from '../../client/index.ts';
import { LOCAL_SIGNING_KEY } from '../../local/sources.ts';
import { verifyReturnPath } from '../../shared/return-path/return-path.ts';
import { ledger as run } from '../cli/running.ts';
import { deliverSendGrid, sendGridBounce, someone } from './esp.ts';
import { LocalLedger } from './ledger.ts';

let host: LocalLedger;
const gone = someone();

beforeAll(async () => {
  host = await LocalLedger.start();
  await deliverSendGrid(await host.source('sendgrid'), JSON.stringify([sendGridBounce(gone)]));
  await host.drained();
});
afterAll(() => host.stop());

describe("a sender's program", () => {
  test('gets the answers of the API, in order, what is no address among them', async () => {
    const ledger = createLedgerClient({ url: host.url, onUnavailable: 'throw' });
    const answers = await ledger.check(['fine@fine.example', `Someone <${gone.address}>`, 'no address']);
    const { reason, code, list, since, until, advice, revision } = await host.verdict(gone.address);
    expect(answers).toMatchObject([
      { outcome: 'not-suppressed', address: 'fine@fine.example' },
      { outcome: 'suppressed', address: gone.address, reason, code, list, since, until, advice, revision },
      { outcome: 'invalid' },
    ]);
    expect(await ledger.get(gone.address, { consistent: true })).toMatchObject({
      suppressed: true,
      revision,
    });
  });

  test('for a list that nothing is known of goes by what stands on every list', async () => {
    const ledger = createLedgerClient({ url: host.url, list: 'no-such-list', onUnavailable: 'throw' });
    const answers = await ledger.check([gone.address, 'fine@fine.example']);
    expect(answers.map(({ send }) => send)).toEqual([false, true]);
  });

  test('guards Nodemailer', async () => {
    const ledger = createLedgerClient({ url: host.url, onUnavailable: 'hold' });
    const mailer = createTransport({ jsonTransport: true }).use('stream', nodemailerPlugin(ledger));
    const { envelope } = await mailer.sendMail({
      from: 'shop@shop.example',
      to: [gone.address, 'fine@fine.example'],
      text: 'Hello',
    });
    expect(envelope.to).toEqual(['fine@fine.example']);
  });

  test('decides as declared once the host is killed, and by nothing else', async () => {
    const dying = await LocalLedger.start();
    const path = (address: string) => `/v1/suppressions/${encodeURIComponent(address)}`;
    const recipients = Array.from({ length: 12_000 }, (_, n) => `r${n}@shop-${n % 50}.example`);
    const suppressed = new Set(['r10@shop-10.example', 'r11999@shop-49.example']);
    for (const address of suppressed) {
      await dying.call('PUT', path(address), { actor: 'ops', reason: 'test' });
    }
    const policies = ['send', 'hold'] as const;
    const clients = policies.map((onUnavailable) =>
      createLedgerClient({ url: dying.url, onUnavailable, deadlineMs: 5_000 }),
    );
    const first = await Promise.all(clients.map((ledger) => ledger.check(recipients.slice(0, 1_000))));
    const rest = clients.map((ledger) => ledger.check(recipients.slice(1_000)));
    await dying.kill();
    for (const [index, policy] of policies.entries()) {
      expect(first[index]?.every(({ outcome }) => outcome !== 'unavailable')).toBe(true);
      const answers = [...(first[index] ?? []), ...((await rest[index]) ?? [])];
      expect(answers).toHaveLength(recipients.length);
      expect(answers.at(-1)).toMatchObject({ outcome: 'unavailable' });
      const wrong = answers.filter(({ recipient, outcome, send }) => {
        const expected = outcome === 'unavailable' ? policy === 'send' : !suppressed.has(recipient);
        return send !== expected;
      });
      expect(wrong).toEqual([]);
    }
  });
});

describe('the unsubscribe link of a mail', () => {
  const headersFor = (address: string, key = LOCAL_SIGNING_KEY) =>
    listUnsubscribeHeaders({ address, list: 'newsletter', url: host.url, keys: [key] });
  const linkOf = (headers: ReturnType<typeof headersFor>) => headers['List-Unsubscribe'].slice(1, -1);
  const post = (url: string, body: RequestInit['body']) =>
    fetch(url, { method: 'POST', body, headers: { 'content-type': 'application/x-www-form-urlencoded' } });

  test('asks when it is followed, and opts out when it is posted, as a mail program does', async () => {
    const { address } = someone();
    const headers = headersFor(address);
    const page = await fetch(linkOf(headers), { headers: { accept: 'text/html' } });
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(await page.text()).toContain('<form method="post">');
    expect(await host.verdict(address)).toMatchObject({ suppressed: false, revision: 0 });

    expect((await post(linkOf(headers), headers['List-Unsubscribe-Post'])).status).toBe(200);
    const status = await host.verdict(address, '?list=newsletter&consistent=true');
    expect(status).toMatchObject({ suppressed: true, reason: 'unsubscribe', list: 'newsletter' });
    expect(await host.verdict(address, '?list=receipts')).toMatchObject({ suppressed: false });
  });

  test('comes as a form of several parts as well', async () => {
    const { address } = someone();
    const form = new FormData();
    form.set('List-Unsubscribe', 'One-Click');
    const response = await fetch(linkOf(headersFor(address)), { method: 'POST', body: form });
    expect(response.status).toBe(200);
    expect(await host.verdict(address, '?list=newsletter&consistent=true')).toMatchObject({
      suppressed: true,
    });
  });

  test('of a stranger changes nothing', async () => {
    const { address } = someone();
    const link = linkOf(headersFor(address, 'the key of a stranger'));
    expect((await post(link, 'List-Unsubscribe=One-Click')).status).toBe(404);
    expect(await host.verdict(address)).toMatchObject({ suppressed: false, revision: 0 });
  });
});

describe('the command line', () => {
  const on = (...args: readonly string[]) => run([...args, '--url', host.url]);
  const domain = ['--domain', 'bounces.shop.example'];

  test('makes return paths that the ledger verifies, and rotates the keys', async () => {
    const made = await on('return-path', 'Ann@Example.com', 'bob@example.com', ...domain, '--json');
    const paths = JSON.parse(made.stdout);
    expect(paths).toEqual([
      {
        recipient: 'Ann@Example.com',
        returnPath: expect.stringMatching(/^bounces\+.{19}-ann=example\.com@bounces\./),
      },
      { recipient: 'bob@example.com', returnPath: expect.stringMatching(/-bob=example\.com@bounces\./) },
    ]);
    const [{ returnPath }] = paths;
    expect(verifyReturnPath(returnPath, { keys: [LOCAL_SIGNING_KEY], now: new Date() })).toMatchObject({
      verified: true,
      recipient: 'ann@example.com',
    });

    expect(await on('signing-keys', 'rotate')).toMatchObject({ code: 0 });
    expect((await on('signing-keys', 'list')).stdout).toMatch(/^2 of at most 5 keys in the parameter \//);
    expect(await on('return-path', '--verify', returnPath)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^A mail to ann@example\.com, sent on \d{4}-\d\d-\d\d\.\n$/),
    });
    const renewed = (await on('return-path', 'ann@example.com', ...domain)).stdout.trim();
    expect(renewed).not.toBe(returnPath);
    expect(await on('return-path', '--verify', returnPath.replace('ann=', 'eve='), '--json')).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('invalid-signature'),
    });
  });

  test.each([
    [['return-path', 'ann', ...domain], 'That is not an e-mail address.'],
    [['return-path', 'ann@example.com', '--domain', ' '], 'Invalid domain.'],
    [['return-path', ...domain], 'Give addresses, or "-"'],
  ])('says what is wrong with %j', async (args, message) => {
    expect(await on(...args)).toMatchObject({ code: 2, stderr: expect.stringContaining(message) });
  });
});
