import type { RuleFile } from '../../rule.ts';
import { RECEIVER } from '../strength.ts';

/** AT&T, BellSouth, SBC, before their mail moved to Yahoo: "Error message summary" of its mail block pages. */
export const att: RuleFile = {
  file: 'receivers/att',
  rules: [
    {
      name: 'blocked',
      code: 1003,
      strength: RECEIVER,
      phrases: [
        ['*attrbl*', '553 5.3.0 DNSBL:ATTRBL'],
        ['dnsbl rbl', '553 5.3.0 DNSBL:RBL 521'],
        ['ou=rblmx*', '550 blocked by ldap:ou=rblmx'],
        ['blocked by ldap', '550 blocked by ldap:ou=rblmx'],
        ['error blocked for abuse', '550'],
        ['blocked for abuse', '550'],
      ],
    },
    {
      name: 'suspended',
      code: 3002,
      strength: RECEIVER,
      phrases: [['mailbox currently suspended', '550 [SUSPEND]']],
    },
    {
      name: 'refused',
      code: 1999,
      strength: RECEIVER,
      phrases: [
        ['requires valid sender domain', '550 [PERMFAIL]'],
        ['servers without a valid sender domain', '550 5.7.1'],
        ['fix reverse dns', '550 5.7.1'],
        ['unauthorized interface', '550'],
      ],
    },
  ],
};
