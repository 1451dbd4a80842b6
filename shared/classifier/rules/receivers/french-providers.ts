import type { RuleFile } from '../../rule.ts';
import { LIKELY, RECEIVER } from '../strength.ts';

/**
 * Orange and Wanadoo (OFR_506, OFR004_104), La Poste (LPN105_104), which number alike, and Free. Their replies are
 * in French and English; the number says most.
 */
export const frenchProviders: RuleFile = {
  file: 'receivers/french-providers',
  rules: [
    {
      name: 'rate',
      code: 1006,
      strength: RECEIVER + 1,
      phrases: [
        ['{ofr} .. 104', 'OFR004_104, LPN007_104: too many connections'],
        ['ofr 104', 'OFR_104'],
        ['{ofr} .. 304', 'LPN007_304: too many connections'],
      ],
    },
    {
      name: 'unknown',
      code: 2001,
      strength: RECEIVER + 1,
      phrases: [
        ['{ofr} .. 416', 'OFR004_416, LPN004_416'],
        ['ofr 416', 'OFR_416'],
        ['lpn416', 'LPN416'],
      ],
    },
    {
      name: 'full',
      code: 3001,
      strength: RECEIVER + 1,
      phrases: [
        ['{ofr} .. 417', 'OFR004_417, LPN004_417'],
        ['ofr 417', 'OFR_417'],
      ],
    },
    {
      name: 'sender',
      code: 3004,
      strength: RECEIVER + 1,
      phrases: [
        ['{ofr} .. 402', 'OFR004_402, LPN004_402: invalid sender'],
        ['{ofr} .. 403', 'OFR004_403'],
        ['{ofr} .. 405', 'OFR004_405'],
        ['ofr 402', 'OFR_402'],
        ['ofr 403', 'OFR_403'],
        ['ofr 405', 'OFR_405'],
        ['emetteur invalide', 'Orange, La Poste'],
      ],
    },
    {
      name: 'spam',
      code: 1004,
      strength: RECEIVER + 1,
      phrases: [
        ['{ofr} .. 506', 'OFR004_506: message refused'],
        ['ofr 506', 'OFR_506'],
        ['{ofr} .. 515', 'OFR004_515'],
        ['ofr 515', 'OFR_515'],
      ],
    },
    {
      name: 'blocked',
      code: 1003,
      strength: RECEIVER,
      phrases: [
        ['adresse ip source bloquee', 'Orange'],
        ['too many spams from your ip', 'Free'],
      ],
    },
    {
      name: 'link',
      code: 1003,
      strength: LIKELY + 2,
      phrases: [['*postmaster.free.fr*', 'Free: the page it sends everybody to']],
    },
    {
      name: 'later',
      code: 3003,
      strength: LIKELY + 2,
      guard: { replyCode: ['4'] },
      phrases: [['service refuse veuillez essayer plus tard', 'Orange, La Poste']],
    },
    {
      name: 'some-code',
      code: 1003,
      strength: LIKELY + 1,
      phrases: [
        ['{ofr}', 'OFR006_104, LPN105_104: a code that is not told apart, where the words say no more'],
        ['ofr', 'OFR_101 to OFR_999'],
      ],
    },
    {
      name: 'blocked-account',
      code: 3002,
      strength: RECEIVER + 1,
      phrases: [['{ofr} .. 426', 'LPN007_426: the account of the recipient is blocked']],
    },
    {
      name: 'inactive',
      code: 3002,
      strength: RECEIVER,
      phrases: [['blocked due to inactivity', 'Free']],
    },
  ],
};
