import type { Finding } from '../finding.ts';
import { findingsOfBlocks } from '../layouts/by-address.ts';
import { folded } from '../mime/folded.ts';
import type { Letter } from '../mime/letter.ts';
import type { MailFormat } from './format.ts';

/** A bounce in plain words: known by its phrases, read by its layout. */
export interface TextFormat {
  readonly name: string;
  /** Lower case, single spaces: one of them in the host's words makes it this format. */
  readonly phrases: readonly string[];
  /** A further sign, asked when no phrase is there. */
  readonly sign?: (letter: Letter) => boolean;
  /** How it is laid out; lines that begin with the address unless told. */
  readonly read?: (letter: Letter) => readonly Finding[];
}

export function textFormat(format: TextFormat): MailFormat {
  return {
    name: format.name,
    recognise: (letter) => {
      const words = folded(letter.notice.text);
      return format.phrases.some((phrase) => words.includes(phrase)) || format.sign?.(letter) === true;
    },
    read: format.read ?? ((letter) => findingsOfBlocks(letter, letter.notice.lines)),
  };
}
