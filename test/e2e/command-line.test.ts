import { describe, expect, test } from 'vitest';
import { sendMessage } from '../../shared/aws/queue.ts';
import { ledger as run } from '../cli/running.ts';
import { withCommands } from './commands.ts';

const { host, ledger, asked, trigger, fileOf, connect } = withCommands();

describe('an event, from its ESP to an answer', () => {
  test('trigger sends it signed; check and explain tell what it did', async () => {
    expect(await trigger('sendgrid', 'bounce', '--to', 'gone@shop.example')).toMatchObject({
      sent: 1,
      accepted: 1,
    });

    const table = await ledger('check', 'gone@shop.example', 'fine@shop.example');
    expect(table.code).toBe(10);
    expect(table.stdout).toMatch(
      /^gone@shop\.example +suppressed +every list .* no end +2001 +address-unknown$/m,
    );
    expect(table.stdout).toMatch(/^fine@shop\.example +free/m);
    expect(table.stdout).not.toContain('\u001b');

    const told = await ledger('explain', 'gone@shop.example');
    expect(told.code).toBe(10);
    for (const fact of [
      'why        address-unknown',
      'code       2001',
      'reply      550 5.1.1',
      'sendgrid',
    ]) {
      expect(told.stdout).toContain(fact);
    }
  });

  test('check reads addresses from standard input, and answers in order', async () => {
    const input = 'fine@shop.example\n\ngone@shop.example\nnobody\n';
    const ran = await run(['check', '-', '--json'], { input, env: { LEDGER_URL: host().url } });
    expect(ran.code).toBe(2);
    expect(JSON.parse(ran.stdout)).toMatchObject([
      { address: 'fine@shop.example', suppressed: false },
      { address: 'gone@shop.example', suppressed: true },
      { address: 'nobody', error: expect.any(String) },
    ]);
    expect(await ledger('check', 'fine@shop.example')).toMatchObject({ code: 0 });
  });

  test('many, twice and in disorder, count once', async () => {
    const sent = await trigger(
      'mailgun',
      'permanent-failure',
      '--to',
      'often@shop.example',
      '--count',
      '3',
      '--duplicate',
      '--shuffle',
    );
    expect(sent).toMatchObject({ sent: 6, accepted: 6 });
    const answer = await host().verdict('often@shop.example');
    expect(answer.evidence).toHaveLength(3);
  });

  test('signed with another secret it is refused, and said so', async () => {
    expect(await asked(2, 'trigger', 'mailgun', 'permanent-failure', '--secret', 'wrong')).toMatchObject({
      accepted: 0,
      statuses: { 401: 1 },
    });
  });
});

describe('by hand', () => {
  const who = ['--actor', 'support', '--reason', 'asked by letter'];

  test('suppress and release leave who and why in the evidence', async () => {
    expect(await asked(0, 'suppress', 'pat@shop.example', ...who)).toMatchObject({
      suppressed: true,
      reason: 'manual',
    });
    const released = await ledger('release', 'pat@shop.example', ...who);
    expect(released.code).toBe(0);
    expect(released.stdout).toContain('support: asked by letter');
  });

  test('a complaint needs a proof', async () => {
    await trigger('sendgrid', 'spam-report', '--to', 'angry@shop.example');
    const refused = await ledger('release', 'angry@shop.example', ...who);
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('proof') });
    expect(await asked(0, 'release', 'angry@shop.example', ...who, '--proof', 'ticket 4711')).toMatchObject({
      suppressed: false,
    });
  });
});

