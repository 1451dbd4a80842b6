import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { type ReadOptions, readMailFiles } from '../../cli/read-mail/run.ts';
import { jsonLines, ledger, type Ran } from './running.ts';

const folder = mkdtempSync(join(tmpdir(), 'bounce-ledger-mail-'));
afterAll(() => rmSync(folder, { recursive: true }));

const report = `From: MAILER-DAEMON@mx.example.net
To: sender@example.org
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="part"

--part
Content-Type: text/plain

Two addresses could not be reached.
--part
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

Final-Recipient: rfc822; ann@example.com
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 User unknown

Final-Recipient: rfc822; bob@example.com
Action: failed
Status: 5.2.2
Diagnostic-Code: smtp; 552 5.2.2 Mailbox full

--part--
`.replaceAll('\n', '\r\n');

test('gives a line a recipient, in the order of the files; a file that cannot be read gives an error', async () => {
  const file = join(folder, 'report.eml');
  const missing = join(folder, 'missing.eml');
  writeFileSync(file, report);
  const ran = await ledger(['read-mail', missing, file]);
  expect(ran.code).toBe(0);
  expect(jsonLines(ran)).toMatchObject([
    { file: missing, error: expect.any(String) },
    {
      file,
      recipient: 'ann@example.com',
      kind: 'bounce',
      code: 2001,
      status: '5.1.1',
      rule: expect.any(String),
    },
    {
      file,
      recipient: 'bob@example.com',
      kind: 'bounce',
      code: 3001,
      status: '5.2.2',
      rule: expect.any(String),
    },
  ]);
});

/** A folder of its own for a test. */
function folderOf(files: Readonly<Record<string, string | Buffer>>): string {
  const root = mkdtempSync(join(folder, 'test-'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), content);
  }
  return root;
}

const bounceOf = (recipient: string) => report.replaceAll('ann@example.com', recipient);
const FROM = 'From MAILER-DAEMON Mon Mar  9 01:00:00 2026\r\n';

const filesAndRecipients = (ran: Ran, root = '') =>
  jsonLines(ran)
    .filter(({ recipient }) => recipient !== 'bob@example.com')
    .map(({ file, recipient }) => [String(file).replace(root, ''), recipient]);

/** File and recipient of each result, those of bob left out. */
async function read(paths: readonly string[], options: Partial<ReadOptions> = {}, root = '') {
  const lines: string[] = [];
  const all = { config: undefined, threads: undefined, isSummary: false, isImport: false, ...options };
  for await (const output of readMailFiles(paths, all)) lines.push(output.lines);
  return filesAndRecipients({ code: 0, stdout: lines.join(''), stderr: '' }, root);
}

test('reads folders with their subfolders, in order, without hidden files', async () => {
  const root = folderOf({
    'b.eml': bounceOf('b@example.com'),
    'a/2.eml': bounceOf('a2@example.com'),
    'a/1.eml': bounceOf('a1@example.com'),
    '.hidden': report,
  });
  expect(await read([root], {}, root)).toEqual([
    ['/a/1.eml', 'a1@example.com'],
    ['/a/2.eml', 'a2@example.com'],
    ['/b.eml', 'b@example.com'],
  ]);
});

test('reads the mails of a Maildir and its subfolders', async () => {
  const root = folderOf({
    'cur/1.host:2,S': bounceOf('read@example.com'),
    'new/2.host': bounceOf('new@example.com'),
    'tmp/3.host': bounceOf('tmp@example.com'),
    'dovecot.index': 'no mail',
    '.Archive/cur/4.host:2,': bounceOf('archived@example.com'),
    '.Archive/new/5.host': bounceOf('unread@example.com'),
  });
  expect((await read([root])).map(([, recipient]) => recipient)).toEqual([
    'read@example.com',
    'new@example.com',
    'archived@example.com',
    'unread@example.com',
  ]);
});

test.each([
  ['a mailbox file', (content: Buffer) => content],
  ['a compressed mailbox file', gzipSync],
])('reads every mail of %s', async (_what, encode) => {
  const mailbox = ['one', 'two'].map((name) => `${FROM}${bounceOf(`${name}@example.com`)}\r\n`).join('');
  const root = folderOf({ mailbox: encode(Buffer.from(mailbox)) });
  expect(await read([join(root, 'mailbox')], {}, root)).toEqual([
    ['/mailbox', 'one@example.com'],
    ['/mailbox', 'two@example.com'],
  ]);
});

test('reads every mail of a mailbox file that is not held as a whole', async () => {
  const returned = `X-Returned: ${'text '.repeat(12)}\r\n`.repeat(20_000);
  const mails = ['one', 'two'].map((name) => `${FROM}${bounceOf(`${name}@example.com`)}${returned}\r\n`);
  const root = folderOf({ mailbox: mails.join('') });
  expect(await read([join(root, 'mailbox')], {}, root)).toEqual([
    ['/mailbox', 'one@example.com'],
    ['/mailbox', 'two@example.com'],
  ]);
});

test('reads a compressed mail, and reports one that is cut off', async () => {
  const whole = gzipSync(report);
  const root = folderOf({ '1.eml.gz': whole, '2.eml.gz': whole.subarray(0, 100) });
  expect(await read([root], {}, root)).toEqual([
    ['/1.eml.gz', 'ann@example.com'],
    ['/2.eml.gz', undefined],
  ]);
});

test('reads a mailbox file from standard input, and the names of files', async () => {
  const mailbox = `${FROM}${report}\r\n${FROM}${bounceOf('cy@example.com')}`;
  expect(filesAndRecipients(await ledger(['read-mail', '-'], { input: mailbox }))).toEqual([
    ['-', 'ann@example.com'],
    ['-', 'cy@example.com'],
  ]);
  const root = folderOf({ 'a.eml': report });
  const ran = await ledger(['read-mail', '--files-from', '-'], { input: `${join(root, 'a.eml')}\n` });
  expect(filesAndRecipients(ran, root)).toEqual([['/a.eml', 'ann@example.com']]);
});

test('counts by failure code, receiver and rule', async () => {
  const root = folderOf({
    'a.eml': report,
    'b.eml': bounceOf('cy@example.org'),
    'c.eml': 'Subject: x\n\nhello',
  });
  const ran = await ledger(['read-mail', '--summary', '--json', root]);
  expect(JSON.parse(ran.stdout)).toMatchObject({
    mails: 3,
    recipients: 4,
    errors: 1,
    codes: [
      { code: 2001, name: 'address-unknown', count: 2 },
      { code: 3001, name: 'mailbox-full', count: 2 },
    ],
    receivers: [
      { receiver: 'example.com', count: 3 },
      { receiver: 'example.org', count: 1 },
    ],
    rules: expect.arrayContaining([{ rule: expect.any(String), count: 2 }]),
  });
});

test('gives the same results in the same order on several threads', async () => {
  const mails = Array.from({ length: 200 }, (_, index) => bounceOf(`user${index}@example.com`));
  const root = folderOf(Object.fromEntries(mails.map((content, index) => [`${1000 + index}.eml`, content])));
  const alone = await read([root], { threads: 1 });
  expect(alone).toHaveLength(200);
  expect(await read([root], { threads: 2 })).toEqual(alone);
}, 60_000);

test('needs a path, and for an import the word of an operator', async () => {
  const root = folderOf({ 'a.eml': report });
  expect(await ledger(['read-mail'])).toMatchObject({ code: 2, stdout: '' });
  expect(await ledger(['read-mail', root, '--import'])).toMatchObject({ code: 2, stdout: '' });
});
