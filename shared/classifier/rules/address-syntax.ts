import type { RuleFile } from '../rule.ts';
import { SENDER } from './strength.ts';

/** The address cannot be one. */
export const addressSyntax: RuleFile = {
  file: 'address-syntax',
  rules: [
    {
      name: 'malformed',
      code: 2003,
      strength: SENDER - 4,
      phrases: [
        ['malformed {recipient}', 'MTAs'],
        ['malformed address', 'Exim'],
        ['address syntax', 'MTAs'],
        ['wrong format', 'MTAs'],
        ['bad format', 'MTAs'],
        ['address .. invalid character*', 'MTAs'],
        ['user address required', 'Sendmail'],
        ['recipient syntax', 'MTAs'],
        ['syntax error in address', 'MTAs'],
        ['syntax error .. recipient', 'MTAs'],
        ['invalid syntax .. address', 'MTAs'],
        ['mailbox syntax', 'RFC 5321: 553'],
        ['mailbox name not allowed', 'RFC 5321: 553'],
        ['address .. not rfc', 'MTAs'],
        ['address format', 'MTAs'],
        ['invalid .. format', 'MTAs'],
        ['improperly formatted', 'MTAs'],
        ['illegal address', 'MTAs'],
        ['illegal character*', 'MTAs'],
        ['invalid character* .. address', 'MTAs'],
        ['unqualified .. address', 'MTAs'],
        ['fully qualified .. recipient', 'MTAs'],
        ['missing domain', 'MTAs'],
        ['domain missing', 'MTAs'],
        ['not a valid rfc', 'MTAs'],
        ['local part .. too long', 'MTAs'],
      ],
    },
  ],
};
