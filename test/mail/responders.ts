import type { Expected } from './systems.ts';

/** One mail of each responder: mailing lists, challenge-response systems, out-of-office replies. */
export const replies: readonly Expected[] = [
  [
    'fml',
    'mailing-list',
    [['crew@lists.example', 'bounce', 1999, 'You are not a member of this mailing list']],
  ],
  [
    'mailman',
    'mailing-list',
    [['crew@lists.example', 'bounce', 1999, 'You are not allowed to post to this mailing list']],
  ],
  ['mailman-held', 'mailing-list', [['crew@lists.example', 'auto-reply', 5999, '']]],
  [
    'sympa',
    'mailing-list',
    [['crew@lists.example', 'bounce', 3004, 'You are not allowed to send this message']],
  ],
  [
    'listserv',
    'mailing-list',
    [['CREW@lists.example', 'bounce', 3004, 'You are not authorized to send mail to the CREW list']],
  ],
  ['ezmlm', 'qmail', [['crew@lists.example', 'bounce', 1999, 'Sorry, only subscribers may post.']]],
  ['boxbe', 'challenge', [['hal@harbour.example', 'auto-reply', 1011, 'You are on the Waiting List']]],
  ['tmda', 'challenge', [['hal@harbour.example', 'auto-reply', 1011, 'is being held because']]],
  [
    'earthlink',
    'challenge',
    [
      [
        'hal@isp.example',
        'auto-reply',
        1011,
        'I now allow incoming messages only from senders I have approved',
      ],
    ],
  ],
  ['spamarrest', 'challenge', [['hal@harbour.example', 'auto-reply', 1011, 'click the link below']]],
  ['uol', 'challenge', [['hal@uol.example', 'auto-reply', 1011, 'TIRA-TEIMA']]],
  [
    'vacation',
    'auto-reply',
    [['hal@harbour.example', 'auto-reply', 5001, 'I will not be reading my mail for a while.']],
  ],
  [
    'exchange-rule-reply',
    'auto-reply',
    [['hal@harbour.example', 'auto-reply', 5001, 'Bin wieder da am Montag.']],
  ],
];
