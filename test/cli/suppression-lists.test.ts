import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CsvReader, csvLine } from '../../cli/suppression-lists/csv.ts';
import { EntryReader, type RowEntries } from '../../cli/suppression-lists/read-entries.ts';

function readCsv(text: string) {
  const reader = new CsvReader();
  return [...reader.read(text), ...reader.end()];
}

describe('CSV', () => {
  test('cells may hold separators, quotes and line ends; lines are counted', () => {
    expect(readCsv('a,b\r\n"x, y","say ""no"""\r\n\r\n"two\nlines",z')).toEqual([
      { line: 1, cells: ['a', 'b'], broken: false },
      { line: 2, cells: ['x, y', 'say "no"'], broken: false },
      { line: 4, cells: ['two\nlines', 'z'], broken: false },
    ]);
  });

  test('a quote that does not end breaks its own line alone', () => {
    expect(readCsv('a\n"b\nc,d"\n"e\nf').map(({ line, broken }) => [line, broken])).toEqual([
      [1, false],
      [2, false],
      [4, true],
      [5, false],
    ]);
    expect(readCsv('"a"b,c\nd').map(({ cells, broken }) => (broken ? 'broken' : cells))).toEqual([
      'broken',
      ['d'],
    ]);
  });

  test('what is written reads back', () => {
    const cells = ['plain', 'a,b', 'say "no"', 'two\nlines', '', ' spaced '];
    expect(readCsv(csvLine(cells))).toEqual([{ line: 1, cells, broken: false }]);
  });
});

describe('as spreadsheets write it', () => {
  const row = { address: ANN, kind: 'bounce', diagnostic: '550 5.1.1 user, unknown', at: NOON };
  test.each([
    ['semicolons', `email;reason;status;created\r\n${ANN};"550 5.1.1 user, unknown";5.1.1;1777636800\r\n`],
    ['tabs', `email\treason\tstatus\tcreated\n${ANN}\t550 5.1.1 user, unknown\t5.1.1\t1777636800\n`],
    [
      'a byte order mark',
      `\uFEFF"email","reason","status","created"\n${ANN},"550 5.1.1 user, unknown",5.1.1,1777636800`,
    ],
    [
      'a byte order mark before JSON',
      `\uFEFF[\n{"email":"${ANN}","reason":"550 5.1.1 user, unknown","status":"5.1.1","created":1777636800}\n]`,
    ],
  ])('%s', async (_, text) => {
    expect(await read(text)).toMatchObject({ format: 'sendgrid-bounces', entries: [row] });
  });

  test('a file that has no row is told by its columns', async () => {
    expect(await read('email,created\n')).toEqual({ format: 'sendgrid-unsubscribes', entries: [] });
  });
});

async function* inParts(text: string, length: number): AsyncGenerator<string> {
  for (let start = 0; start < text.length; start += length) yield text.slice(start, start + length);
}

async function rowsOf(text: string, partLength = text.length) {
  const reader = new EntryReader({});
  const rows: RowEntries[] = [];
  for await (const row of reader.read(inParts(text, partLength))) rows.push(row);
  return { format: reader.format?.name, rows };
}

async function read(text: string) {
  const { format, rows } = await rowsOf(text);
  return { format, entries: rows.flatMap((row) => ('entries' in row ? row.entries : [])) };
}

const ANN = 'ann@example.com';
const NOON = Date.UTC(2026, 4, 1, 12);

