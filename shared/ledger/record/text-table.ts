/**
 * The texts of a record, each stored once (string interning): events refer to a text by its hash, and the table
 * holds the most recently used ones.
 */

/** A place in the table's order: the newest time at which an event used a text, then the text's hash. */
export interface TextRef {
  readonly at: number;
  readonly hash: number;
}

/** A rule's name or the actor and note of a manual action. */
export interface TextEntry extends TextRef {
  readonly text: string;
}

/** Distinct texts, the most recently used first, and the place of the first one that did not fit. */
export interface TextTable {
  readonly entries: readonly TextEntry[];
  readonly cutoff: TextRef | null;
}

export const emptyTextTable: TextTable = { entries: [], cutoff: null };

/** Bytes that the texts of a record may take. */
const MAX_TABLE_BYTES = 152;
/** Bytes of an entry beside its text: its time and its length. */
const ENTRY_OVERHEAD = 5;

function byLastUse(a: TextRef, b: TextRef): number {
  return b.at - a.at || a.hash - b.hash;
}

/**
 * Adds uses of texts to a table. Each text stands at the newest time it was used; the table ends where its bytes run
 * out, and nothing is added at or beyond that cutoff. As uses are added, what stands before a place only grows, so the
 * cutoff only moves towards the newest: like the retained events, the table depends on the set of uses alone.
 */
export function intern(table: TextTable, uses: readonly TextEntry[]): TextTable {
  let changed = false;
  // A table holds a handful of texts: a linear search costs less than a map of them.
  const entries = [...table.entries];
  for (const used of uses) {
    if (used.text === '' || (table.cutoff !== null && byLastUse(used, table.cutoff) >= 0)) continue;
    const place = entries.findIndex(({ hash }) => hash === used.hash);
    if (place < 0) entries.push(used);
    else if ((entries[place]?.at ?? 0) < used.at) entries[place] = used;
    else continue;
    changed = true;
  }
  if (!changed) return table;
  entries.sort(byLastUse);
  let bytes = 0;
  const end = entries.findIndex(({ text }) => {
    bytes += Buffer.byteLength(text) + ENTRY_OVERHEAD;
    return bytes > MAX_TABLE_BYTES;
  });
  const beyond = entries[end];
  if (beyond === undefined) return { entries, cutoff: table.cutoff };
  return { entries: entries.slice(0, end), cutoff: { at: beyond.at, hash: beyond.hash } };
}

/** The text of a hash; empty where the table does not hold it. */
export function textOf({ entries }: TextTable, hash: number): string {
  if (hash === 0) return '';
  return entries.find((entry) => entry.hash === hash)?.text ?? '';
}
