/** A batch of the table's stream, as Lambda hands it to the statistics function. */
import { createLedger } from '../../../shared/ledger/ledger.ts';
import { toItem } from '../../../shared/store/dynamodb/item.ts';
import { memoryStore } from '../../../shared/store/memory/memory-store.ts';
import { address, event, STACK_KEY, usual } from '../../ledger/events.ts';
import { toStreamImage } from '../../ledger/stream-image.ts';

/** Records that the ledger wrote for the first time, each with one event: a permanent bounce, or a delivery. */
export async function streamEvent(
  records: number,
  isBounce: (n: number) => boolean = () => true,
): Promise<object> {
  const now = Math.floor(Date.now() / 1_000);
  const images: object[] = [];
  const store = memoryStore();
  const ledger = createLedger({
    store: {
      ...store,
      async putIf(key, after, options) {
        images.push(toStreamImage(toItem(key, after, options)));
        return store.putIf(key, after, options);
      },
    },
    settings: usual,
    stackKey: STACK_KEY,
    clock: () => now * 1_000,
  });
  await ledger.record(
    Array.from({ length: records }, (_, n) =>
      event({
        ...(isBounce(n) ? { permanent: true, code: 2001 } : { kind: 'delivered' }),
        address: address(`person-${n}@shop-${n % 20}.example`),
        id: `sendgrid:${n}`,
        at: now - (n % 3_600),
      }),
    ),
  );
  return {
    shardId: 'shardId-00000001780000000000-0a1b2c3d',
    Records: images.map((NewImage, n) => ({
      eventID: `e${n}`,
      dynamodb: {
        NewImage,
        SequenceNumber: String(10n ** 20n + BigInt(n)),
        ApproximateCreationDateTime: now,
      },
    })),
  };
}
