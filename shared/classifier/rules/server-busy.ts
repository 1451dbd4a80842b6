import type { RuleFile } from '../rule.ts';
import { LIKELY, PLAIN } from './strength.ts';

/** The server is overloaded, or not taking mail now. */
export const serverBusy: RuleFile = {
  file: 'server-busy',
  rules: [
    {
      name: 'busy',
      code: 4001,
      strength: PLAIN,
      phrases: [
        ['server busy', 'receivers'],
        ['system busy', 'receivers'],
        ['too busy', 'receivers'],
        ['is busy', 'receivers'],
        ['load too high', 'receivers'],
        ['load average', 'Sendmail'],
        ['high load', 'receivers'],
        ['system load', 'receivers'],
        ['overloaded', 'receivers'],
        ['resources temporarily unavailable', 'Yahoo'],
        ['resource temporarily unavailable', 'MTAs'],
        ['insufficient resources', 'Exchange'],
        ['not enough resources', 'MTAs'],
        ['system resources', 'MTAs'],
        ['congest*', 'RFC 3463'],
        ['not accepting network messages', 'RFC 3463'],
      ],
    },
    {
      name: 'unavailable-for-now',
      code: 4001,
      strength: LIKELY - 4,
      guard: { replyCode: ['4'] },
      phrases: [['service unavailable', 'MTAs']],
    },
    {
      name: 'not-now',
      code: 4001,
      strength: LIKELY - 4,
      phrases: [
        ['service not available', 'RFC 5321: 421'],
        ['service is unavailable', 'receivers'],
        ['service currently unavailable', 'receivers'],
        ['service is currently unavailable', 'receivers'],
        ['temporarily unavailable', 'receivers'],
        ['server temporarily', 'receivers'],
        ['server unavailable', 'receivers'],
        ['shutting down', 'MTAs'],
        ['closing transmission channel', 'RFC 5321: 421'],
        ['closing connection', 'MTAs'],
        ['maintenance', 'receivers'],
      ],
    },
  ],
};