describe('a file tells its format by its columns', () => {
  test.each([
    [
      'ledger',
      `address,list,reason,code,rule,since,until\n${ANN},*,address-unknown,2001,x,2026-05-01T12:00:00Z,\n`,
      { address: ANN, kind: 'bounce', permanent: true, code: 2001, list: '*', at: NOON },
    ],
    [
      'ledger',
      `{"address":"${ANN}","list":"newsletter","reason":"unsubscribe","code":9999,"since":"2026-05-01T12:00:00Z"}`,
      { address: ANN, kind: 'unsubscribe', list: 'newsletter', at: NOON },
    ],
    [
      'ledger',
      `address,list,reason,code,rule,since,until\n${ANN},*,permanent-failure,2999,x,2026-05-01T12:00:00Z,\n`,
      { address: ANN, kind: 'dropped', list: '*', at: NOON },
    ],
    [
      'ledger',
      `address,list,reason,code,rule,since,until\n${ANN},*,permanent-failure,2999,x,2026-05-01T12:00:00Z,2026-05-02T12:00:00Z\n`,
      { address: ANN, kind: 'bounce', permanent: true, code: 2999, list: '*', at: NOON },
    ],
    [
      'ses',
      `{"SuppressedDestinationSummaries":[{"EmailAddress":"${ANN}","Reason":"COMPLAINT","LastUpdateTime":"2026-05-01T12:00:00Z"}]}`,
      { address: ANN, kind: 'complaint', at: NOON },
    ],
    ['ses-list', `${ANN},BOUNCE\n`, { address: ANN, kind: 'dropped', at: null }],
    [
      'sendgrid-bounces',
      `status,reason,email,created\n5.1.1,"550 5.1.1 user unknown, sorry",${ANN},1777636800\n`,
      {
        address: ANN,
        kind: 'bounce',
        permanent: true,
        status: '5.1.1',
        diagnostic: '550 5.1.1 user unknown, sorry',
        at: NOON,
      },
    ],
    [
      'sendgrid-bounces',
      `[{"created":1777636800,"email":"${ANN}","reason":"452 4.2.2 mailbox full","status":""}]`,
      { address: ANN, kind: 'bounce', permanent: false, diagnostic: '452 4.2.2 mailbox full', at: NOON },
    ],
    [
      'sendgrid-invalid',
      `reason,email,created\nMail domain mentioned in email address is unknown,${ANN},1777636800\n`,
      { address: ANN, kind: 'bounce', permanent: true, code: 2003, at: NOON },
    ],
    [
      'sendgrid-spam-reports',
      `email,ip,created\n${ANN},192.0.2.1,1777636800\n`,
      { kind: 'complaint', at: NOON },
    ],
    ['sendgrid-unsubscribes', `email,created\n${ANN},1777636800\n`, { kind: 'unsubscribe', at: NOON }],
    [
      'mailgun-bounces',
      `{"items":[{"address":"${ANN}","code":"550","error":"No such mailbox","created_at":"Fri, 01 May 2026 12:00:00 UTC"}]}`,
      { address: ANN, kind: 'bounce', permanent: true, diagnostic: '550 No such mailbox', at: NOON },
    ],
    [
      'mailgun-unsubscribes',
      `address,tags,created_at\n${ANN},*,2026-05-01 12:00:00\n`,
      { address: ANN, kind: 'unsubscribe', at: NOON },
    ],
    [
      'mailgun-bounces',
      `address,code,error,created_at\n${ANN},605,Not delivering to previously bounced address,2026-05-01 12:00:00\n`,
      { kind: 'dropped', diagnostic: 'Not delivering to previously bounced address', at: NOON },
    ],
    [
      'mailgun-unsubscribes',
      `address,tags,created_at\n${ANN},"[""deals""]",2026-05-01 12:00:00\n`,
      { address: ANN, kind: 'unsubscribe', espList: 'tag-deals', at: NOON },
    ],
    [
      'mailgun-complaints',
      `address,created_at\n${ANN},2026-05-01 12:00:00\n`,
      { kind: 'complaint', at: NOON },
    ],
    [
      'postmark',
      `{"Suppressions":[{"EmailAddress":"${ANN}","SuppressionReason":"HardBounce","Origin":"Recipient","CreatedAt":"2026-05-01T08:00:00-04:00"}]}`,
      { address: ANN, kind: 'dropped', at: NOON },
    ],
    [
      'postmark',
      `EmailAddress,SuppressionReason,Origin,CreatedAt\n${ANN},ManualSuppression,Recipient,2026-05-01T12:00:00Z\n`,
      { address: ANN, kind: 'unsubscribe', at: NOON },
    ],
    [
      'sparkpost',
      `{"results":[{"recipient":"${ANN}","type":"non_transactional","source":"Bounce Rule","description":"550: 550 5.1.1 user unknown","created":"2026-05-01T12:00:00+00:00"}]}`,
      { address: ANN, kind: 'bounce', permanent: true, diagnostic: '550: 550 5.1.1 user unknown', at: NOON },
    ],
    [
      'mandrill',
      `email,reason,detail,created_at,last_event_at,expires_at,expired\n${ANN},hard-bounce,550 user unknown,2026-05-01 12:00:00,,2999-01-01 00:00:00,no\n`,
      { address: ANN, kind: 'dropped', at: NOON },
    ],
    [
      'mandrill',
      `email,reason,detail,created_at,last_event_at,expires_at,expired\n${ANN},hard-bounce,550 user unknown,2026-05-01 12:00:00,,2026-05-08 12:00:00,yes\n`,
      { address: ANN, kind: 'bounce', permanent: true, diagnostic: '550 user unknown', at: NOON },
    ],
    [
      'mandrill',
      `email,reason,detail,created_at,last_event_at,expires_at,expired\n${ANN},soft-bounce,,2026-05-01 12:00:00,,2026-05-02 12:00:00,no\n`,
      { address: ANN, kind: 'bounce', permanent: false, at: NOON, loss: 'hold' },
    ],
    [
      'mandrill',
      `email,reason,detail,created_at,last_event_at,expires_at,expired\n${ANN},spam,,2026-05-01 12:00:00,,,no\n`,
      { address: ANN, kind: 'complaint', at: NOON },
    ],
    [
      'sendgrid-groups',
      `[{"email":"${ANN}","group_id":5,"group_name":"News","created_at":1777636800}]`,
      { address: ANN, kind: 'unsubscribe', espList: 'group-5', at: NOON },
    ],
    [
      'sparkpost',
      `recipient,type,description\n${ANN},transactional,asked by letter\n`,
      { address: ANN, kind: 'dropped', at: null },
    ],
    [
      'mailgun-unsubscribes',
      `{"items":[{"address":"${ANN}","tag":"*","created_at":"Fri, 01 May 2026 12:00:00 GMT"}]}`,
      { address: ANN, kind: 'unsubscribe', at: NOON },
    ],
    [
      'mailgun-bounces',
      `address,code,error,created_at\n${ANN},550,,"Fri, 01 May 2026 12:00:00 GMT"\n`,
      { address: ANN, kind: 'dropped', at: NOON },
    ],
    [
      'ses',
      `Email address,Suppression reason\n${ANN},Complaint\n`,
      { address: ANN, kind: 'complaint', at: null },
    ],
    [
      'postmark',
      `Email Address,Reason,Origin,Created At\n${ANN},Hard Bounce,Recipient,2026-05-01 12:00:00\n`,
      { address: ANN, kind: 'dropped', at: NOON },
    ],
    ['addresses', `Email\n${ANN}\n`, { address: ANN, kind: 'suppress', at: null }],
    ['addresses', `EMAIL_ADDRESS\n${ANN}\n`, { address: ANN, kind: 'suppress', at: null }],
    ['addresses', `["${ANN}"]`, { address: ANN, kind: 'suppress', at: null }],
    ['addresses', `${ANN}\n`, { address: ANN, kind: 'suppress', at: null }],
  ])('%s: %s', async (name, text, entry) => {
    const result = await read(text);
    expect(result.format).toBe(name);
    expect(result.entries).toMatchObject([entry]);
  });
});

