import type { RuleFile } from '../../rule.ts';
import { PLAIN, RECEIVER } from '../strength.ts';

/** Mail.ru and Yandex. */
export const russianFreemail: RuleFile = {
  file: 'receivers/russian-freemail',
  rules: [
    {
      name: 'mail-ru-disabled',
      code: 3002,
      strength: RECEIVER + 2,
      phrases: [
        ['local mailbox .. account is disabled', 'Mail.ru: 550'],
        ['invalid mailbox ... account is disabled', 'Mail.ru: 550'],
      ],
    },
    {
      name: 'mail-ru-unknown',
      code: 2001,
      strength: RECEIVER + 1,
      phrases: [
        ['message was not accepted invalid mailbox', 'Mail.ru: 550'],
        ['local mailbox .. is unavailable', 'Mail.ru: 550'],
      ],
    },
    {
      name: 'mail-ru-blocked',
      code: 1003,
      strength: RECEIVER + 1,
      phrases: [['access from ip address .. blocked', 'Mail.ru: 550']],
    },
    {
      name: 'mail-ru-sender',
      code: 3004,
      strength: RECEIVER,
      phrases: [['message sending for this account is disabled', 'Mail.ru: 550']],
    },
    {
      name: 'spam',
      code: 1004,
      strength: RECEIVER,
      phrases: [
        ['message rejected under suspicion', 'Yandex: 554 5.7.1'],
        ['spam message rejected', 'Mail.ru: 550'],
        ['*mail.ru/notspam*', 'Mail.ru: the page to write to'],
        ['*help.mail.ru/notspam support*', 'Mail.ru: the page to write to'],
        ['*feedback.yandex*', 'Yandex: the page to write to'],
      ],
    },
    {
      name: 'yandex-rate',
      code: 1006,
      strength: RECEIVER,
      phrases: [['recipient has exceeded message rate limit', 'Yandex: 450 4.2.1']],
    },
    {
      name: 'yandex-policy',
      code: 1999,
      // What follows may say why: the account is suspended.
      strength: PLAIN,
      phrases: [['policy rejection on the target address', 'Yandex: 550 5.7.1']],
    },
    {
      name: 'yandex-later',
      code: 3003,
      strength: RECEIVER,
      phrases: [['service is currently unavailable please come back later', 'Yandex: 451 4.7.1']],
    },
  ],
};
