import type { RuleFile } from '../rule.ts';
import { PLAIN, VAGUE } from './strength.ts';

/** The mailbox is there, but nobody may use it now. */
export const accountInactive: RuleFile = {
  file: 'account-inactive',
  rules: [
    {
      name: 'disabled',
      code: 3002,
      strength: PLAIN + 1,
      phrases: [
        ['{recipient} .. {inactive}', 'Gmail, Yahoo, Yandex, Mail.ru, hosters'],
        ['{inactive} .. {recipient}', 'hosters'],
        ['{recipient} is blocked', 'hosters'],
        ['{box} blocked', 'hosters'],
        ['{box} was blocked', 'hosters'],
        ['{box} has been blocked', 'hosters'],
        ['{box} .. temporarily blocked', 'hosters'],
        ['suspend the service', 'hosters'],
        ['not accepting mail for the user', 'MTAs'],
        ['currently suspended', 'BellSouth'],
        ['temporarily disabled', 'freemailers'],
        ['administratively disabled', 'MTAs'],
        ['has been suspended', 'hosters'],
        ['has been deactivated', 'hosters'],
        ['has been disabled', 'Gmail, Yahoo'],
        ['disabled for this user', 'hosters'],
        ['not logged in', 'AOL, freemailers'],
        ['has not logged', 'freemailers'],
        ['over 6 months', 'freemailers'],
        ['not signed in', 'freemailers'],
        ['not logged on', 'freemailers'],
        ['not been used for', 'freemailers'],
        ['not been accessed', 'freemailers'],
        ['unused for', 'freemailers'],
      ],
    },
    {
      name: 'takes-no-mail',
      code: 3002,
      strength: PLAIN + 5,
      phrases: [
        ['{box} .. not accepting mail', 'hosters'],
        ['{box} .. not accepting messages', 'hosters'],
        ['{box} .. isnt accepting', 'hosters'],
        ['{box} .. not accept mail', 'hosters'],
        ['{box} .. not accept messages', 'hosters'],
        ['{box} .. not accept any', 'hosters'],
        ['{box} .. not receive mail', 'hosters'],
        ['{box} temporarily closed', 'hosters'],
        ['{box} closed temporarily', 'hosters'],
        ['{box} is temporarily closed', 'hosters'],
      ],
    },
    {
      name: 'inactive-alone',
      code: 3002,
      strength: VAGUE + 7,
      guard: { replyCode: ['5'], status: ['', '.0', '.1', '.2'] },
      phrases: [['{inactive}', 'hosters that name the address and nothing more']],
    },
  ],
};
