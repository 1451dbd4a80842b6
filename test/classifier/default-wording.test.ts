/**
 * What widespread software writes by default when it refuses a message or gives it up. No rule of a single receiver may
 * decide it: any receiver may run that software.
 */
import { describe, expect, it } from 'vitest';
import { classify } from './classifier.ts';
import { shippedRules } from './rule-set.ts';

type Wording = readonly [code: number, reply: string, status?: string];

const wordings: Readonly<Record<string, readonly Wording[]>> = {
  Postfix: [
    [1999, '554 5.7.1 <jo@example.com>: Recipient address rejected: Access denied'],
    [1999, '450 4.7.1 <jo@example.com>: Recipient address rejected: Access denied'],
    [1999, '554 5.7.1 <unknown[192.0.2.1]>: Client host rejected: Access denied'],
    [3004, '554 5.7.1 <news@example.org>: Sender address rejected: Access denied'],
    [2001, '550 5.1.1 <jo@example.com>: Recipient address rejected: User unknown in virtual mailbox table'],
    [2002, '550 5.1.2 <jo@nowhere.example>: Recipient address rejected: Domain not found'],
    [3003, '450 4.1.1 <jo@example.com>: Recipient address rejected: unverified address: connect timed out'],
    [4006, '554 5.7.1 <jo@example.com>: Relay access denied'],
    [4999, '451 4.3.5 Server configuration error'],
    [4002, '421 4.7.0 mx.example.com Error: too many errors'],
    [4003, 'connect to mx.example.net[192.0.2.1]:25: Connection refused', '4.4.1'],
    [
      4003,
      'Host or domain name not found. Name service error for name=example.net type=MX: Host not found, try again',
      '4.4.3',
    ],
    [
      2002,
      'Host or domain name not found. Name service error for name=nowhere.example type=A: Host not found',
      '5.4.4',
    ],
    [2002, 'Domain example.net does not accept mail (nullMX)', '5.1.0'],
    [4999, 'mail for example.net loops back to myself', '5.4.6'],
    [3001, 'cannot update mailbox /var/mail/jo for user jo. error writing message: File too large', '5.2.2'],
    [3001, 'maildir delivery failed: create maildir file /home/jo/Maildir/tmp/1: File too large', '5.2.2'],
    [4999, 'Command died with status 127: "/usr/local/bin/filter"', '5.3.0'],
  ],
  'Exim and the ACLs of Debian': [
    [2003, '550 restricted characters in address'],
    [
      1003,
      '550 sender IP address 192.0.2.1 is locally blacklisted here. If you think this is wrong, get in touch with postmaster',
    ],
    [4006, '550 relay not permitted'],
    [3004, '550 Sender verification failed'],
    [1006, '550 Rejected for too many bad recipients'],
    [1004, '550 header syntax'],
    [1004, '550 maximum allowed line length is 998 octets, got 1200'],
    [4002, '503 HELO or EHLO required'],
    [4002, '554 SMTP synchronization error'],
    [2001, '550 Unknown user'],
    [2002, 'an MX or SRV record indicated no SMTP service'],
    [2002, 'all relevant MX records point to non-existent hosts'],
    [4003, 'all hosts for example.net have been failing for a long time'],
    [4004, 'retry timeout exceeded'],
    [4999, '550 Too many "Received" headers - suspected mail loop'],
    [4999, '451 Temporary local problem - please try later'],
  ],
  Sendmail: [
    [2001, '550 5.1.1 <jo@example.com>... User unknown'],
    [2002, '550 5.1.2 <jo@nowhere.example>... Host unknown (Name server: nowhere.example: host not found)'],
    [4006, '550 5.7.1 <jo@example.com>... Relaying denied'],
    [4999, '554 5.3.5 Local configuration error'],
    [4002, '503 5.0.0 Polite people say HELO first'],
    [4002, '501 5.5.4 Too many parameters'],
    [3999, '421 4.3.1 Out of disk space for temp file'],
    [4002, '555 5.5.4 RCPT command parameter unrecognized'],
    [4004, "554 Message can't be delivered in time"],
  ],
  qmail: [
    [4006, "553 sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)"],
    [2001, 'Sorry, no mailbox here by that name. (#5.1.1)'],
    [4003, "Sorry, I wasn't able to establish an SMTP connection. (#4.4.1)"],
    [2002, "Sorry, I couldn't find any host named nowhere.example. (#5.1.2)"],
    [4002, 'Connected to 192.0.2.8 but connection died. (#4.4.2)'],
    [4004, "I'm not going to try again; this message has been in the queue too long."],
  ],
  'OpenSMTPD and Courier': [
    [2001, '550 Invalid recipient: <jo@example.com>'],
    [4003, 'Network error on destination MXs'],
    [2002, 'No MX found for domain'],
    [3004, '517-Domain does not exist: nowhere.example'],
    [4002, '502 Polite people say HELO first'],
  ],
  'Cyrus, Dovecot': [
    [3999, '451 4.2.1 Mailbox has been moved to another server'],
    [2001, '550-Mailbox unknown. Either there is no mailbox associated with this'],
    [3001, '452 4.2.2 Over quota'],
    [3001, '552 5.2.2 <jo@example.com> Quota exceeded (mailbox for user is full)'],
  ],
  'Haraka and qpsmtpd': [
    [1999, '550 You talk too soon'],
    [2001, '550 I cannot deliver mail for <jo@example.com>'],
    [4999, '451 Timeout connecting to ClamAV'],
    [4003, 'Tried all MXs', '5.1.2'],
    [2002, 'Nowhere to deliver mail to for domain: nowhere.example'],
    [2002, 'Domain example.net sends and receives no email (NULL MX)'],
    [4003, 'Temporary MX lookup error for example.net'],
  ],
  'ZoneMTA, Nodemailer, KumoMTA, Stalwart': [
    [2002, 'No Mail Exchange (MX) servers were found for example.net'],
    [
      4003,
      'Unable to establish a connection with any of the Mail Exchange (MX) servers listed for example.net',
    ],
    [
      4003,
      'Failed to resolve any IP addresses for the Mail Exchange (MX) server associated with example.net',
    ],
    [4002, 'Greeting never received'],
    [4002, 'Unexpected socket close'],
    [4003, 'KumoMTA internal: failed to connect to any candidate hosts: all failed'],
    [4004, 'KumoMTA internal: the next delivery exceeds the expiry time'],
    [2001, '550 5.1.2 Mailbox does not exist.'],
    [4006, '550 5.1.2 Relay not allowed.'],
    [3999, '451 4.4.3 Unable to verify address at this time.'],
    [3003, '452 4.2.2 Greylisted, please try again in a few moments.'],
    [1006, '452 4.4.5 Rate limit exceeded, try again later.'],
  ],
  'policy services and milters': [
    [
      3003,
      '450 4.2.0 <jo@example.com>: Recipient address rejected: Greylisted, see http://postgrey.example/help',
    ],
    [1999, '450 No DNS entries for your MTA, HELO and Domain'],
    [1002, '550 Your MTA is listed in too many DNSBLs'],
    [1999, '550 5.7.1 Message rejected per DMARC policy for example.org'],
    [1004, '550 5.7.1 Blocked by SpamAssassin'],
    [4999, '451 4.5.0 Error in processing, id=1, virus_scan FAILED: clamd not available'],
  ],
};

const ofReceivers = new Set(shippedRules.filter(({ id }) => id.startsWith('receivers/')).map(({ id }) => id));

describe.each(Object.entries(wordings))('%s', (_, replies) => {
  it.each(replies.map(([code, reply, status = '']) => ({ code, reply, status })))(
    '$code: $reply $status',
    ({ code, reply, status }) => {
      const decided = classify(reply, { status });
      expect(decided.code, decided.rule).toBe(code);
      expect(ofReceivers.has(decided.rule), decided.rule).toBe(false);
    },
  );
});
