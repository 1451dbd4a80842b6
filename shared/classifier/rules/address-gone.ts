import type { RuleFile } from '../rule.ts';
import { LIKELY, PLAIN } from './strength.ts';

/** The address was good once and is no more. */
export const addressGone: RuleFile = {
  file: 'address-gone',
  rules: [
    {
      name: 'no-longer',
      code: 2004,
      strength: PLAIN + 3,
      phrases: [
        ['{recipient} .. {gone}', 'Yahoo, hosters, auto-replies'],
        ['no longer .. {recipient}', 'hosters'],
        ['no longer valid', 'hosters'],
        ['no longer active', 'hosters'],
        ['no longer available', 'hosters'],
        ['no longer in use', 'hosters'],
        ['no longer on', 'MessageLabs'],
        ['no longer exists', 'hosters'],
        ['no longer works', 'auto-replies'],
        ['no longer working', 'auto-replies'],
        ['no longer employed', 'auto-replies'],
        ['no longer with', 'auto-replies'],
        ['no longer at', 'auto-replies'],
        ['no longer used', 'hosters'],
        ['no longer monitored', 'auto-replies'],
        ['not longer', 'hosters'],
        ['has left', 'auto-replies'],
        ['left the company', 'auto-replies'],
        ['left the firm', 'auto-replies'],
        ['left our', 'auto-replies'],
        ['left the organi*', 'auto-replies'],
        ['moved .. forwarding', 'RFC 3463'],
        ['new email address', 'auto-replies'],
        ['user not local please try', 'RFC 5321: 551'],
        ['please try .. instead', 'RFC 5321: 551'],
        ['please forward .. instead', 'RFC 5321: 551'],
        ['new owner', 'RFC 7293'],
        ['owner has changed', 'RFC 7293'],
        ['ceased', 'hosters'],
      ],
    },
    {
      name: 'not-our-user',
      code: 2001,
      strength: PLAIN + 4,
      phrases: [
        ['not our customer', 'Comcast'],
        ['not our user', 'providers'],
        ['not a customer', 'providers'],
      ],
    },
    {
      name: 'no-longer-alone',
      code: 2004,
      strength: LIKELY - 5,
      guard: { replyCode: ['5'] },
      phrases: [['no longer', 'hosters that name the address and nothing more']],
    },
  ],
};
