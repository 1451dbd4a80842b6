import type { RuleFile } from '../rule.ts';
import { SENDER } from './strength.ts';

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
        ['virus scan*', 'scanners'],
        ['virus check*', 'scanners'],
        ['antivirus', 'scanners'],
        ['malware', 'scanners'],
        ['trojan*', 'scanners'],
        ['worm', 'scanners'],
        ['ransomware', 'scanners'],
        ['clamav', 'ClamAV'],
        ['security threat', 'gateways'],
        ['viruses', 'scanners'],
        ['virus', 'scanners'],
        ['potentially malicious', 'gateways'],
        ['malicious file', 'gateways'],
        ['malicious attachment', 'gateways'],
        ['potentially executable', 'gateways'],
      ],
    },
  ],
};
