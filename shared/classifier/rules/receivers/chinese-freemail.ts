import type { RuleFile } from '../../rule.ts';
import { RECEIVER } from '../strength.ts';

/** NetEase (163, 126, yeah.net) and others on Coremail, by the table of their bounce codes; Tencent QQ by its own. */
export const chineseFreemail: RuleFile = {
  file: 'receivers/chinese-freemail',
  rules: [
    {
      name: 'netease-blocked',
      code: 1003,
      strength: RECEIVER,
      phrases: [
        ['hl iplrbl', '554 HL:IPLRBL'],
        ['hl ireply', '554 HL:IREPLY'],
        ['hl ipb', '554 HL:IPB: not on the list of those allowed'],
        ['hl ihu', '554 HL:IHU: suspended'],
        ['hl rep', '421 HL:REP: too many recipients that do not exist'],
        ['hl mep', '421 HL:MEP: forged domains'],
        ['wm bli', '450 WM:BLI'],
        ['ip is rejected', '554'],
        ['ip in blacklist', '554'],
        ['ip is hangup', 'Coremail'],
      ],
    },
    {
      name: 'netease-listed',
      code: 1002,
      strength: RECEIVER,
      phrases: [['dt rbl', '450 DT:RBL']],
    },
    {
      name: 'netease-rate',
      code: 1006,
      strength: RECEIVER,
      phrases: [
        ['hl icc', '421 HL:ICC: concurrent connections'],
        ['hl ifc', '421 HL:IFC: messages in a short time'],
        ['hl itc', '421 HL:ITC'],
        ['hl ifq', '554 HL:IFQ'],
        ['mi dmc', '450 MI:DMC: messages in a connection'],
        ['mi cel', '450 MI:CEL: wrong commands'],
        ['mi ccl', '450 MI:CCL: commands'],
        ['mi sfq', '451 MI:SFQ: messages in fifteen minutes'],
        ['mi stc', '554 MI:STC: messages in a day'],
        ['mi src', '451 MI:SRC'],
        ['rp drc', '450 RP:DRC: recipients in a connection'],
        ['rp ccl', '450 RP:CCL: commands'],
        ['rp cel', '451 RP:CEL: wrong commands'],
        ['rp qrc', '451 RP:QRC: recipients in a short time'],
        ['rp trc', '550 RP:TRC: recipients in a day'],
      ],
    },
    {
      name: 'netease-spam',
      code: 1004,
      strength: RECEIVER,
      phrases: [
        ['dt spm', '554 DT:SPM, 451 DT:SPM'],
        ['illegal attachment', '552'],
      ],
    },
    {
      name: 'netease-refused',
      code: 1999,
      strength: RECEIVER,
      phrases: [
        ['mi spf', '550 MI:SPF'],
        ['mi nhd', '550 MI:NHD: an empty HELO'],
        ['mx only', 'Coremail 553'],
      ],
    },
    {
      name: 'netease-sender',
      code: 3004,
      strength: RECEIVER,
      phrases: [
        ['dt sum', '554 DT:SUM: two senders that differ'],
        ['mi spb', '554 MI:SPB'],
        ['domain may not exist or dns check failed', 'QQ 550: the domain of the sender'],
        ['wm blu', '450 WM:BLU'],
        ['mail from must equal authorized user', '553'],
        ['null sender is not allowed', '553'],
      ],
    },
    {
      name: 'netease-inactive',
      code: 3002,
      strength: RECEIVER,
      phrases: [['user hangup', 'Coremail']],
    },
    {
      name: 'netease-relay',
      code: 4006,
      strength: RECEIVER,
      phrases: [['local user only', '553']],
    },
    {
      name: 'qq-rate',
      code: 1006,
      strength: RECEIVER,
      phrases: [
        ['ip frequency limited', '550'],
        ['connection frequency limited', '550'],
        ['domain frequency limited', '550'],
        ['sender frequency limited', '550'],
        ['mailbox frequency limited', '550'],
      ],
    },
    {
      name: 'qq-blocked',
      code: 1003,
      strength: RECEIVER,
      phrases: [
        ['suspected bounce attacks', '550'],
        ['suspected spam ip', '550'],
      ],
    },
    {
      name: 'qq-content',
      code: 1004,
      strength: RECEIVER,
      phrases: [['mail content denied', '550']],
    },
    {
      name: 'qq-recipient-refuses',
      code: 1999,
      strength: RECEIVER,
      phrases: [['mail is rejected by recipients', '550']],
    },
  ],
};
