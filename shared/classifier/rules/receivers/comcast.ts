import type { RuleFile } from '../../rule.ts';
import { RECEIVER } from '../strength.ts';

/** Comcast: "Mail delivery error codes" of its postmaster's pages. */
export const comcast: RuleFile = {
  file: 'receivers/comcast',
  rules: [
    {
      name: 'listed',
      code: 1002,
      strength: RECEIVER + 1,
      phrases: [
        ['bl000001', 'Spamhaus Zen'],
        ['bl000010', 'Cloudmark CSI'],
        ['bl000011', 'Spamhaus Zen, Cloudmark CSI'],
        ['bl0001*', 'Sender Score, alone or beside others'],
        ['bl001*', 'further lists'],
        ['bl006', 'the older code: Spamhaus'],
        ['bl007', 'the older code: Cloudmark CSI'],
      ],
    },
    {
      name: 'blocked',
      code: 1003,
      strength: RECEIVER,
      phrases: [
        ['bl000000', 'patterns of spam'],
        ['*#bl0000*', 'links to the codes'],
        ['es000001', 'dynamic addresses of Comcast'],
        ['es000010', 'dynamic addresses of others'],
        ['comcast block for spam', '554'],
      ],
    },
    {
      name: 'rate',
      code: 1006,
      strength: RECEIVER,
      phrases: [
        ['rl0000*', 'RL000001 to RL000003: too many messages'],
        ['*#rl0000*', 'links to the codes'],
        ['rl001', 'the older code'],
      ],
    },
    {
      name: 'refused',
      code: 1999,
      strength: RECEIVER,
      phrases: [
        ['pt0000*', 'PT000001: reverse DNS'],
        ['dm0000*', 'DM000001: DMARC'],
      ],
    },
  ],
};
