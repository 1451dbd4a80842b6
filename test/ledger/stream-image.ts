/** Items as the table's stream carries them. */
import type { Item } from '../../shared/store/dynamodb/item.ts';
import { readStreamRecord, type StreamImage } from '../../shared/store/dynamodb/stream.ts';

/** An item in a Lambda event: binary values are base64. */
export function toStreamImage(item: Item): StreamImage {
  return Object.fromEntries(
    Object.entries(item).map(([name, { S, N, B, BOOL }]) => [
      name,
      { S, N, BOOL, B: B && Buffer.from(B).toString('base64') },
    ]),
  );
}

/** The change that a write tells of, from the item after it and before it. */
export function streamOf(item: Item | undefined, old: Item | undefined) {
  return readStreamRecord(item && toStreamImage(item), old && toStreamImage(old));
}
