import type { RuleFile } from '../rule.ts';
import { SENDER, UNKNOWN_RECIPIENT } from './strength.ts';

/** Malware, by whatever scanner. */
export const virus: RuleFile = {
  file: 'virus',
  rules: [
    {
      name: 'found',
      code: 1007,
      strength: SENDER + 6,
      phrases: [
        ['contains .. virus*', 'scanners'],
        ['contained .. virus*', 'scanners'],
        ['carries .. virus', 'scanners'],
        ['infected', 'scanners'],
        ['virus .. found', 'scanners'],
        ['virus .. detected', 'scanners'],
        ['virus .. {refused}', 'scanners'],
        ['found .. virus', 'scanners'],
        ['detected .. virus', 'scanners'],
        ['{refused} .. virus', 'scanners'],
        ['virus alert', 'scanners'],
        ['virus infection', 'scanners'],
        ['virus in', 'scanners'],
        ['malware', 'scanners'],
        ['trojan*', 'scanners'],
        ['worm', 'scanners'],
        ['ransomware', 'scanners'],
        ['clamav', 'ClamAV'],
        ['security threat', 'gateways'],
        ['potentially malicious', 'gateways'],
        ['malicious file', 'gateways'],
        ['malicious code', 'gateways'],
        ['malicious program', 'gateways'],
        ['malicious software', 'gateways'],
        ['malicious attachment', 'gateways'],
        ['potentially executable', 'gateways'],
      ],
    },
    {
      name: 'in-passing',
      code: 1007,
      strength: UNKNOWN_RECIPIENT - 1,
      phrases: [
        ['virus', 'scanners'],
        ['viruses', 'scanners'],
        ['antivirus', 'scanners'],
        ['virus scan*', 'scanners'],
        ['virus check*', 'scanners'],
      ],
    },
  ],
};
