import { describe, expect, it } from 'vitest';
import type { ClassifyInput } from '../../shared/classifier/classifier.ts';
import { type CustomRules, classifierOver } from '../../shared/classifier/classify.ts';
import { shippedRules } from '../../shared/classifier/rule-files/shipped-rules.ts';
import { asFailureCode } from '../../shared/failure-codes/scheme.ts';
import { classifier } from './classifier.ts';

const rule = (input: ClassifyInput) => classifier.classify(input).rule;

describe('evidence decides in this order', () => {
  it("a custom rule, before a receiver's code", () => {
    const custom: CustomRules = {
      matchReply: (reply) =>
        reply.text.includes('IB105')
          ? { rule: 'mine:1', code: asFailureCode(1999), spans: [{ start: 0, end: 3 }] }
          : null,
      matchBodyText: () => null,
      shipped: 'after-custom',
    };
    const operated = classifierOver(shippedRules(), custom);
    expect(operated.classify({ diagnostic: '554 IB105 refused' })).toMatchObject({
      rule: 'mine:1',
      basis: 'operator',
    });
    expect(operated.classify({ diagnostic: '550 no such user' }).basis).toBe('text');
  });

  it("a receiver's code, before words", () => {
    expect(classifier.classify({ diagnostic: '554 IB105 mailbox full' })).toMatchObject({
      rule: 'receivers/godaddy/blocked',
      basis: 'receiver',
    });
  });

  const order: ReadonlyArray<readonly [what: string, input: ClassifyInput, decides: string]> = [
    [
      'words, before a general status',
      { diagnostic: '550 5.7.1 mailbox is full' },
      'mailbox-full/full-outright',
    ],
    [
      'words, before a specific status that disagrees',
      { diagnostic: '550 5.2.2 no such user' },
      'address-unknown/no-such-user',
    ],
    [
      'a specific status, before words that many causes share',
      { diagnostic: '550 5.2.1 mailbox unavailable' },
      'status/5.2.1',
    ],
    [
      'words that many causes share, before a general status',
      { diagnostic: '550 5.0.0 mailbox unavailable' },
      'address-unknown/mailbox-unavailable',
    ],
    ['a specific status, before the reply code', { diagnostic: '550 5.4.7 xyz' }, 'status/5.4.7'],
    ['a general status, before the reply code', { diagnostic: '552 5.7.0 xyz' }, 'status/5.7.0'],
    ['the reply code, where there is nothing else', { diagnostic: '552 xyz' }, 'reply-code/552'],
    [
      'the reply code, before the 4.0.0 of a host that holds the message back',
      { diagnostic: '554 xyz', status: '4.0.0' },
      'reply-code/554',
    ],
    [
      'words before the reply that name a cause outright, where the reply is vague',
      { diagnostic: 'mail.local: disk quota exceeded (reason: 554 5.0.0 Service unavailable' },
      'mailbox-full/full-outright',
    ],
    [
      'the reply, before the boilerplate of its reporter',
      {
        diagnostic:
          'Rejected by the server of the domain. The error that the other server returned was: 452 xyz',
      },
      'reply-code/452',
    ],
    ['nothing, where there is none', { diagnostic: 'xyz' }, 'none'],
  ];

  it.each(order)('%s', (_, input, decides) => {
    expect(rule(input)).toBe(decides);
  });

  it('9999 without evidence', () => {
    expect(classifier.classify({ diagnostic: 'xyz' })).toMatchObject({ code: 9999, basis: 'none' });
    expect(classifier.classify({ diagnostic: '' }).code).toBe(9999);
  });
});

describe('the command that a reply answered', () => {
  const said = (command: string) =>
    `host mx.example.net[192.0.2.5] said: 550 xyz (in reply to ${command} command)`;

  it('makes a bare 550 to MAIL FROM a rejection of the sender', () => {
    expect(classifier.classify({ diagnostic: said('MAIL FROM') }).code).toBe(3004);
  });

  it('makes a bare 550 to DATA a rejection of the message', () => {
    expect(rule({ diagnostic: said('end of DATA') })).toBe('reply-code/after-data');
  });

  it('leaves a bare 550 to RCPT TO with the address', () => {
    expect(rule({ diagnostic: said('RCPT TO') })).toBe('reply-code/550');
  });
});

describe("an ESP's class", () => {
  const esp = { provider: 'postmark', espClass: 'SpamNotification', espCode: asFailureCode(1004) };

  it('decides where no rule matches the text', () => {
    expect(classifier.classify({ diagnostic: 'xyz', ...esp })).toMatchObject({
      code: 1004,
      rule: 'esp/postmark/SpamNotification',
      basis: 'esp',
    });
  });

  it('decides before a bare reply code', () => {
    expect(classifier.classify({ diagnostic: '550 xyz', ...esp }).basis).toBe('esp');
  });

  it('yields to the text, and the conflict is recorded', () => {
    expect(classifier.classify({ diagnostic: '550 5.1.1 no such user', ...esp })).toMatchObject({
      code: 2001,
      conflict: { code: 1004, rule: 'esp/postmark/SpamNotification' },
    });
  });

  it('is no conflict where it agrees', () => {
    expect(classifier.classify({ diagnostic: '550 5.7.1 this is spam', ...esp }).conflict).toBeUndefined();
  });

  it('is no conflict between the two codes that share a meaning', () => {
    const listed = { provider: 'postmark', espClass: 'Blocked', espCode: asFailureCode(1003) };
    const answer = classifier.classify({ diagnostic: '554 blocked using zen.spamhaus.org', ...listed });
    expect(answer).toMatchObject({ code: 1002 });
    expect(answer.conflict).toBeUndefined();
  });
});

describe('a code that the ESP states itself', () => {
  const stated = { provider: 'socketlabs', statedCode: asFailureCode(3001) };

  it('is kept as given, with the code of the text beside it', () => {
    expect(classifier.classify({ diagnostic: '550 5.1.1 no such user', ...stated })).toMatchObject({
      code: 3001,
      basis: 'stated',
      conflict: { code: 2001 },
    });
  });

  it('stands alone where the text agrees, or matches no rule', () => {
    expect(classifier.classify({ diagnostic: '552 mailbox full', ...stated }).conflict).toBeUndefined();
    expect(classifier.classify({ diagnostic: 'xyz', ...stated }).conflict).toBeUndefined();
  });
});

describe('an explanation', () => {
  it('names every rule that matched, the deciding one first, with the words it matched', () => {
    const reply = '550 5.1.1 no such user; mailbox unavailable';
    const { rule, matched, ...read } = classifier.explain({ diagnostic: reply });
    expect(rule).toBe('address-unknown/no-such-user');
    expect(read).toMatchObject({ reply, replyCode: '550', status: '5.1.1' });
    const words = matched.map(({ rule, spans }) => [
      rule,
      spans.map(({ start, end }) => reply.slice(start, end)).join(' … '),
    ]);
    expect(words[0]).toEqual(['address-unknown/no-such-user', '550 5.1.1 no such … user']);
    expect(words).toContainEqual(['address-unknown/mailbox-unavailable', 'mailbox unavailable']);
  });
});
