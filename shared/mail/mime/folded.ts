/** How far into a notice phrases are looked for. */
const DEPTH = 16 * 1024;

let lastText = '';
let lastFolded = '';

/** The beginning of a text in lower case, quote marks and line ends as single spaces: how phrases are compared. */
export function folded(text: string): string {
  if (text !== lastText) {
    lastText = text;
    lastFolded = text
      .slice(0, DEPTH)
      .toLowerCase()
      .replaceAll('\u2019', "'")
      .replace(/[\s>]+/g, ' ');
  }
  return lastFolded;
}
