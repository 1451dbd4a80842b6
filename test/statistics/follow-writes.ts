/** Writes of a store, as its stream tells of them. */
import type { RecordWrite } from '../../shared/statistics/count-write.ts';
import { toItem } from '../../shared/store/dynamodb/item.ts';
import { readRecordWrite } from '../../shared/store/dynamodb/stream.ts';
import type { RecordStore } from '../../shared/store/record-store.ts';
import { toStreamImage } from '../ledger/stream-image.ts';

/**
 * The store, with `onWrite` called for each write of a record.
 * @param now seconds since 1970
 */
export function followWrites(
  store: RecordStore,
  now: () => number,
  onWrite: (key: string, write: RecordWrite) => Promise<void>,
): RecordStore {
  return {
    ...store,
    async putIf(key, after, options) {
      const before = await store.get(key, { consistent: true });
      const done = await store.putIf(key, after, options);
      if (!done) return false;
      const newImage = toStreamImage(toItem(key, after, options));
      const oldImage =
        before.revision === 0 ? undefined : toStreamImage(toItem(key, before, { expiresAt: null }));
      const write = readRecordWrite(newImage, oldImage, now());
      if (write === null) throw new Error('The stream tells of every write of a record.');
      await onWrite(key, write);
      return true;
    },
  };
}
