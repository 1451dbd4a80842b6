import { describe, expect, it } from 'vitest';
import { isFailure, type ReportedEvent } from '../../shared/events/event.ts';
import { readMail } from '../../shared/mail/read.ts';
import { sample, sampleNames } from './samples.ts';

/** recipient, kind, permanent, status, reply code, words of the diagnostic. */
type Failure = readonly [string, string, boolean | null, string, string, string];
type Signal = readonly [string, string];
type Expected = readonly [name: string, form: string, events: ReadonlyArray<Failure | Signal>];

const expected: readonly Expected[] = [
  [
    'dsn-failed',
    'dsn',
    [
      [
        'dora@harbour.example',
        'bounce',
        true,
        '5.1.1',
        '550',
        '550 5.1.1 <dora@harbour.example>: Recipient address rejected: no mailbox here',
      ],
      [
        'emil@harbour.example',
        'deferral',
        false,
        '4.2.2',
        '452',
        '452 4.2.2 Mailbox of emil is over its quota',
      ],
      ['fran@harbour.example', 'delivered'],
      ['team@harbour.example', 'other'],
    ],
  ],
  [
    'dsn-forwarded-alias',
    'dsn',
    [['gil@forwarder.example', 'bounce', true, '5.2.1', '550', 'The account is switched off']],
  ],
  [
    'dsn-without-diagnostic',
    'dsn',
    [
      [
        'hana@quiet.example',
        'bounce',
        false,
        '4.4.7',
        '451',
        '451 quiet.example: Name server timeout Message could not be delivered for 5 days',
      ],
    ],
  ],
  [
    'dsn-cut-reply',
    'dsn',
    [['ivo@strict.example', 'bounce', true, '5.7.1', '550', '550 5.7.1 published sender policy']],
  ],
  [
    'dsn-utf8',
    'dsn',
    [
      [
        'jürgen@grüße.example',
        'bounce',
        true,
        '5.6.7',
        '553',
        'Internationalised addresses are not accepted',
      ],
      ['読者@mail.example', 'bounce', true, '5.1.1', '', 'Ihre Nachricht konnte nicht zugestellt werden.'],
    ],
  ],
  [
    'dsn-broken-boundary',
    'dsn',
    [['kai@harbour.example', 'bounce', true, '5.4.4', '', 'Host or domain name not found']],
  ],
  [
    'dsn-forwarded-attachment',
    'dsn',
    [['lena@harbour.example', 'bounce', true, '5.1.1', '550', '550 5.1.1 no such person']],
  ],
  [
    'dsn-forwarded-inline',
    'dsn-in-text',
    [['mona@harbour.example', 'bounce', true, '5.2.2', '552', '552 5.2.2 Mailbox is full']],
  ],
  [
    'au-verdict',
    'dsn',
    [['wako@mobile.example', 'bounce', true, '5.0.0', '', 'the user(s) account is disabled.']],
  ],
  [
    'arf-abuse',
    'arf',
    [
      ['nora@mailbox.example', 'complaint'],
      ['otto@mailbox.example', 'complaint'],
    ],
  ],
  ['arf-opt-out', 'arf', [['paul@mailbox.example', 'unsubscribe']]],
  ['arf-auth-failure', 'arf', [['rosa@mailbox.example', 'other']]],
  ['arf-redacted', 'arf', []],
  ['jmrp', 'jmrp', [['sam@outlook.example', 'complaint']]],
  [
    'mdn-sieve-reject',
    'mdn',
    [['tom@harbour.example', 'bounce', null, '', '', 'I take no newsletters here.']],
  ],
  [
    'ses-notification',
    'ses-notification',
    [['una@harbour.example', 'bounce', true, '5.1.1', '550', '550 5.1.1 unknown mailbox']],
  ],
  [
    'qmail',
    'qmail',
    [
      ['will@harbour.example', 'bounce', true, '5.1.1', '550', 'Remote host said: 550 5.1.1'],
      ['xena@far.example', 'bounce', true, '5.1.2', '', "couldn't find any host named far.example"],
    ],
  ],
  [
    'exim',
    'exim',
    [
      ['yuri@harbour.example', 'bounce', true, '5.1.1', '550', 'Mailbox "yuri" does not exist'],
      ['zoe@harbour.example', 'bounce', true, '5.3.4', '552', 'Message is too big for this host'],
    ],
  ],
  [
    'exim-warning',
    'exim',
    [['adam@slow.example', 'deferral', false, '4.7.1', '451', 'Please come back in ten minutes']],
  ],
  [
    'gmx',
    'exim',
    [['bert@harbour.example', 'bounce', null, '', '', 'Mail size limit of the recipient exceeded.']],
  ],
  [
    'postfix-text',
    'postfix',
    [['cleo@harbour.example', 'bounce', true, '5.7.1', '554', 'Relay access denied']],
  ],
  ['sendmail', 'sendmail', [['dina@harbour.example', 'bounce', true, '5.1.1', '550', 'User unknown']]],
  [
    'sendmail-5',
    'sendmail',
    [
      ['eric@nowhere.example', 'bounce', true, '', '550', '550 Host unknown'],
      ['fay@harbour.example', 'bounce', true, '', '551', 'fay has left; no forwarding address'],
    ],
  ],
  [
    'exchange-55',
    'exchange-5.5',
    [['greta@exch.example', 'bounce', null, '', '', 'The recipient name is not recognized']],
  ],
  [
    'exchange-online',
    'exchange',
    [['hugo@tenant.example', 'bounce', true, '5.1.10', '550', 'RESOLVER.ADR.RecipientNotFound']],
  ],
  ['domino', 'domino', [['ida@notes.example', 'bounce', null, '', '', 'not listed in Domino Directory']]],
  [
    'notes',
    'domino',
    [['jan@notes.example', 'bounce', null, '', '', 'User not listed in public Name & Address Book']],
  ],
  ['courier', 'courier', [['kurt@harbour.example', 'bounce', true, '', '550', '550 No kurt in this port']]],
  [
    'gmail',
    'gmail',
    [['lars@harbour.example', 'bounce', true, '5.2.1', '550', '550 5.2.1 This mailbox has been retired']],
  ],
  [
    'google-groups',
    'google-groups',
    [['crew@groups.example', 'bounce', null, '', '', 'may not exist, or you may not have permission']],
  ],
  ['yahoo', 'yahoo', [['mila@harbour.example', 'bounce', true, '5.2.2', '552', 'holds no more']]],
  ['zoho', 'zoho', [['nick@slow.example', 'deferral', false, '', '421', 'Host not reachable']]],
  ['imail', 'imail', [['olga@imail.example', 'bounce', null, '', '', 'Unknown user: olga@imail.example']]],
  [
    'ims',
    'ims',
    [
      ['pia@ims.example', 'bounce', true, '5.1.1', '550', '550 5.1.1 unknown or illegal alias'],
      ['quin@ims.example', 'bounce', null, '', '', 'Mailbox quota exceeded'],
    ],
  ],
  [
    'mdaemon',
    'mdaemon',
    [['remo@harbour.example', 'bounce', true, '5.1.1', '550', '550 5.1.1 remo is not known here']],
  ],
  [
    'opensmtpd',
    'opensmtpd',
    [
      ['sven@harbour.example', 'bounce', true, '5.1.1', '550', '550 5.1.1 no such berth'],
      ['tara@harbour.example', 'bounce', true, '5.2.2', '552', '552 5.2.2 hold is full'],
    ],
  ],
  [
    'dragonfly',
    'dragonfly',
    [['ugo@harbour.example', 'bounce', true, '5.1.1', '550', 'did not like our RCPT TO: 550 5.1.1']],
  ],
  [
    'gateway-labels',
    'labelled-fields',
    [['vito@gate.example', 'bounce', true, '', '552', 'vito is over quota']],
  ],
  [
    'generic-html',
    'generic',
    [['xaver@odd.example', 'bounce', true, '5.1.1', '550', '550 5.1.1 Empfänger unbekannt']],
  ],
  [
    'auto-reply',
    'auto-reply',
    [['yara@harbour.example', 'auto-reply', null, '', '', 'I am at sea until Easter.']],
  ],
  ['challenge', 'challenge', [['zack@harbour.example', 'auto-reply', null, '', '', 'is being held']]],
  ['person', 'none', []],
];

