/** A classification as people read it: the reply with what matched, and every rule that spoke. */
import type { Explanation } from '../shared/classifier/classifier.ts';
import type { Meanings } from './codes.ts';
import { legible, paint, print, printTable } from './terminal.ts';

export function printExplanation(explanation: Explanation, meanings: Meanings): void {
  const { code, group, rule, basis, conflict } = explanation;
  print(`${paint('bold', String(code))} ${meanings.get(code) ?? ''} (${group})`);
  print(`decided by ${paint('cyan', rule)}, resting on ${basisWords[basis]}`);
  if (conflict) print(`the ESP says otherwise: ${conflict.code}, by ${conflict.rule}`);
  print();
  print(underlined(explanation));
  const seen = [
    ['reply code', explanation.replyCode],
    ['status', explanation.status],
    ['answered', explanation.command],
  ].filter(([, value]) => value);
  if (seen.length > 0) print(paint('dim', seen.map(([name, value]) => `${name} ${value}`).join(', ')));
  if (explanation.matched.length === 0) return;
  print();
  printTable(
    ['rule', 'code', 'basis', 'matched'],
    explanation.matched.map((match) => [
      match.rule,
      String(match.code),
      match.basis,
      matchedWords(explanation.reply, match.spans),
    ]),
  );
}

/** The parts of a reply that a rule matched. */
export function matchedWords(
  reply: string,
  spans: ReadonlyArray<{ readonly start: number; readonly end: number }>,
): string {
  return spans.map(({ start, end }) => legible(reply.slice(start, end))).join(' … ');
}

const basisWords: Readonly<Record<Explanation['basis'], string>> = {
  operator: 'a rule of your own',
  stated: "the ESP's own failure code",
  receiver: "the receiver's own code",
  text: 'the text of the reply',
  status: 'the enhanced status code',
  esp: "the ESP's class",
  'reply-code': 'the reply code alone',
  none: 'nothing: no rule knows this reply',
  ambiguous: 'an event that names several recipients, and not which of them it is about',
  unverified: 'a mail that nothing verifies',
  outdated: 'an event from long before it was reported',
};

/** The reply with the deciding rule's matches in colour. */
function underlined({ reply, matched }: Explanation): string {
  const spans = [...(matched[0]?.spans ?? [])].sort((a, b) => a.start - b.start);
  let text = '';
  let done = 0;
  for (const { start, end } of spans) {
    if (start < done) continue;
    text += legible(reply.slice(done, start)) + paint('yellow', legible(reply.slice(start, end)));
    done = end;
  }
  return text + legible(reply.slice(done));
}
