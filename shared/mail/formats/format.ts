import type { Finding } from '../finding.ts';
import type { Letter } from '../mime/letter.ts';

/** One way in which mail systems report. Two moves, always in this order: recognise it, read it. */
export interface MailFormat {
  /** Lower case, as in `MailReport.form`. */
  readonly name: string;
  /** Cheap: header and phrase look-ups only. */
  recognise(letter: Letter): boolean;
  /** What it reports, one a recipient. Empty when there is nothing to read after all: the next format is asked. */
  read(letter: Letter): readonly Finding[];
  /** A mail of this format is nothing else, even when it names no recipient. */
  readonly conclusive?: boolean;
}
