import { describe, expect, it } from 'vitest';
import { joinReply, parseReply, type ReplyEvidence } from '../../shared/smtp/reply.ts';

/** The diagnostic of a report, and the reply in it. */
type Example = readonly [
  diagnostic: string,
  parsed: {
    readonly reply: string;
    readonly code: string;
    readonly status: string;
    readonly command: string;
  },
];

function parse(evidence: ReplyEvidence) {
  const { replyCode, status, command, ...reply } = parseReply(evidence);
  return { reply: joinReply({ ...reply, replyCode, status, command }), code: replyCode, status, command };
}

describe('the reply in what a reporting MTA wrote around it', () => {
  const examples: Readonly<Record<string, Example>> = {
    'Exchange, with name and address': [
      "Remote Server at mx.example.net (192.0.2.5) returned '550 5.1.1 unknown'",
      { reply: "550 5.1.1 unknown'", code: '550', status: '5.1.1', command: '' },
    ],
    'Exchange Online, behind a status of its own': [
      '550 5.0.350 Remote server returned an error -> 421 4.7.0 slow down',
      { reply: '421 4.7.0 slow down', code: '421', status: '4.7.0', command: '' },
    ],
    'any host, behind a colon': [
      'Last error: 452 4.2.2 full',
      { reply: '452 4.2.2 full', code: '452', status: '4.2.2', command: '' },
    ],
    'a bare reply': [
      '550 5.1.1 no such user',
      { reply: '550 5.1.1 no such user', code: '550', status: '5.1.1', command: '' },
    ],
    'RFC 3464, with the type of the code': [
      'smtp; 452 4.2.2 mailbox full',
      { reply: '452 4.2.2 mailbox full', code: '452', status: '4.2.2', command: '' },
    ],
    'Postfix, after RCPT TO': [
      'host mx.example.net[192.0.2.5] said: 550 5.1.1 <a@b.example>: unknown (in reply to RCPT TO command)',
      { reply: '550 5.1.1 <a@b.example>: unknown', code: '550', status: '5.1.1', command: 'rcpt' },
    ],
    'Postfix, after the data': [
      'host mx.example.net[192.0.2.5] said: 554 5.7.1 spam (in reply to end of DATA command)',
      { reply: '554 5.7.1 spam', code: '554', status: '5.7.1', command: 'data' },
    ],
    'Exim, behind the name of the host': [
      'SMTP error from remote mail server after MAIL FROM:<x@y.example>: host mx.example.net [192.0.2.5]: 550 go away',
      { reply: '550 go away', code: '550', status: '', command: 'mail' },
    ],
    'Exim, over several lines': [
      'SMTP error from remote mail server after RCPT TO:<a@b.example>:\n host mx.example.net [192.0.2.5]:\n 550-No such\n 550 user here',
      { reply: '550-No such user here', code: '550', status: '', command: 'rcpt' },
    ],
    'Postfix, in reply to the connection': [
      'host mx.example.net[192.0.2.5] refused to talk to me: 554 mx.example.net',
      { reply: '554 mx.example.net', code: '554', status: '', command: 'connect' },
    ],
    DragonFly: [
      'mx.example.net [192.0.2.5] did not like our RCPT TO: 452 4.2.2 full',
      { reply: '452 4.2.2 full', code: '452', status: '4.2.2', command: '' },
    ],
    CommuniGate: [
      'Failed to deliver to a@b.example SMTP module(domain b.example) reports: 550 unknown',
      { reply: '550 unknown', code: '550', status: '', command: '' },
    ],
    "MDaemon's transcript": [
      '--> RCPT To:<a@b.example> <-- 550 unknown',
      { reply: '550 unknown', code: '550', status: '', command: '' },
    ],
    MailEnable: [
      'Recipient: [SMTP:a@b.example] Reason: 451 later',
      { reply: '451 later', code: '451', status: '', command: '' },
    ],
    'Cisco, with the number of attempts': [
      "5.3.0 - Other mail system problem 554-'too many hops' (delivery attempts: 3)",
      { reply: "554-'too many hops'", code: '554', status: '', command: '' },
    ],
    MailMarshal: [
      'Could not be delivered because of 550 unknown',
      { reply: '550 unknown', code: '550', status: '', command: '' },
    ],
    'Exchange, behind its text for people': [
      'mx.example.net rejected your message. Diagnostic information for administrators: Generating server: x.example mx.example.net #550 unknown ##',
      { reply: '550 unknown ##', code: '550', status: '', command: '' },
    ],
    'Oracle Messaging Server, behind its own reason': [
      'Reason: Remote SMTP server has rejected address Diagnostic code: smtp;550 unknown',
      { reply: '550 unknown', code: '550', status: '', command: '' },
    ],
    'Yahoo, with the command': [
      'Remote host said: 554 away [MAIL_FROM]',
      { reply: '554 away', code: '554', status: '', command: 'mail' },
    ],
    qmail: [
      '192.0.2.5 does not like recipient.\nRemote host said: 550 5.1.1 unknown\nGiving up on 192.0.2.5.',
      { reply: '550 5.1.1 unknown', code: '550', status: '5.1.1', command: 'rcpt' },
    ],
    "Sendmail's reason": [
      '(reason: 553 5.3.0 no such person',
      { reply: '553 5.3.0 no such person', code: '553', status: '5.3.0', command: '' },
    ],
    "Sendmail's transcript": [
      '... while talking to mx.example.net.: <<< 550 5.1.1 unknown',
      { reply: '550 5.1.1 unknown', code: '550', status: '5.1.1', command: '' },
    ],
    'Exchange Online': [
      "Remote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound; not found'",
      {
        reply: "'550 5.1.10 RESOLVER.ADR.RecipientNotFound; not found'",
        code: '550',
        status: '5.1.10',
        command: '',
      },
    ],
    Gmail: [
      'The response from the remote server was: 550 5.2.1 disabled',
      { reply: '550 5.2.1 disabled', code: '550', status: '5.2.1', command: '' },
    ],
    "Cisco's category, which it makes from the reply code": [
      "5.1.0 - Unknown address error 550-'5.7.1 denied for now'",
      { reply: "550-'5.7.1 denied for now'", code: '550', status: '5.7.1', command: '' },
    ],
  };

  it.each(Object.entries(examples))('%s', (_, [diagnostic, expected]) => {
    expect(parse({ diagnostic })).toEqual(expected);
  });

  it('joins the lines of a multi-line reply without the repeated code', () => {
    const diagnostic = '550-5.1.1 first\r\n550-5.1.1 second\r\n550 5.1.1 third';
    expect(parse({ diagnostic }).reply).toBe('550-5.1.1 first 5.1.1 second 5.1.1 third');
  });

  it('prefers the bare reply where the report has one', () => {
    expect(parse({ diagnostic: 'relayed by us', reply: '452 4.2.2 full' })).toMatchObject({
      reply: '452 4.2.2 full',
      code: '452',
      status: '4.2.2',
    });
  });
});

