/**
 * A verdict rests on what the receiver says, not on what hosts write around it nor on how lines are broken: the examples
 * of the rules, quoted and laid out as reporting hosts do it, keep their codes.
 */
import { describe, expect, it } from 'vitest';
import { classify } from './classifier.ts';
import { exampleReplies, shippedRules } from './rule-set.ts';

const REPLY = /^([45]\d\d)([ -])/;

/** Replies of one line that begin with a code; what stands in brackets behind them is a host's. */
const replies = exampleReplies(shippedRules).filter(
  (reply) => REPLY.test(reply) && !reply.includes('\n') && !/[)\]]$/.test(reply),
);

const quoted: Readonly<Record<string, (reply: string) => string>> = {
  Postfix: (reply) => `host mx1.harbour.example[192.0.2.77] said: ${reply}`,
  'Postfix, with the recipient': (reply) =>
    `<jo@harbour.example>: host mx1.harbour.example[192.0.2.77] said: ${reply}`,
  'Exim, in a bounce': (reply) =>
    `host mx1.harbour.example [192.0.2.77]\n    SMTP error from remote mail server:\n    ${reply}`,
  'a delivery report': (reply) => `smtp; ${reply}`,
  qmail: (reply) => `Connected to 192.0.2.77 but it said no.\nRemote host said: ${reply}`,
  Sendmail: (reply) => `... while talking to mx1.harbour.example.:\n<<< ${reply}`,
  Gmail: (reply) => `The response from the remote server was:\n${reply}`,
  'Exchange, with name and address': (reply) =>
    `Remote Server at mx1.harbour.example (192.0.2.77) returned '${reply}'`,
  'Exchange Online': (reply) => `550 5.0.350 Remote server returned an error -> ${reply}`,
  Barracuda: (reply) => `permanent failure for one or more recipients (jo@harbour.example:${reply})`,
  'a colon': (reply) => `Last error: ${reply}`,
  'a new line': (reply) => `The other side gave this answer\n${reply}`,
};

const laidOut: Readonly<Record<string, (reply: string) => string>> = {
  'in capitals': (reply) => (reply.includes('://') ? reply : reply.toUpperCase()),
  'in quotation marks': (reply) => `${reply.slice(0, 4)}"${reply.slice(4)}"`,
  'with the id of a queue behind it': (reply) => `${reply} - 4Wq7Zb2Kz1.9 mx-in-07.harbour.example`,
  wrapped: (reply) => wrapped(reply, 40),
  'in lines that repeat the code': (reply) => {
    const [first = '', ...others] = wrapped(reply, 40).split('\n');
    if (others.length === 0) return reply;
    const code = reply.slice(0, 3);
    const last = others.pop();
    return [`${code}-${first.slice(4)}`, ...others.map((line) => `${code}-${line}`), `${code} ${last}`].join(
      '\n',
    );
  },
};

function wrapped(reply: string, width: number): string {
  const lines = [''];
  for (const word of reply.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line.length > 4 && line.length + word.length > width) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines.join('\n');
}

/** The replies that get another code in another form. */
function changed(form: (reply: string) => string): readonly string[] {
  return replies.flatMap((reply) => {
    const { code } = classify(reply);
    const inForm = classify(form(reply));
    return inForm.code === code ? [] : [`${code}, ${inForm.code} by ${inForm.rule}: ${form(reply)}`];
  });
}

describe.each(Object.entries(quoted))('quoted as by %s', (_, form) => {
  it('a reply keeps its code', () => expect(changed(form)).toEqual([]));
});

describe.each(Object.entries(laidOut))('%s', (_, form) => {
  it('a reply keeps its code', () => expect(changed(form)).toEqual([]));
});
