import type { RuleFile } from '../rule.ts';
import { SENDER, UNKNOWN_RECIPIENT } from './strength.ts';

/** The address cannot be one. */
export const addressSyntax: RuleFile = {
  file: 'address-syntax',
  rules: [
    {
      name: 'malformed',
      code: 2003,
      strength: SENDER - 4,
      phrases: [
        ['malformed {recipient}', 'Exim: malformed address'],
        ['malformed address', 'Exim'],
        ['address syntax', 'Postfix: bad address syntax'],
        ['wrong format', 'Postfix: bad address syntax'],
        ['bad format', 'Postfix: bad address syntax'],
        ['address .. invalid character*', 'Exim: malformed address'],
        ['user address required', 'Sendmail'],
        ['recipient syntax', 'Postfix: bad address syntax'],
        ['syntax error in address', 'Postfix: bad address syntax'],
        ['syntax error .. recipient', 'Postfix: bad address syntax'],
        ['invalid syntax .. address', 'Postfix: bad address syntax'],
        ['mailbox syntax', 'RFC 5321: 553'],
        ['mailbox name not allowed', 'RFC 5321: 553'],
        ['address .. not rfc', 'Postfix: bad address syntax'],
        ['address format', 'Postfix: bad address syntax'],
        ['invalid .. format', 'Postfix: bad address syntax'],
        ['improperly formatted', 'Postfix: bad address syntax'],
        ['illegal address', 'Exim: malformed address'],
        ['illegal character*', 'Exim: malformed address'],
        ['invalid character* .. address', 'Exim: malformed address'],
        ['unqualified .. address', 'Exim: malformed address'],
        ['fully qualified .. recipient', 'Exim: malformed address'],
        ['missing domain', 'Exim: malformed address'],
        ['domain missing', 'Exim: malformed address'],
        ['not a valid rfc', 'Postfix: bad address syntax'],
        ['local part .. too long', 'Exim: malformed address'],
        ['address .. syntax', 'MTAs'],
      ],
    },
    {
      name: 'in-a-501',
      code: 2003,
      strength: UNKNOWN_RECIPIENT + 1,
      guard: { replyCode: ['501'], status: ['', '.0', '.1.3', '.5'] },
      phrases: [
        ['bad address', 'RFC 5321: 501 is for the syntax of an argument'],
        ['invalid address', 'Mimecast'],
        ['bad recipient*', 'RFC 5321: 501 is for the syntax of an argument'],
      ],
    },
  ],
};
