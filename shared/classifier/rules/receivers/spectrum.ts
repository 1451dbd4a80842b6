import type { RuleFile } from '../../rule.ts';
import { RECEIVER } from '../strength.ts';

/**
 * Spectrum, Charter, Time Warner Cable, Roadrunner: "Email error codes", AUP#1000 and on. `AUP#In-1310` and
 * `AUP#Out-1560` are the same numbers, for mail coming in and going out.
 */
export const spectrum: RuleFile = {
  file: 'receivers/spectrum',
  rules: [
    {
      name: 'blocked',
      code: 1003,
      strength: RECEIVER + 1,
      phrases: [
        ['aup#10*', 'AUP#1000, AUP#1010'],
        ['aup#12*', 'AUP#1200 to AUP#1260'],
        ['{aup} 10*', 'AUP#I-1000, AUP#I-1010'],
        ['{aup} 12*', 'AUP#In-1200 to AUP#In-1260'],
        ['aup#bl', 'AUP#BL'],
        ['chtr b*', 'Charter'],
      ],
    },
    {
      name: 'no-reverse-dns',
      code: 1999,
      strength: RECEIVER + 1,
      phrases: [
        ['aup#11*', 'AUP#1100 to AUP#1150'],
        ['{aup} 11*', 'AUP#In-1100 to AUP#In-1150'],
      ],
    },
    {
      name: 'rate',
      code: 1006,
      strength: RECEIVER + 1,
      phrases: [
        ['aup#13*', 'AUP#1300 to AUP#1390: connections'],
        ['aup#14*', 'AUP#1400 to AUP#1490: rate'],
        ['aup#15*', 'AUP#1540 to AUP#1580: recipients, invalid recipients'],
        ['{aup} 13*', 'AUP#In-1300 to AUP#In-1390'],
        ['{aup} 14*', 'AUP#In-1400 to AUP#In-1490'],
        ['{aup} 15*', 'AUP#Out-1540 to AUP#Out-1580'],
      ],
    },
    {
      name: 'size',
      code: 1999,
      strength: RECEIVER + 2,
      phrases: [
        ['aup#1530', 'AUP#1530'],
        ['{aup} 1530', 'AUP#In-1530'],
      ],
    },
    {
      name: 'refused',
      code: 1999,
      strength: RECEIVER,
      phrases: [
        ['aup#pol*', 'AUP#Pol'],
        ['aup#out', 'AUP#Out'],
      ],
    },
  ],
};
