import type { RuleFile } from '../rule.ts';
import { BOILERPLATE, LIKELY } from './strength.ts';

/** The receiver refuses the message and gives no closer reason. */
export const policy: RuleFile = {
  file: 'policy',
  rules: [
    {
      name: 'policy',
      code: 1999,
      strength: LIKELY - 1,
      phrases: [
        ['policy restrict*', 'MTAs'],
        ['policy', 'MTAs'],
        ['administratively prohibited', 'MTAs'],
        ['prohibited by admin*', 'MTAs'],
        ['rejected by admin*', 'MTAs'],
        ['blocked by admin*', 'MTAs'],
        ['denied by admin*', 'MTAs'],
        ['by our rules', 'MTAs'],
        ['by rule', 'MTAs'],
        ['administrative', 'MTAs'],
        ['not accepted for', 'MTAs'],
        ['message rejected', 'MTAs'],
        ['message refused', 'MTAs'],
        ['message blocked', 'MTAs'],
        ['message not accepted', 'MTAs'],
        ['message denied', 'MTAs'],
        ['mail rejected', 'MTAs'],
        ['mail refused', 'MTAs'],
        ['mail blocked', 'MTAs'],
        ['email rejected', 'MTAs'],
        ['email blocked', 'MTAs'],
        ['rejected due to', 'MTAs'],
        ['rejected for', 'MTAs'],
        ['not authorized', 'RFC 3463'],
        ['unauthorized', 'MTAs'],
        ['access denied', 'MTAs'],
        ['permission', 'MTAs'],
        ['forbidden', 'MTAs'],
        ['security', 'MTAs'],
        ['bulk', 'MTAs'],
      ],
    },
    {
      name: 'transaction-failed',
      code: 1999,
      strength: BOILERPLATE + 2,
      phrases: [
        ['transaction failed', 'RFC 5321: 554'],
        ['service unavailable', 'Sendmail'],
        ['blocked', 'MTAs'],
        ['rejected', 'MTAs'],
        ['denied', 'MTAs'],
        ['refused', 'MTAs'],
      ],
    },
  ],
};
