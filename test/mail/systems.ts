/** Recipient, kind, failure code (null where the classifier has no rule), part of the diagnostic. */
type Line = readonly [recipient: string, kind: string, code: number | null, words: string];
export type Expected = readonly [name: string, form: string, lines: readonly Line[]];

/** One mail in the layout of each mail system, as its documentation and its source describe it. */
export const bounces: readonly Expected[] = [
  [
    'qmail-several',
    'qmail',
    [
      ['abe@slow.example', 'bounce', null, 'CNAME_lookup_failed'],
      ['bea@harbour.example', 'bounce', 4999, 'This message is looping'],
      ['cid@harbour.example', 'bounce', 1004, '554 5.7.1 Content looks like spam'],
      ['dot@harbour.example', 'bounce', 1003, '550 5.7.1 We do not take mail'],
    ],
  ],
  ['exim-3', 'exim', [['jon@hosted.example', 'bounce', 2001, 'unknown local-part "jon"']]],
  ['exim-pipe', 'exim', [['ivy@hosted.example', 'bounce', 3001, 'Mailbox is over quota']]],
  [
    'exim-report-without-diagnostic',
    'dsn',
    [['liv@harbour.example', 'bounce', 3001, '552 5.2.2 The mailbox of liv has no room left']],
  ],
  [
    'sendmail-several',
    'sendmail',
    [
      ['nat@harbour.example', 'bounce', 2001, '550 5.1.1 <nat@harbour.example>... User unknown'],
      ['oda@harbour.example', 'bounce', 3001, '552 5.2.2 <oda@harbour.example>... Mailbox full'],
      ['pip@nowhere.example', 'bounce', 2002, '550 Host unknown'],
    ],
  ],
  [
    'sendmail-warning',
    'sendmail',
    [['max@slow.example', 'deferral', 4003, 'Deferred: Connection timed out']],
  ],
  [
    'active-hunter',
    'sendmail',
    [
      [
        'quy@harbour.example',
        'bounce',
        2001,
        'Recipient address rejected: User unknown in virtual mailbox table',
      ],
    ],
  ],
  ['biglobe', 'sendmail', [['ria@isp.example', 'bounce', 3001, 'The mailbox of the recipient is full']]],
  ['aol', 'sendmail', [['abe@aol.example', 'bounce', 2001, '550 MAILBOX NOT FOUND']]],
  [
    'aol-screen-names',
    'aol',
    [
      ['mona77@aol.example', 'bounce', 3004, 'they are not accepting mail from'],
      ['nils_88@aol.example', 'bounce', 3004, 'they are not accepting mail from'],
    ],
  ],
  ['xmail-bounce', 'xmail', [['ida@harbour.example', 'bounce', 3001, '552 5.2.2']]],
  ['mcafee', 'sendmail', [['fay@harbour.example', 'bounce', 2001, 'User unknown']]],
  [
    'postfix-delayed',
    'postfix',
    [
      ['abe@slow.example', 'deferral', 4003, 'Connection timed out'],
      ['bea@slow.example', 'deferral', 3003, '450 4.2.0 Greylisted'],
    ],
  ],
  [
    'exchange-2003',
    'dsn',
    [['uma@exch.example', 'bounce', 2001, 'Delivery to the following recipients failed.']],
  ],
  [
    'exchange-supplementary',
    'dsn',
    [['ann@harbour.example', 'bounce', 2001, '550 5.1.1 Mailbox ann not found']],
  ],
  [
    'exchange-french',
    'exchange',
    [
      [
        'hugo@tenant.example',
        'bounce',
        2001,
        "Remote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound;",
      ],
    ],
  ],
  [
    'exchange-japanese',
    'exchange',
    [
      [
        'hugo@tenant.example',
        'bounce',
        2001,
        "Remote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound;",
      ],
    ],
  ],
  [
    'exchange-online-html',
    'generic',
    [['hugo@tenant.example', 'bounce', 2001, '550 5.1.10 RESOLVER.ADR.RecipientNotFound']],
  ],
  [
    'outlook-client',
    'generic',
    [['val@harbour.example', 'bounce', 2001, 'The e-mail account does not exist at the organization']],
  ],
  ['outlook-client-german', 'generic', [['wim@harbour.example', 'bounce', 3001, '552 5.2.2 Quota exceeded']]],
  [
    'domino-german',
    'generic',
    [['ned@dom.example', 'bounce', null, 'nicht im Domino-Verzeichnis aufgeführt']],
  ],
  ['communigate', 'dsn', [['cal@harbour.example', 'bounce', 2001, '550 5.1.1 cal: no such user']]],
  ['powermta', 'dsn', [['abe@harbour.example', 'bounce', 3002, '550 5.2.1 The account of abe is asleep']]],
  [
    'gmail-address-not-found',
    'generic',
    [
      [
        'ola@harbour.example',
        'bounce',
        2001,
        '550 5.1.1 The email account that you tried to reach does not exist',
      ],
    ],
  ],
  [
    'gmail-delivery-incomplete',
    'generic',
    [['pia@slow.example', 'deferral', null, 'The recipient server did not accept our requests to connect.']],
  ],
  [
    'gmail-german',
    'generic',
    [['quinn@harbour.example', 'bounce', 2001, '550 5.1.1 Benutzer nicht vorhanden']],
  ],
  ['mailenable', 'labelled-fields', [['zed@harbour.example', 'bounce', 2001, '550 No such user here']]],
  [
    'hmailserver',
    'generic',
    [
      ['ada@harbour.example', 'bounce', 2001, '550 5.1.1 User unknown'],
      ['ben@nowhere.example', 'bounce', 2002, 'The domain name does not exist.'],
    ],
  ],
  ['kerio', 'generic', [['vic@harbour.example', 'bounce', 2001, '550 5.1.1 no such user']]],
  [
    'mailmarshal',
    'generic',
    [['dan@harbour.example', 'bounce', 2001, '550 5.1.1 The user is not known here']],
  ],
  [
    'interscan',
    'generic',
    [['eda@harbour.example', 'bounce', 2001, '550 5.1.1 <eda@harbour.example>... User Unknown']],
  ],
  [
    'ironport',
    'generic',
    [
      [
        'gil@harbour.example',
        'bounce',
        2001,
        "5.1.0 - Unknown address error 550-'5.1.1 <gil@harbour.example>: no such mailbox'",
      ],
    ],
  ],
  [
    'barracuda',
    'labelled-fields',
    [['hob@harbour.example', 'bounce', 1004, 'was blocked by our Spam Firewall']],
  ],
  ['scanmail', 'generic', [['ian@harbour.example', 'bounce', 1007, 'contained WORM_EXAMPLE virus']]],
  [
    'mailscanner',
    'generic',
    [['vic@harbour.example', 'bounce', 1004, 'Our virus detector has just been triggered']],
  ],
  ['amavis', 'generic', [['vic@harbour.example', 'bounce', 1004, 'BANNED CONTENTS ALERT']]],
  ['mimecast', 'generic', [['vic@harbour.example', 'bounce', 2001, '550 5.1.1 user does not exist']]],
  [
    'mxlogic',
    'exim',
    [['vic@harbour.example', 'bounce', 2001, '550 5.1.1 <vic@harbour.example>... User Unknown']],
  ],
  ['surfcontrol', 'generic', [['vic@harbour.example', 'bounce', 2001, '550 5.1.1 vic... No such user']]],
  ['haraka', 'haraka', [['bea@harbour.example', 'bounce', 9999, '']]],
  ['haraka-no-server', 'haraka', [['cid@harbour.example', 'bounce', null, 'Tried all MXs']]],
  ['james-no-reason', 'qmail', [['dan@harbour.example', 'bounce', 9999, '']]],
  [
    'nullmailer',
    'dsn',
    [
      ['eda@harbour.example', 'bounce', 9999, ''],
      ['fay@harbour.example', 'bounce', 2001, '550 5.1.1 <fay@harbour.example>: no mailbox of that name'],
    ],
  ],
  ['opensmtpd-delayed', 'opensmtpd', [['gil@slow.example', 'deferral', null, '451 4.7.1']]],
  ['james', 'qmail', [['jan@harbour.example', 'bounce', 2001, '550 5.1.1 jan has no mailbox here']]],
  ['groupwise', 'generic', [['kit@harbour.example', 'bounce', 2001, '550 5.1.1 No such mailbox']]],
  ['groupwise-local', 'generic', [['lea@gw.example', 'bounce', 2001, 'user not found']]],
  [
    'openwave',
    'labelled-fields',
    [
      ['abe@harbour.example', 'bounce', 2001, '5.1.1 <abe@harbour.example>... User unknown'],
      ['bea@harbour.example', 'bounce', 3001, '5.2.2 Mailbox full'],
    ],
  ],
  [
    'openwave-no-host',
    'generic',
    [['abe@nowhere.example', 'bounce', 2002, 'the destination computer was not found']],
  ],
  [
    'smartermail',
    'labelled-fields',
    [['abe@harbour.example', 'bounce', 2001, 'Remote host said: 550 5.1.1 No such user']],
  ],
  ['xmail', 'xmail', [['abe@harbour.example', 'bounce', 2001, '550 5.1.1 Unknown user']]],
  ['mercury', 'generic', [['abe@harbour.example', 'bounce', 2001, '550 5.1.1 No such local user']]],
  ['icewarp', 'generic', [['abe@harbour.example', 'bounce', 2001, 'User unknown; rejecting']]],
  ['firstclass', 'generic', [['abe@fc.example', 'bounce', 3001, 'Mailbox or Conference is full.']]],
  ['mmdf', 'generic', [['abe@harbour.example', 'bounce', 2001, 'User unknown']]],
  ['smail', 'generic', [['abe@harbour.example', 'bounce', 2001, 'unknown user']]],
  ['kddi', 'labelled-fields', [['mio@mobile.example', 'bounce', 3001, 'As their mailbox is full.']]],
  [
    'verizon',
    'labelled-fields',
    [['0001112222@vt.example', 'bounce', 2001, 'No valid recipients for this MM']],
  ],
  ['facebook', 'generic', [['vic@fb.example', 'bounce', 2001, 'recipient not found']]],
  [
    'sms-gateway',
    'generic',
    [['15550001111@sms.example', 'bounce', 2001, 'The subscriber has no such service.']],
  ],
  ['netease', 'generic', [['wei@harbour.example', 'bounce', 2001, '退信原因： 收件人不存在']]],
  ['qq', 'generic', [['wei@harbour.example', 'bounce', 3001, '收件人邮箱容量已满']]],
  ['words-german', 'labelled-fields', [['abe@harbour.example', 'bounce', 2001, '550 Benutzer unbekannt']]],
  ['words-french', 'generic', [['luc@harbour.example', 'bounce', 3001, 'boîte aux lettres pleine']]],
  ['words-spanish', 'generic', [['luz@harbour.example', 'bounce', 2001, 'el usuario no existe']]],
  ['words-portuguese', 'generic', [['rui@harbour.example', 'bounce', 2001, 'usuário desconhecido']]],
  ['words-italian', 'generic', [['gio@harbour.example', 'bounce', 3001, 'casella di posta piena']]],
  ['words-dutch', 'generic', [['jan@harbour.example', 'bounce', 2001, 'onbekende gebruiker']]],
  ['words-polish', 'generic', [['ola@harbour.example', 'bounce', 3001, 'skrzynka pocztowa jest pełna']]],
  ['words-czech', 'generic', [['eva@harbour.example', 'bounce', 2001, 'uživatel neexistuje']]],
  [
    'words-japanese',
    'generic',
    [['sora@isp.example', 'bounce', 2001, '宛先のメールアドレスが存在しません。']],
  ],
];

/** Mails that resemble a bounce, or are sent by a mail system, and report no delivery. */
export const others: readonly string[] = [
  'no-newsletter',
  'no-quarantine',
  'no-quota-warning',
  'no-parcel',
  'no-question',
  'no-welcome',
  'no-order',
];