describe('import and export', () => {
  test('read-mail imports bounce mails once, on the word of an operator', async () => {
    const bounce = `From: MAILER-DAEMON@mx.shop.example
To: bounces@news.example
Message-ID: <read-mail-1@mx.shop.example>
Content-Type: multipart/report; report-type=delivery-status; boundary=x

--x
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.shop.example

Final-Recipient: rfc822; mailed@shop.example
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 no such user
--x--
`;
    const file = fileOf('bounce.eml', bounce);
    const who = ['--actor', 'ann', '--reason', 'the relay of March'];
    for (const _ of [1, 2]) {
      const ran = await ledger('read-mail', file, '--import', ...who);
      expect(ran.stderr).toContain('Sent 1 event to the ledger.');
      await host().drained();
    }
    const answer = await host().verdict('mailed@shop.example');
    expect(answer).toMatchObject({ suppressed: true, reason: 'address-unknown', code: 2001 });
    expect(answer.evidence).toHaveLength(1);
  });

  test("an ESP's list comes in by its events: a block suppresses nobody, a bad row is named", async () => {
    const file = fileOf(
      'bounces.csv',
      [
        'status,reason,email,created',
        '5.1.1,"550 5.1.1 user unknown, sorry",in-1@shop.example,1777636800',
        '5.7.1,"550 5.7.1 blocked, see https://www.spamhaus.org/",in-2@shop.example,1777636800',
        '5.1.1,550 5.1.1 user unknown,nobody,1777636800',
      ].join('\n'),
    );
    expect(await asked(2, 'import', file, '--all-or-nothing')).toMatchObject({
      taken: 0,
      bad: [{ line: 4 }],
    });
    expect(await host().verdict('in-1@shop.example', '?consistent=true')).toMatchObject({ revision: 0 });

    expect(await asked(2, 'import', file)).toMatchObject({ format: 'sendgrid-bounces', rows: 3, taken: 2 });
    await host().drained();
    expect(await host().verdict('in-1@shop.example')).toMatchObject({
      suppressed: true,
      reason: 'address-unknown',
      since: '2026-05-01T12:00:00Z',
    });
    expect(await host().verdict('in-2@shop.example')).toMatchObject({ suppressed: false });
  });

  test('a group has one name, by the webhook and by an import', async () => {
    await trigger('sendgrid', 'group-unsubscribe', '--to', 'grouped@shop.example');
    const { list } = await host().verdict('grouped@shop.example');
    const group = /^sendgrid\/group-(\d+)$/.exec(list ?? '')?.[1];
    const file = fileOf(
      'group.csv',
      `email,group_id,created_at\nalso-grouped@shop.example,${group},1777636800\n`,
    );
    await asked(0, 'import', file);
    await host().drained();
    expect(await host().verdict('also-grouped@shop.example')).toMatchObject({ suppressed: true, list });
  });

  test('taking a file in twice changes nothing', async () => {
    const file = fileOf('ses.csv', 'twice@shop.example,COMPLAINT,2026-05-01T12:00:00Z\n');
    await asked(0, 'import', file);
    await host().drained();
    const { revision } = await host().verdict('twice@shop.example');
    await asked(0, 'import', file);
    await host().drained();
    expect(await host().verdict('twice@shop.example')).toMatchObject({ reason: 'complaint', revision });
  });

  test('a list of decisions that is taken in twice is decided once', async () => {
    const file = fileOf('decided.txt', 'Email\ndecided@shop.example\n');
    const who = ['--actor', 'legal', '--reason', 'letters of May'];
    expect(await asked(0, 'import', file, ...who)).toMatchObject({ format: 'addresses', taken: 1 });
    expect(await asked(0, 'import', file, ...who)).toMatchObject({ taken: 1 });
    const { reason, evidence } = await host().verdict('decided@shop.example', '?consistent=true');
    expect({ reason, acts: evidence.length }).toEqual({ reason: 'manual', acts: 1 });
  });

  test('what is exported reads back', async () => {
    const exported = await ledger('export');
    expect(exported.code).toBe(0);
    expect(exported.stdout).toMatch(
      /^in-1@shop\.example,\*,address-unknown,2001,[^,]+,2026-05-01T12:00:00Z,$/m,
    );
    const file = fileOf('export.csv', exported.stdout);
    expect(await asked(0, 'import', file, '--dry-run', '--actor', 'x', '--reason', 'y')).toMatchObject({
      format: 'ledger',
      rows: exported.stdout.trimEnd().split('\n').length - 1,
      bad: [],
    });
  });

  test('for SES, a complaint is a COMPLAINT and everything else a BOUNCE', async () => {
    const { stdout } = await ledger('export', '--format', 'ses');
    expect(stdout).toContain('twice@shop.example,COMPLAINT\n');
    expect(stdout).toContain('in-1@shop.example,BOUNCE\n');
  });
});

test('dead letters are listed without an address, shown, and sent back', async () => {
  const { deadLetterQueueUrl } = await host().aws();
  const entry = { id: 'e1', kind: 'complaint', recipient: 'letter@shop.example' };
  const message = {
    kind: 'webhook',
    source: 'generic',
    provider: 'generic',
    receivedAt: Date.now(),
    contentType: 'application/json',
    headers: {},
    encoding: 'text',
    body: JSON.stringify(entry),
  };
  await sendMessage(await connect(), deadLetterQueueUrl, JSON.stringify(message));

  const listing = await ledger('dlq', 'list');
  expect(listing.stdout).toMatch(/generic +the whole message failed/);
  expect(listing.stdout).not.toContain('letter@');
  const [letter] = JSON.parse((await ledger('dlq', 'list', '--json')).stdout);
  expect((await ledger('dlq', 'show', letter.id)).stdout).toContain('letter@shop.example');

  expect(await asked(0, 'dlq', 'redrive')).toEqual({ redriven: 1 });
  await host().drained();
  expect(await host().verdict('letter@shop.example')).toMatchObject({ reason: 'complaint' });
  expect((await ledger('dlq', 'list')).stdout).toContain('empty');
});

describe('a secret is changed without losing an event', () => {
  test('the new one is valid at once, the old one until the rotation is finished', async () => {
    const { secret: old } = await host().source('brevo');
    const rotated = await ledger('sources', 'rotate', 'brevo', '--secret', 'a-fresh-secret-of-brevo');
    expect(rotated.code).toBe(0);
    expect(rotated.stdout).toContain('Brevo');
    expect(rotated.stdout).toContain('sources rotate brevo --finish');
    expect(await trigger('brevo', 'hard-bounce')).toMatchObject({ accepted: 1 });
    expect(await asked(0, 'trigger', 'brevo', 'hard-bounce', '--secret', old)).toMatchObject({ accepted: 1 });
    const short = await ledger('sources', 'rotate', 'brevo', '--secret', 'fifteen-letters');
    expect([short.code, short.stderr]).toEqual([2, expect.stringContaining('at least 16')]);
    expect(await ledger('sources', 'rotate', 'brevo', '--finish')).toMatchObject({ code: 0 });
  });

  test("an ESP's own secret cannot be made up", async () => {
    const { code, stderr } = await ledger('sources', 'rotate', 'mailgun');
    expect(code).toBe(2);
    expect(stderr).toContain('HTTP webhook signing key');
  });

  test('sources list names each webhook and no secret', async () => {
    const { stdout } = await ledger('sources', 'list');
    expect(stdout).toMatch(
      /^brevo +brevo +set +.*http:\/\/127\.0\.0\.1:\d+\/v1\/webhooks\/brevo\/[\w-]{22,}$/m,
    );
    expect(stdout).not.toContain('a-fresh-secret-of-brevo');
  });
});
