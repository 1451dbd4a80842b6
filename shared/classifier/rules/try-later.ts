import type { RuleFile } from '../rule.ts';
import { LIKELY, SENDER, UNKNOWN_RECIPIENT } from './strength.ts';

/** The receiver wants the message later: greylisting, a busy queue, a passing condition it does not explain. */
export const tryLater: RuleFile = {
  file: 'try-later',
  rules: [
    {
      name: 'greylisted',
      code: 3003,
      strength: SENDER + 1,
      phrases: [
        ['greylist*', 'Postgrey, SQLgrey, milter-greylist'],
        ['graylist*', 'Postgrey, SQLgrey, milter-greylist'],
        ['grey list*', 'Postgrey, SQLgrey, milter-greylist'],
        ['gray list*', 'Postgrey, SQLgrey, milter-greylist'],
        ['*postgrey*', 'Postgrey'],
        ['deferred .. seconds', 'Postgrey, SQLgrey, milter-greylist'],
        ['retry in', 'Postgrey, SQLgrey, milter-greylist'],
        ['come back later', 'Postgrey, SQLgrey, milter-greylist'],
        ['come back in', 'Postgrey, SQLgrey, milter-greylist'],
        ['tempgreylist*', 'Postgrey, SQLgrey, milter-greylist'],
        ['please wait .. minutes', 'Postgrey, SQLgrey, milter-greylist'],
      ],
    },
    {
      name: 'recipient-later',
      code: 3003,
      strength: UNKNOWN_RECIPIENT - 1,
      guard: { replyCode: ['4'] },
      phrases: [
        ['address verification in progress', 'Postfix: call-ahead'],
        ['unverified address', 'Postfix: call-ahead'],
        ['mailbox temporarily unavailable', 'MTAs'],
        ['temporarily rejected message', 'Gmail'],
        ['temporarily unable to', 'MTAs'],
      ],
    },
    {
      name: 'recipient-deferred',
      code: 3003,
      strength: UNKNOWN_RECIPIENT + 1,
      guard: { replyCode: ['4'] },
      phrases: [
        ['{recipient} verification failed', 'Postfix, Exim: call-ahead'],
        ['{recipient} verify failed', 'Exim: call-outs'],
        ['{recipient} could not be verified', 'gateways'],
      ],
    },
    {
      name: 'recipient-refused-for-now',
      code: 3003,
      strength: LIKELY - 3,
      guard: { replyCode: ['4'] },
      phrases: [
        ['{recipient} rejected', 'Postfix, MTAs'],
        ['{recipient} not available', 'MTAs'],
        ['{recipient} unavailable', 'RFC 5321: 450'],
      ],
    },
    {
      name: 'still-trying',
      code: 3003,
      strength: LIKELY + 1,
      phrases: [
        ['temporary failure please try again', 'MTAs without a better word'],
        ['temporary problem delivering', 'Gmail: it goes on trying'],
      ],
    },
    {
      name: 'later',
      code: 3003,
      strength: LIKELY - 10,
      guard: { replyCode: ['4'] },
      phrases: [
        ['try again', 'receivers'],
        ['please retry', 'receivers'],
        ['in .. minutes', 'Postgrey, SQLgrey, milter-greylist'],
        ['in .. seconds', 'Postgrey, SQLgrey, milter-greylist'],
        ['after .. seconds', 'Postgrey, SQLgrey, milter-greylist'],
        ['after .. minutes', 'Postgrey, SQLgrey, milter-greylist'],
        ['for now', 'receivers'],
        ['not yet', 'receivers'],
        ['come back', 'receivers'],
        ['temporarily deferred', 'Yahoo'],
        ['temporarily rejected', 'receivers'],
        ['temporarily refused', 'receivers'],
        ['temporarily denied', 'receivers'],
        ['temporarily blocked', 'receivers'],
        ['temporary rejection', 'receivers'],
        ['temporarily suspended', 'receivers'],
        ['message deferred', 'receivers'],
        ['later', 'receivers'],
      ],
    },
  ],
};
