import type { Item } from '../../shared/store/dynamodb/item.ts';

/**
 * The size of an item by DynamoDB's rules, bytes: names and texts in UTF-8, a number half a byte a significant
 * digit and one more, binary as it is, a boolean one. Of what a record uses; lists and maps have none of it.
 */
export function itemSize(item: Item): number {
  let bytes = 0;
  for (const [name, value] of Object.entries(item)) {
    bytes += Buffer.byteLength(name);
    if (value.S !== undefined) bytes += Buffer.byteLength(value.S);
    else if (value.B !== undefined) bytes += value.B.length;
    else if (value.N !== undefined) bytes += Math.ceil(value.N.replace('-', '').length / 2) + 1;
    else bytes += 1;
  }
  return bytes;
}
