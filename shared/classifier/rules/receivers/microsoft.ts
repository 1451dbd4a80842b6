import type { RuleFile } from '../../rule.ts';
import { RECEIVER } from '../strength.ts';

/** `.7.606` to `.7.649`, as a guard takes them. */
function details(from: number, to: number = from): readonly string[] {
  return Array.from({ length: to - from + 1 }, (_, index) => `.7.${from + index}`);
}

/**
 * Outlook.com and Exchange Online: the postmaster's "troubleshooting" codes (S3140, DY-001), and the table "Email
 * non-delivery reports and SMTP errors in Exchange Online".
 */
export const microsoft: RuleFile = {
  file: 'receivers/microsoft',
  rules: [
    {
      name: 'authentication',
      code: 1999,
      strength: RECEIVER + 3,
      phrases: [
        ['didnt pass authentication', '550 5.7.509'],
        ['does not pass dmarc', '550 5.7.509'],
        ['required authentication level', '550 5.7.515'],
        ['a message sent over ipv6 must pass', '450 4.7.26'],
      ],
    },
    {
      name: 'status-authentication',
      code: 1999,
      strength: RECEIVER + 3,
      guard: { status: ['.7.506', '.7.509', '.7.510', '.7.515'] },
      phrases: [['access denied', '550 5.7.506 to 5.7.515: HELO, DMARC, IPv6, authentication']],
    },
    {
      name: 'status-rate',
      code: 1006,
      strength: RECEIVER + 3,
      guard: { status: ['.7.508', ...details(705), ...details(230, 239), '.1.90', '.2.121', '.2.122'] },
      phrases: [
        ['exceeded', '550 5.7.508, 5.7.705, 5.7.233, 5.1.90, 5.2.121'],
        ['limit', '550 5.1.90, 5.7.232'],
      ],
    },
    {
      name: 'status-content',
      code: 1004,
      strength: RECEIVER + 3,
      guard: { status: ['.7.512'] },
      phrases: [['access denied', '550 5.7.512: not as RFC 5322 has it']],
    },
    {
      name: 'status-recipient-refuses',
      code: 3004,
      strength: RECEIVER + 3,
      guard: { status: ['.7.505', '.7.507', '.7.513'] },
      phrases: [
        ['access denied', '550 5.7.505, 5.7.507: rejected by recipient'],
        ['service unavailable', '550 5.7.513: the block list of the customer'],
      ],
    },
    {
      name: 'status-blocked',
      code: 1003,
      strength: RECEIVER + 2,
      guard: { status: [...details(501, 503), ...details(511), ...details(606, 649), ...details(700, 750)] },
      phrases: [
        ['access denied', '550 5.7.501 to 5.7.503, 5.7.511, 5.7.606 to 5.7.649, 5.7.708'],
        ['client blocked', '550 5.7.750'],
      ],
    },
    {
      name: 'status-later',
      code: 3003,
      strength: RECEIVER - 4,
      guard: { status: [...details(500, 699), ...details(850, 899)], replyCode: ['4'] },
      phrases: [
        ['access denied please try again later', '451 4.7.500 to 4.7.699, 4.7.850 to 4.7.899'],
        ['server busy please try again later', '451 4.7.500'],
      ],
    },
    {
      name: 'blocked',
      code: 1003,
      strength: RECEIVER + 2,
      phrases: [
        ['s3140', '550 5.7.1'],
        ['s3150', '550 5.7.1'],
        ['as3140', '550 5.7.1'],
        ['as3150', '550 5.7.1'],
        ['s775', '550 5.7.1'],
        ['s844', '451 4.7.500'],
        ['part of their network is on our block list', '550 5.7.1'],
        ['access denied banned', '550 5.7.511, 5.7.606'],
        ['banned sending ip', '550 5.7.606 to 5.7.649'],
        ['traffic not accepted from this ip', '550 5.7.708'],
        ['*delist.messaging.microsoft*', 'the address for removal'],
        ['*sender.office.com*', 'the portal for removal'],
        ['sc 001', 'Hotmail: policy'],
        ['sc 002', 'Hotmail: PTR or policy'],
        ['sc 003', 'Hotmail: open proxy'],
        ['sc 004', 'Hotmail: listed'],
        ['dy 001', 'Hotmail: dynamic IP'],
        ['dy 002', 'Hotmail: compromised'],
        ['ou 001', 'Hotmail: listed'],
        ['ou 002', 'Hotmail: reputation'],
      ],
    },
    {
      name: 'rate',
      code: 1006,
      strength: RECEIVER,
      phrases: [
        ['rp 001', 'Hotmail 421: rate'],
        ['rp 002', 'Hotmail 421: rate'],
        ['rp 003', 'Hotmail 421: rate'],
        ['exceeded the rate limit', 'Hotmail 421'],
        ['exceeded the connection limit', 'Hotmail 421'],
        ['s77714', '451 4.7.650'],
        ['s77719', '451 4.7.651'],
        ['s3115', '451 4.7.652'],
        ['temporarily rate limited', '451 4.7.650'],
        ['external recipient rate limit', '550 5.7.233'],
      ],
    },
    {
      name: 'directory',
      code: 2001,
      strength: RECEIVER,
      phrases: [
        ['recipient address rejected access denied', '550 5.4.1: directory-based edge blocking'],
        ['all recipient addresses rejected access denied', '550 5.4.1'],
      ],
    },
    {
      name: 'relay',
      code: 4006,
      strength: RECEIVER,
      phrases: [['tenantattribution', '550 5.7.64: relay access denied']],
    },
  ],
};
