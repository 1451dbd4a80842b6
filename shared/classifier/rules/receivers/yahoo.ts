import type { RuleFile } from '../../rule.ts';
import { RECEIVER } from '../strength.ts';

/** Yahoo, AOL, Verizon and what else lives at Yahoo: "SMTP error codes" of its Sender Hub, and AOL's own before. */
export const yahoo: RuleFile = {
  file: 'receivers/yahoo',
  rules: [
    {
      name: 'deferred',
      code: 1006,
      strength: RECEIVER + 2,
      phrases: [
        ['ts01', '421 4.7.0 [TS01]'],
        ['ts02', '421 4.7.0 [TS02]'],
        ['ts04', '421 4.7.0 [TS04]'],
        ['tss01', '421 4.7.0 [TSS01]'],
        ['tss02', '421 4.7.0 [TSS02]'],
        ['tss04', '421 4.7.0 [TSS04]'],
        ['tss05', '421 4.7.0 [TSS05]'],
        ['tss06', '421 4.7.0 [TSS06]'],
        ['tss07', '421 4.7.0 [TSS07]'],
        ['tss09', '421 4.7.0 [TSS09]'],
        ['ipts04', '421 4.7.0 [IPTS04]'],
        ['temporarily deferred due to user complaints', '421 4.7.0'],
        ['temporarily deferred due to unexpected volume', '421 4.7.0'],
        ['max message per connection', '421'],
        ['maximum messages per connection', '421'],
      ],
    },
    {
      name: 'refused-for-good',
      code: 1003,
      strength: RECEIVER + 3,
      guard: { replyCode: ['5'] },
      phrases: [
        ['tss04', '553 5.7.1 [TSS04]'],
        ['tss05', '553 5.7.1 [TSS05]'],
        ['tss07', '553 5.7.1 [TSS07]: a list'],
        ['tss09', '553 5.7.2 [TSS09]'],
      ],
    },
    {
      name: 'blocked',
      code: 1003,
      strength: RECEIVER + 1,
      phrases: [
        ['ts03', '421 4.7.1 [TS03]: permanently deferred'],
        ['tss03', '421 4.7.1 [TSS03]'],
        ['tss11', '421 4.7.0 [TSS11]'],
        ['tss13', '421 4.7.0 [TSS13]'],
        ['bl21', '553 5.7.1 [BL21]: Spamhaus PBL'],
        ['bl22', '553 5.7.1 [BL22]: Spamhaus SBL'],
        ['bl23', '553 5.7.1 [BL23]: Spamhaus XBL'],
        ['all messages from .. will be permanently deferred', '421 4.7.1'],
        ['messages from .. temporarily deferred', '421 4.7.0'],
      ],
    },
    {
      name: 'policy',
      code: 1999,
      strength: RECEIVER,
      phrases: [
        ['not accepted for policy reasons', '554 5.7.9, [PH01]'],
        ['message not allowed', '554 [PH01]'],
      ],
    },
    {
      name: 'greylisted',
      code: 3003,
      strength: RECEIVER + 2,
      phrases: [
        ['gl01', '421 4.7.0 [GL01]'],
        ['resources temporarily not available', '451 4.16.5'],
      ],
    },
    {
      name: 'disabled',
      code: 3002,
      strength: RECEIVER,
      phrases: [
        ['554.30', '554 delivery error: this mailbox is disabled'],
        ['554.29', '554 delivery error: over quota and disabled'],
      ],
    },
    {
      name: 'unknown',
      code: 2001,
      strength: RECEIVER,
      phrases: [
        ['requested mail action aborted mailbox not found', '552 1'],
        ['doesnt have a yahoo*', '554 delivery error'],
        ['554.10', '554 delivery error'],
      ],
    },
    {
      name: 'aol-blocked',
      code: 1003,
      strength: RECEIVER,
      phrases: [
        ['rtr bb', 'AOL RTR:BB'],
        ['rtr bl', 'AOL RTR:BL'],
        ['rtr ge', 'AOL RTR:GE'],
        ['rtr rd', 'AOL RTR:RD'],
        ['rly b1', 'AOL RLY:B1'],
        ['rly b2', 'AOL RLY:B2'],
        ['rly b3', 'AOL RLY:B3'],
        ['rly bd', 'AOL RLY:BD'],
        ['dyn t1', 'AOL DYN:T1'],
        ['dnsbl bl', 'AOL DNSBL:BL'],
        ['con b1', 'AOL CON:B1'],
      ],
    },
    {
      name: 'aol-content',
      code: 1004,
      strength: RECEIVER,
      phrases: [
        ['hvu b1', 'AOL HVU:B1: a link in the message'],
        ['hvu b2', 'AOL HVU:B2'],
      ],
    },
    {
      name: 'verizon-blocked',
      code: 1003,
      strength: RECEIVER,
      phrases: [['blocked by verizon*', '571 or 550: currently blocked by Verizon Online']],
    },
  ],
};
