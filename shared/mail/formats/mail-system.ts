import type { Letter } from '../mime/letter.ts';
import { hostSenders, reportSenders } from './generic-phrases.ts';

/** Whether a mail comes from what writes of nothing but deliveries. */
export function isFromReporter(letter: Letter): boolean {
  return saysFrom(letter, reportSenders);
}

/** Whether a mail comes from a mail system, or from those who run it and write of other things too. */
export function isFromMailSystem(letter: Letter): boolean {
  return saysFrom(letter, reportSenders) || saysFrom(letter, hostSenders);
}

function saysFrom(letter: Letter, senders: readonly string[]): boolean {
  const from = letter.header('from').toLowerCase();
  return senders.some((sender) => from.includes(sender));
}
