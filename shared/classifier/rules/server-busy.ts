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
        ['server busy', 'Sendmail: load average'],
        ['system busy', 'Sendmail: load average'],
        ['too busy', 'Sendmail: load average'],
        ['are busy', 'receivers'],
        ['is busy', 'Sendmail: load average'],
        ['load too high', 'Sendmail: load average'],
        ['load average', 'Sendmail'],
        ['high load', 'Sendmail: load average'],
        ['system load', 'Sendmail: load average'],
        ['overloaded', 'Sendmail: load average'],
        ['resources temporarily unavailable', 'Yahoo'],
        ['resource temporarily unavailable', 'Exchange: insufficient resources'],
        ['insufficient resources', 'Exchange'],
        ['not enough resources', 'Exchange: insufficient resources'],
        ['system resources', 'Exchange: insufficient resources'],
        ['congest*', 'RFC 3463'],
      ],
    },
    {
      name: 'takes-nothing-now',
      code: 4001,
      strength: PLAIN,
      guard: { replyCode: ['4'] },
      phrases: [['not accepting network messages', 'RFC 3463']],
    },
    {
      name: 'unavailable-for-now',
      code: 4001,
      strength: LIKELY - 4,
      guard: { replyCode: ['4'] },
      phrases: [['service unavailable', 'RFC 5321: 421']],
    },
    {
      name: 'not-now',
      code: 4001,
      strength: LIKELY - 4,
      phrases: [
        ['service not available', 'RFC 5321: 421'],
        ['service is unavailable', 'RFC 5321: 421'],
        ['service currently unavailable', 'RFC 5321: 421'],
        ['service is currently unavailable', 'RFC 5321: 421'],
        ['temporarily unavailable', 'RFC 5321: 421'],
        ['server temporarily', 'RFC 5321: 421'],
        ['server unavailable', 'RFC 5321: 421'],
        ['shutting down', 'RFC 5321: 421'],
        ['closing transmission channel', 'RFC 5321: 421'],
        ['closing connection', 'RFC 5321: 421'],
        ['maintenance', 'RFC 5321: 421'],
      ],
    },
  ],
};