test('a bad row says its line and its fault, and quotes nothing', async () => {
  const { rows } = await rowsOf(`email,created\n${ANN}\n"${ANN},1\n${ANN},1777636800\n`);
  expect(rows).toMatchObject([
    { line: 2, fault: 'it has 1 cells, not 2' },
    { line: 3, fault: 'its quotes do not match' },
    { line: 4, entries: [{ address: ANN }] },
  ]);
});

describe('a file of any size', () => {
  const cell = fc.oneof(
    fc.constantFrom(ANN, '1777636800', '', 'a,b', 'say "no"', 'two\nlines', 'two\r\nlines', '"', 'x"y'),
    fc.string({ maxLength: 6 }),
  );
  const line = fc.array(cell, { minLength: 1, maxLength: 4 });
  const lineEnd = fc.constantFrom('\n', '\r\n', '\r');
  const csv = fc
    .array(
      fc.tuple(
        fc.oneof(
          line.map(csvLine),
          line.map((cells) => cells.join(',')),
        ),
        lineEnd,
      ),
    )
    .map((lines) => `email,created\n${lines.flat().join('')}`);

  test('reads alike in whatever parts it comes', async () => {
    await fc.assert(
      fc.asyncProperty(csv, fc.integer({ min: 1, max: 40 }), async (text, length) => {
        expect(await rowsOf(text, length)).toEqual(await rowsOf(text));
      }),
    );
  });

  test('JSON lines and documents read alike in whatever parts they come', async () => {
    const entry = { email: ANN, created: 1_777_636_800 };
    for (const text of [
      `${JSON.stringify(entry)}\n\n"${ANN}"\r\n{broken\n`,
      `\n[\n${JSON.stringify(entry)},\n7]\n`,
      JSON.stringify({ items: [entry] }),
    ]) {
      const whole = await rowsOf(text);
      for (let length = 1; length < 12; length++) expect(await rowsOf(text, length)).toEqual(whole);
    }
  });

  test('a quote that does not end costs its own line, however long the file is', () => {
    const rows = Array.from({ length: 20_000 }, (_, n) => `person${n}@example.com,1777636800`);
    const reader = new CsvReader();
    const records = [`email,created\n"${ANN},1\n`, ...rows.map((row) => `${row}\n`)].flatMap((part) => [
      ...reader.read(part),
    ]);
    records.push(...reader.end());
    expect(records).toHaveLength(rows.length + 2);
    expect(records.filter(({ broken }) => broken)).toMatchObject([{ line: 2 }]);
  });
});