function summary(event: ReportedEvent): Failure | Signal {
  if (!isFailure(event)) return [event.recipient, event.kind];
  const { status = '', replyCode = '', diagnostic = '' } = event.evidence;
  return [event.recipient, event.kind, event.permanent, status, replyCode, diagnostic];
}

describe('every format, by one mail', () => {
  it.each(expected)('parses %s as %s', async (name, form, events) => {
    const report = await readMail(sample(name));
    expect(report.form).toBe(form);
    expect(report.events.map(summary)).toEqual(
      events.map((event) =>
        event.length === 2 ? event : [...event.slice(0, 5), expect.stringContaining(event[5])],
      ),
    );
  });

  it('leaves no sample without an expectation', () => {
    expect(expected.map(([name]) => name).toSorted()).toEqual([...sampleNames].toSorted());
  });
});

describe('evidence', () => {
  it('states the code of an automatic reply and of a challenge, whatever the text', async () => {
    const codes = await Promise.all(
      ['auto-reply', 'challenge'].map(async (name) => {
        const [event] = (await readMail(sample(name))).events;
        return event && isFailure(event) ? event.evidence.statedCode : null;
      }),
    );
    expect(codes).toEqual([5001, 1011]);
  });

  const bodyTextsOf = async (name: string) =>
    (await readMail(sample(name))).events.filter(isFailure).map(({ evidence }) => evidence.bodyText);

  it('has the body text of a mail without a machine-readable part only', async () => {
    expect(await bodyTextsOf('dsn-failed')).toEqual([undefined, undefined]);
    expect(await bodyTextsOf('gateway-labels')).toEqual([
      expect.stringContaining('responded with failure: 552 vito is over quota'),
    ]);
  });

  it('has a body text without the returned message', async () => {
    for (const bodyText of await bodyTextsOf('exim')) expect(bodyText).not.toContain('fine@harbour.example');
  });
});