describe('which status and which code count', () => {
  const cases: ReadonlyArray<readonly [what: string, evidence: ReplyEvidence, status: string, code: string]> =
    [
      [
        'the status in the text outranks the report',
        { diagnostic: '550 5.7.1 no', status: '5.0.0' },
        '5.7.1',
        '550',
      ],
      [
        'a generic status yields to the report',
        { diagnostic: '550 5.0.0 no', status: '5.2.2' },
        '5.2.2',
        '550',
      ],
      [
        'the report decides where the text has none',
        { diagnostic: '550 no', status: '5.1.1' },
        '5.1.1',
        '550',
      ],
      ['a status in brackets', { diagnostic: '553 sorry (#5.7.17)' }, '5.7.17', '553'],
      ['an IP address is no status', { diagnostic: '550 5.2.3.4 no' }, '', '550'],
      ['a version is no status', { diagnostic: '550 v5.1.1 no' }, '', '550'],
      ['an invalid status of a report is ignored', { diagnostic: '550 no', status: 'five' }, '', '550'],
      ['a 2yz of the report is ignored', { diagnostic: '554 no', replyCode: '250' }, '', '554'],
      ['an amount is no code', { diagnostic: 'the allowance of 500 mails is used up' }, '', ''],
      ['a code stands before an amount', { diagnostic: '552 Messages over 500 KB: no' }, '', '552'],
      ['a year is no code', { diagnostic: 'queue id 5501, in 2024: 451 later' }, '', '451'],
    ];

  it.each(cases)('%s', (_, evidence, status, code) => {
    expect(parse(evidence)).toMatchObject({ status, code });
  });
});

describe('a reply to DATA that follows from the refusals before it', () => {
  it.each([
    ['550 5.7.1 Client host rejected: no reverse DNS', '554 5.5.1 Error: no valid recipients'],
    ['550 5.7.1 IP address listed at bl.example.org', '503 Valid RCPT command must precede DATA'],
    ['421 too many messages from your host', '554 no valid recipients'],
    ['550 no PTR record for 192.0.2.9', '503 5.5.1 RCPT first'],
    ['452 4.2.2 mailbox full', '503 Need RCPT (recipient)'],
    ['550 5.7.1 refused', '503 5.5.1 Bad sequence of commands'],
  ])('%s / %s', (first, second) => {
    expect(parse({ diagnostic: `${first}\r\n${second}` }).reply).toBe(first);
  });

  it('is the reply where there is no other', () => {
    const reply = '554 5.5.1 Error: no valid recipients';
    expect(parse({ diagnostic: reply }).reply).toBe(reply);
  });
});

describe('what stands before a reply', () => {
  it.each([
    [
      'to=<a@b.example>, relay=none, dsn=4.4.1, status=deferred (connect to mx: refused)',
      'connect to mx: refused)',
    ],
    ['to=<a@b.example>, dsn=5.1.1, status=bounced (host mx said: 550 no)', '550 no)'],
    ['Mailbox unavailable. The server response was: 5.7.1 listed', '5.7.1 listed'],
  ])('%s', (diagnostic, reply) => {
    expect(parse({ diagnostic }).reply).toBe(reply);
  });
});

describe('octets that Exim has escaped', () => {
  it.each([
    ['550 Postfach \\303\\274berf\\303\\274llt', '550 Postfach überfüllt'],
    ['550 Postfach \\374berf\\374llt', '550 Postfach überfüllt'],
    ['550 \\320\\277\\320\\276\\320\\273\\320\\275', '550 полн'],
    ['550 C:\\200 not found', '550 C:\\200 not found'],
    ['550 a\\b\\101', '550 a\\b\\101'],
  ])('%s', (diagnostic, reply) => {
    expect(parse({ diagnostic }).reply).toBe(reply);
  });
});
