import { textHash } from './kept-event.ts';

/** A rule's name or a manual action's note, with the newest time at which an event used it. */
export interface ShelvedText {
  readonly hash: number;
  readonly text: string;
  readonly at: number;
}

/** Texts of a record, the most newly used first, distinct. */
export type Shelf = readonly ShelvedText[];

/** Bytes that the texts of a record may take. */
export const SHELF_BYTES = 208;
/** A text's cost beside its own bytes: its time and its length. */
const OVERHEAD = 5;

/**
 * Puts texts on a shelf: each keeps the newest time it was used at; sorted by that time, the shelf is cut where
 * its bytes run out. As uses are added, what stands before a text only grows: a text that was cut stays cut until
 * a newer event brings it again, with its text. So the shelf, too, depends on the set of events alone.
 */
export function shelve(shelf: Shelf, uses: Iterable<{ readonly text: string; readonly at: number }>): Shelf {
  let changed = false;
  const newest = new Map<number, ShelvedText>();
  for (const shelved of shelf) newest.set(shelved.hash, shelved);
  for (const { text, at } of uses) {
    if (text === '') continue;
    const hash = textHash(text);
    const known = newest.get(hash);
    if (known !== undefined && known.at >= at) continue;
    newest.set(hash, { hash, text, at });
    changed = true;
  }
  if (!changed) return shelf;
  const sorted = [...newest.values()].sort((a, b) => b.at - a.at || a.hash - b.hash);
  let bytes = 0;
  const end = sorted.findIndex(({ text }) => {
    bytes += Buffer.byteLength(text) + OVERHEAD;
    return bytes > SHELF_BYTES;
  });
  return end < 0 ? sorted : sorted.slice(0, end);
}

/** The text of a hash, or nothing where it has been cut. */
export function fromShelf(shelf: Shelf, hash: number): string {
  if (hash === 0) return '';
  for (const shelved of shelf) if (shelved.hash === hash) return shelved.text;
  return '';
}
