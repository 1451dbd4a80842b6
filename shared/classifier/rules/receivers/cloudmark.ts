import type { RuleFile } from '../../rule.ts';
import { RECEIVER } from '../strength.ts';

/** Cloudmark: its list of senders, and the filter that many providers run. */
export const cloudmark: RuleFile = {
  file: 'receivers/cloudmark',
  rules: [
    {
      name: 'listed',
      code: 1002,
      strength: RECEIVER,
      phrases: [
        ['*csi.cloudmark*', 'Cloudmark Sender Intelligence: the page for a reset'],
        ['cloudmark sender intelligence', 'Cloudmark Sender Intelligence'],
      ],
    },
    {
      name: 'spam',
      code: 1004,
      strength: RECEIVER - 6,
      phrases: [['cloudmark gateway', 'the filter']],
    },
  ],
};
