/** Cells of CSV that a spreadsheet would run: who writes an address or a list's name chooses how it begins. */

/** What makes a cell a formula, with or without apostrophes in front that are part of the text. */
const FORMULA = /^'*[=+\-@\t\r]/;
const GUARDED = /^'(?='*[=+\-@\t\r])/;

/**
 * A text as a cell that no spreadsheet runs: an apostrophe in front of what would be a formula.
 *
 * @example guardedCell('=1+1@shop.example') // '=1+1@shop.example, with the apostrophe
 */
export function guardedCell(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

/** The text that {@link guardedCell} was given. */
export function unguardedCell(cell: string): string {
  return cell.replace(GUARDED, '');
}
