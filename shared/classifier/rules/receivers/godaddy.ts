import type { RuleFile } from '../../rule.ts';
import { RECEIVER } from '../strength.ts';

/** GoDaddy, Workspace Email: "Fix rejected email with a bounce error". */
export const godaddy: RuleFile = {
  file: 'receivers/godaddy',
  rules: [
    {
      name: 'blocked',
      code: 1003,
      strength: RECEIVER,
      phrases: [
        ['ib103', '554: a poor reputation'],
        ['ib104', '554: a list'],
        ['ib105', '554: a list'],
        ['ib106', '554: a list'],
        ['ib110', '554: a list'],
        ['ib111', '554: blocked for a while'],
        ['ib113', '554: a poor reputation'],
      ],
    },
    {
      name: 'no-reverse-dns',
      code: 1999,
      strength: RECEIVER,
      phrases: [['ib108', '421: reverse DNS']],
    },
    {
      name: 'busy',
      code: 4001,
      strength: RECEIVER,
      phrases: [['ib101', '421: server temporarily unavailable']],
    },
    {
      name: 'rate',
      code: 1006,
      strength: RECEIVER,
      phrases: [
        ['ib007', '421: too many sessions'],
        ['ib504', '550: messages or recipients in a session'],
        ['ib605*', '421, 452: rate'],
        ['ib607*', '421, 452: rate'],
      ],
    },
    {
      name: 'content',
      code: 1004,
      strength: RECEIVER,
      phrases: [
        ['ib212', '552: content judged to be spam'],
        ['ib510', '550: a link'],
        ['ib703', '552: spam or virus content'],
        ['ib704', '552: spam or virus content'],
      ],
    },
    {
      name: 'virus',
      code: 1007,
      strength: RECEIVER,
      phrases: [['ib705', '552: virus infected message rejected']],
    },
  ],
};
