import type { RuleFile } from '../../rule.ts';
import { RECEIVER } from '../strength.ts';

/** Mimecast: "Mimecast SMTP error codes". */
export const mimecast: RuleFile = {
  file: 'receivers/mimecast',
  rules: [
    {
      name: 'sender-blocked',
      code: 3004,
      strength: RECEIVER + 1,
      phrases: [
        ['envelope blocked user', '550: user entry, user domain entry'],
        ['manually blocked senders', '550: rejected by header based'],
      ],
    },
    {
      name: 'refused',
      code: 1999,
      strength: RECEIVER + 1,
      phrases: [
        ['administrative prohibition envelope blocked', '550'],
        ['anti spoofing policy', '550'],
        ['dmarc sender invalid', '550'],
        ['submitter failed to authenticate', '550'],
        ['host network not allowed', '554'],
      ],
    },
    {
      name: 'reputation',
      code: 1003,
      strength: RECEIVER,
      phrases: [
        ['local ct ip reputation', '550'],
        ['ip temporarily blacklisted', '451'],
        ['csi.mimecast.org', '550: a list'],
      ],
    },
    {
      name: 'content',
      code: 1004,
      strength: RECEIVER,
      phrases: [
        ['content examination policy', '550'],
        ['*spamsignature*', '554: a signature of spam'],
      ],
    },
    {
      name: 'security-policies',
      code: 1999,
      strength: RECEIVER - 1,
      phrases: [['rejected due to security policies', '554: signature, virus, spam score']],
    },
    {
      name: 'malware',
      code: 1007,
      strength: RECEIVER + 1,
      phrases: [
        ['security policies malware', '554'],
        ['security policies virus', '554'],
      ],
    },
    {
      name: 'later',
      code: 3003,
      strength: RECEIVER,
      guard: { replyCode: ['4'] },
      phrases: [
        ['internal resources are temporarily unavailable', '451: greylisting, or a poor reputation'],
        ['internal resource temporarily unavailable', '451'],
        ['account service is temporarily unavailable', '451'],
        ['recipient temporarily unavailable', '451'],
      ],
    },
    {
      name: 'busy',
      code: 4001,
      strength: RECEIVER,
      guard: { replyCode: ['4'] },
      phrases: [
        ['unable to process connection at this time', '421'],
        ['unable to process email at this time', '451'],
      ],
    },
    {
      name: 'rate',
      code: 1006,
      strength: RECEIVER,
      phrases: [['exceeding outbound thread limit', '550']],
    },
  ],
};
