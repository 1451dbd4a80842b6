import { failureFinding } from '../failure.ts';
import type { Finding } from '../finding.ts';
import type { Letter } from '../mime/letter.ts';
import { textFormat } from './text-format.ts';

const SENTENCE = /recipients could not be delivered because (they are not accepting mail[^:]*):\s*$/i;
const SCREEN_NAME = /^\s*([a-z0-9][\w.-]{1,62})\s*$/i;

/** AOL, for recipients who take mail from whom they know only: it lists their names without a domain. */
export const aol = textFormat({
  name: 'aol',
  phrases: ['could not be delivered because they are not accepting mail from'],
  read: (letter) => {
    const { lines } = letter.notice;
    const start = lines.findIndex((line) => SENTENCE.test(line));
    if (start < 0) return [];
    const reason = SENTENCE.exec(lines[start] ?? '')?.[1] ?? '';
    return lines.slice(start + 1).flatMap((line) => findingOfName(letter, line, reason));
  },
});

function findingOfName(letter: Letter, line: string, reason: string): readonly Finding[] {
  const name = SCREEN_NAME.exec(line)?.[1];
  const domain = letter.from.slice(letter.from.lastIndexOf('@') + 1);
  if (name === undefined || domain === '') return [];
  return [failureFinding(letter, `${name}@${domain}`, reason)];
}
