import { failureFinding } from '../failure.ts';
import { firstAddress } from '../mime/addresses.ts';
import { textFormat } from './text-format.ts';

const ERROR_LINE = /there was an error delivering your mail to/i;

/** DragonFly Mail Agent: "There was an error delivering your mail to <address>." and the reason below. */
export const dragonfly = textFormat({
  name: 'dragonfly',
  phrases: ['this is the dragonfly mail agent'],
  read: (letter) => {
    const lines = letter.notice.lines;
    const named = lines.findIndex((line) => ERROR_LINE.test(line));
    const recipient = named < 0 ? '' : firstAddress(lines[named] ?? '');
    return recipient === '' ? [] : [failureFinding(letter, recipient, lines.slice(named + 1).join('\n'))];
  },
});
