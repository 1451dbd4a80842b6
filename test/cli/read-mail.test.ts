import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { jsonLines, ledger } from './running.ts';

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

test('wants files', async () => {
  expect(await ledger(['read-mail'])).toMatchObject({ code: 2 });
});
