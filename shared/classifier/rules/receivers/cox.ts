import type { RuleFile } from '../../rule.ts';
import { LIKELY, RECEIVER } from '../strength.ts';

/** Cox: "Error codes" of its postmaster's pages. */
export const cox: RuleFile = {
  file: 'receivers/cox',
  rules: [
    {
      name: 'listed',
      code: 1002,
      strength: RECEIVER + 1,
      phrases: [
        ['*ipbl0*', 'IPBL0001 to IPBL0111: Spamhaus, Return Path, ivmSIP'],
        ['*ipbl1*', 'IPBL1000 to IPBL1111: Cloudmark CSI beside them'],
        ['*urlbl0*', 'URLBL: a link is listed'],
        ['*dbl0*', 'DBL: a domain is listed'],
      ],
    },
    {
      name: 'blocked',
      code: 1003,
      strength: RECEIVER,
      phrases: [
        ['*cxbl', 'CXBL: spam-like behaviour'],
        ['*cdrbl', 'CDRBL: for up to a day'],
        ['coxmail', 'Cox'],
        ['*cox.com/errors*', 'Cox: the page of codes'],
      ],
    },
    {
      name: 'some-code',
      code: 1003,
      strength: LIKELY + 1,
      phrases: [['aup#*', 'a code that is not told apart, where the words say no more']],
    },
    {
      name: 'rate',
      code: 1006,
      strength: RECEIVER + 1,
      phrases: [
        ['*cxthrt', 'CXTHRT: an account is throttled'],
        ['*cxmxrt', 'CXMXRT: too many recipients or messages'],
        ['*cxcnct', 'CXCNCT: too many connections'],
        ['cox too many', 'Cox: sessions from one address'],
      ],
    },
    {
      name: 'refused',
      code: 1999,
      strength: RECEIVER + 1,
      phrases: [
        ['*cxdns', 'CXDNS: no reverse DNS'],
        ['*cxrej', 'CXREJ'],
      ],
    },
    {
      name: 'sender',
      code: 3004,
      strength: RECEIVER + 1,
      phrases: [
        ['*cxsndr', 'CXSNDR: the domain of the sender'],
        ['*cxmj', 'CXMJ: the account of the sender'],
      ],
    },
  ],
};
