import { expect, it } from 'vitest';
import { classify } from './classifier.ts';

/** Replies whose words no rule has: the status or the reply code decides, or nothing does. */
const examples: ReadonlyArray<readonly [code: number, reply: string, status?: string]> = [
  [2001, '550 5.1.1 Delivery not possible to this one'],
  [2001, '550 5.1.1 jo@example.com: the user part of the address is not right'],
  [2001, '550 5.1.1 E-mail account: delivery is not possible'],
  [2999, '554 5.0.0 Delivery failed'],
  [2002, 'DNS says example.invalid does not exist', '5.1.2'],
  [2002, 'Could not resolve the MX of example.invalid', '5.4.4'],
  [2002, "there's no domain example.invalid", '5.1.2'],
  [2002, 'host example.invalid not known', '5.1.2'],
  [4006, '521 this host never accepts mail'],
  [3001, '552 Not enough room in the mailbox'],
  [1004, '554 5.6.0 Corrupt message structure'],
  [5999, '250 2.0.0 OK queued as 12345'],
  [5999, 'delivered to mailbox', '2.1.5'],
  [5999, 'delivered to mailbox jo', '2.0.0'],
  [5999, 'Your message was read', '2.1.5'],
  [3004, "553 5.1.8 the sender's domain does not suit us"],
  [3999, '421 4.3.1 Out of memory'],
  [3999, '450 4.2.0 The mailbox has the hiccups'],
  [3999, '451 Oops, that went wrong'],
  [3999, '451 4.3.0 internal processing error'],
  [4001, '421 4.3.2 The server is out of breath'],
  [4001, 'Server takes no messages', '4.3.2'],
  [4002, '501 recipient address must contain a domain'],
  [4002, '503 Wrong order of commands'],
  [4002, '502 Not supported'],
  [4002, '501 5.5.4 invalid argument to MAIL'],
  [4003, 'All mail exchangers for example.com failed to respond', '4.4.1'],
  [4004, 'message could not be delivered in 5 days', '4.4.7'],
  [4004, 'We kept at it, in vain', '5.4.7'],
  [4004, 'We tried and tried', '4.4.7'],
  [4999, '554 5.3.0 Unexpected internal condition'],
  [9999, 'This is a receipt for the mail you sent'],
  [3001, '552 Voller Posteingang: das Kontingent reicht nicht'],
  [9999, 'Wiadomość nie została dostarczona'],
  [9999, 'A mensagem não foi entregue'],
];

it.each(examples.map(([code, reply, status = '']) => ({ code, reply, status })))(
  '$code: $reply $status',
  ({ code, reply, status }) => {
    const classification = classify(reply, { status });
    expect(classification.code).toBe(code);
    expect(['status', 'reply-code', 'none']).toContain(classification.basis);
  },
);
