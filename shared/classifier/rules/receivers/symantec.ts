import type { RuleFile } from '../../rule.ts';
import { RECEIVER } from '../strength.ts';

/** Symantec.cloud, MessageLabs before, and Symantec Messaging Gateway. */
export const symantec: RuleFile = {
  file: 'receivers/symantec',
  rules: [
    {
      name: 'blocked',
      code: 1003,
      strength: RECEIVER,
      phrases: [
        ['connection rejected by policy', 'Symantec.cloud: 501 [7.7]'],
        ['sym ip', 'Symantec Messaging Gateway'],
      ],
    },
    {
      name: 'content',
      code: 1004,
      strength: RECEIVER,
      phrases: [
        ['message filtered refer to', 'Symantec.cloud: 553'],
        ['*messagelabs.com/support/troubleshooting*', 'Symantec.cloud'],
      ],
    },
    {
      name: 'aborted',
      code: 3999,
      strength: RECEIVER,
      phrases: [['*knowledge.broadcom.com*', 'Symantec.cloud: 450 requested action aborted']],
    },
  ],
};
