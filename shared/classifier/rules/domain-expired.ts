import type { RuleFile } from '../rule.ts';
import { SENDER } from './strength.ts';

/** The domain of the address has expired, is parked or suspended. */
export const domainExpired: RuleFile = {
  file: 'domain-expired',
  rules: [
    {
      name: 'expired-or-parked',
      code: 3005,
      strength: SENDER - 4,
      phrases: [
        ['domain .. expired', 'registrars'],
        ['registration .. expired', 'registrars'],
        ['name is .. parked', 'registrars'],
        ['domain .. parked', 'registrars'],
        ['domain .. for sale', 'registrars'],
        ['domain .. on hold', 'registrars'],
        ['domain .. suspended', 'hosters'],
        ['expired domain', 'registrars'],
        ['parked domain', 'registrars'],
        ['domain .. disabled', 'hosters'],
        ['domain .. deactivated', 'hosters'],
        ['domain .. inactive', 'hosters'],
        ['domain .. lapsed', 'registrars'],
        ['registration .. lapsed', 'registrars'],
      ],
    },
  ],
};
