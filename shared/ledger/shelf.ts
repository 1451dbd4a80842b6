/** A place on the shelf: the newest time at which an event used a text, then the text's hash. */
export interface ShelfPlace {
  readonly at: number;
  readonly hash: number;
}

/** A rule's name or a manual action's note. */
export interface ShelvedText extends ShelfPlace {
  readonly text: string;
}

/** Texts of a record, the most newly used first, distinct, and the place of the first that did not fit. */
export interface Shelf {
  readonly texts: readonly ShelvedText[];
  readonly edge: ShelfPlace | null;
}

export const emptyShelf: Shelf = { texts: [], edge: null };

/** Bytes that the texts of a record may take. */
const SHELF_BYTES = 200;
/** A text's cost beside its own bytes: its time and its length. */
const OVERHEAD = 5;

function inOrder(a: ShelfPlace, b: ShelfPlace): number {
  return b.at - a.at || a.hash - b.hash;
}

/**
 * Puts texts on a shelf: each stands at the newest time it was used; the shelf ends where its bytes run out, and
 * nothing is ever put at or beyond that edge. As uses are added, what stands before a place only grows, so the edge
 * only moves towards the newest: like the retained events, the shelf depends on the set of uses alone.
 */
export function shelve(shelf: Shelf, uses: readonly ShelvedText[]): Shelf {
  let changed = false;
  // A shelf holds a handful of texts: looking through them costs less than a map of them.
  const texts = [...shelf.texts];
  for (const used of uses) {
    if (used.text === '' || (shelf.edge !== null && inOrder(used, shelf.edge) >= 0)) continue;
    const place = texts.findIndex(({ hash }) => hash === used.hash);
    if (place < 0) texts.push(used);
    else if ((texts[place]?.at ?? 0) < used.at) texts[place] = used;
    else continue;
    changed = true;
  }
  if (!changed) return shelf;
  texts.sort(inOrder);
  let bytes = 0;
  const edge = texts.findIndex(({ text }) => {
    bytes += Buffer.byteLength(text) + OVERHEAD;
    return bytes > SHELF_BYTES;
  });
  const beyond = texts[edge];
  if (beyond === undefined) return { texts, edge: shelf.edge };
  return { texts: texts.slice(0, edge), edge: { at: beyond.at, hash: beyond.hash } };
}

/** The text of a hash, or nothing where it did not fit. */
export function fromShelf({ texts }: Shelf, hash: number): string {
  if (hash === 0) return '';
  return texts.find((shelved) => shelved.hash === hash)?.text ?? '';
}
