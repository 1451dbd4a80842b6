import type { RuleFile } from '../../rule.ts';
import { RECEIVER } from '../strength.ts';

/**
 * Gmail and Google Workspace: the list "Gmail SMTP errors and codes", and the names in the links that every reply
 * carries (`support.google.com/mail/?p=NoSuchUser`).
 */
export const gmail: RuleFile = {
  file: 'receivers/gmail',
  rules: [
    {
      name: 'authentication',
      code: 1999,
      strength: RECEIVER + 3,
      phrases: [
        ['this mail is unauthenticated', '550 5.7.26'],
        ['this mail has been blocked because the sender is unauthenticated', '550 5.7.26'],
        ['unauthenticated email from', '550 5.7.26: DMARC'],
        ['does not pass authentication checks', '550 5.7.26'],
        ['unauthenticatederror', 'the link of 550 5.7.26'],
        ['ipv6 sending guidelines', '550 5.7.1: PTR or authentication'],
        ['does not meet ipv6', '550 5.7.1'],
        ['ipv6autherror', 'the link of 550 5.7.1'],
        ['ip address sending this message does not have a ptr', '550 5.7.25'],
        ['required to authenticate with', '421 4.7.32'],
        ['from header .. isnt aligned', '421 4.7.32'],
        ['tls connection .. is required', '421 4.7.29'],
      ],
    },
    {
      name: 'over-quota',
      code: 3001,
      strength: RECEIVER + 2,
      phrases: [
        ['overquotatemp', 'the link of 452 4.2.2'],
        ['overquotaperm', 'the link of 552 5.2.2'],
        ['out of storage space', '452 4.2.2, 552 5.2.2'],
      ],
    },
    {
      name: 'no-such-user',
      code: 2001,
      strength: RECEIVER + 1,
      phrases: [
        ['nosuchuser', 'the link of 550 5.1.1'],
        ['the email account that you tried to reach does not exist', '550 5.1.1'],
      ],
    },
    {
      name: 'disabled',
      code: 3002,
      strength: RECEIVER + 1,
      phrases: [
        ['disableduser', 'the link of 550 5.2.1'],
        ['account that you tried to reach is disabled', '550 5.2.1'],
        ['account that you tried to reach is inactive', '550 5.2.1'],
      ],
    },
    {
      name: 'blocked-for-rate',
      code: 1003,
      strength: RECEIVER + 3,
      guard: { replyCode: ['5'] },
      phrases: [['unusual rate of unsolicited mail', '550 5.7.1: where it is no longer only deferred']],
    },
    {
      name: 'rate',
      code: 1006,
      strength: RECEIVER + 2,
      phrases: [
        ['unusual rate of unsolicited mail', '421 4.7.28'],
        ['unsolicitedratelimiterror', 'the link of 421 4.7.28'],
        ['user you are trying to contact is receiving mail', '450 4.2.1, 550 5.2.1'],
        ['receivingrate', 'the link of 450 4.2.1'],
        ['receivingrateperm', 'the link of 550 5.2.1'],
        ['daily smtp relay', '550 5.4.5'],
        ['peak smtp relay', '450 4.2.1'],
        ['daily user sending', '550 5.4.5'],
        ['daily sending quota', '550 5.4.5'],
      ],
    },
    {
      name: 'group-moderation',
      code: 1004,
      strength: RECEIVER + 1,
      phrases: [['rejected due to spam classification', 'Google Groups']],
    },
    {
      name: 'who-may-send',
      code: 3004,
      strength: RECEIVER,
      phrases: [
        ['customfromdenied', 'Send mail as'],
        ['send mail as', 'Send mail as'],
        ['*groups.google.com*', 'Google Groups: who may post'],
        ['permission to post', 'Google Groups'],
        ['mail relay .. denied', '550 5.7.1: addresses of the relay'],
      ],
    },
    {
      name: 'low-reputation',
      code: 1003,
      strength: RECEIVER + 1,
      phrases: [
        ['very low reputation', '550 5.7.1: reputation of the IP address or the domain'],
        ['unsolicitediperror', 'the link of 550 5.7.1'],
      ],
    },
    {
      name: 'unsolicited',
      code: 1004,
      strength: RECEIVER,
      phrases: [
        ['our system has detected that this message is', '550 5.7.1'],
        ['likely unsolicited mail', '550 5.7.1'],
        ['unsolicitedmessageerror', 'the link of 550 5.7.1'],
        ['content presents a potential security issue', '552 5.7.0'],
        ['blockedmessage', 'the link of 552 5.7.0'],
        ['rfcmessagenoncompliant', 'the link of 550 5.7.1'],
        ['not rfc 5322 compliant', '550 5.7.1'],
        ['messages missing a .. header', '550 5.7.1'],
        ['violates .. email policy', '550 5.7.1: the domain of the recipient'],
      ],
    },
    {
      name: 'size',
      code: 1999,
      strength: RECEIVER,
      phrases: [
        ['maxsizeerror', 'the link of 552 5.3.4'],
        ['googles message size limits', '552 5.3.4'],
        ['exceeded .. header .. limit', '552 5.3.4'],
      ],
    },
    {
      name: 'later',
      code: 3003,
      strength: RECEIVER - 2,
      guard: { replyCode: ['4'] },
      phrases: [['mail server temporarily rejected message', '451 4.3.0']],
    },
  ],
};
