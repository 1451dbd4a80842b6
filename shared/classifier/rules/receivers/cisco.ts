import type { RuleFile } from '../../rule.ts';
import { RECEIVER } from '../strength.ts';

/** Cisco Secure Email, IronPort before. */
export const cisco: RuleFile = {
  file: 'receivers/cisco',
  rules: [
    {
      name: 'reputation',
      code: 1003,
      strength: RECEIVER,
      phrases: [
        ['sending mtas poor reputation', 'Cisco: 554'],
        ['your access to submit messages', 'Cisco: 550 5.7.1'],
        ['your access to this mail system has been rejected', 'Cisco: 554'],
      ],
    },
  ],
};
