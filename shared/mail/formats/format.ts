import { reportsOfBlocks } from '../layouts/reports.ts';
import type { ParsedMessage } from '../mime/message.ts';
import { PhraseList } from '../phrases.ts';
import type { RecipientReport } from '../report.ts';

/** One format in which mail systems report: `matches` first, then `parse`. */
export interface MailFormat {
  /** Lower case, as in `MailReport.form`. */
  readonly name: string;
  /** Cheap: header and phrase look-ups only. */
  matches(message: ParsedMessage): boolean;
  /** The reports, one per recipient. Empty when the mail has none after all: the next format is tried. */
  parse(message: ParsedMessage): readonly RecipientReport[];
  /** True when a matching mail is of no other format, even when it names no recipient. */
  readonly conclusive?: boolean;
}

/** A bounce without a machine-readable part: matched by phrases, parsed by layout. */
export interface TextFormat {
  readonly name: string;
  /** Lower case, single spaces; one of them in the human-readable part matches. */
  readonly phrases: readonly string[];
  /** A further criterion, asked when no phrase matches. */
  readonly sign?: (message: ParsedMessage) => boolean;
  /** @default the layout of address blocks */
  readonly parse?: (message: ParsedMessage) => readonly RecipientReport[];
}

/** The format of a mail without a machine-readable part. */
export function textFormat(format: TextFormat): MailFormat {
  const phrases = new PhraseList(format.phrases);
  return {
    name: format.name,
    matches: (message) => phrases.occursIn(message.humanReadable.text) || format.sign?.(message) === true,
    parse: format.parse ?? ((message) => reportsOfBlocks(message, message.humanReadable.lines)),
  };
}
