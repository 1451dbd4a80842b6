/** An archive of a local ledger, filled without the processor, and the bare reading of it. */
import { gunzipSync } from 'node:zlib';
import * as v from 'valibot';
import { mapConcurrent } from '../../../cli/streams.ts';
import type { LedgerResources } from '../../../cli/target/target.ts';
import { getObject, listObjects, putObject } from '../../../shared/aws/archive.ts';
import { forEachConcurrent } from '../../../shared/for-each-concurrent.ts';
import { archiveBatch } from '../../../shared/intake/archive.ts';
import { archiveFolders } from '../../../shared/intake/archive-folders.ts';
import { deliveryMessageSchema } from '../../../shared/intake/queue-message.ts';
import { queueMessage } from '../functions/events.ts';

type Bucket = Pick<LedgerResources, 'connection' | 'bucket'>;

/** Of a webhook, and webhooks of an archived object: as a busy sender's processor gets them. */
const EVENTS_A_MESSAGE = 100;
const MESSAGES_AN_OBJECT = 10;
const IN_FLIGHT = 8;
const HOUR_MS = 3_600_000;
/** Events of an address, and different wordings of replies. */
const EVENTS_AN_ADDRESS = 4;
const WORDINGS = 1_000;

/** Stores bounces that SendGrid reported within the last day. Returns their archived objects. */
export async function fillArchive({ connection, bucket }: Bucket, events: number): Promise<number> {
  const starts = Array.from(
    { length: Math.ceil(events / (EVENTS_A_MESSAGE * MESSAGES_AN_OBJECT)) },
    (_, object) => object * EVENTS_A_MESSAGE * MESSAGES_AN_OBJECT,
  );
  const now = Date.now();
  await forEachConcurrent(starts, IN_FLIGHT, async (start) => {
    const at = now - Math.floor(((events - start) / events) * 23 * HOUR_MS);
    const messages = Array.from({ length: MESSAGES_AN_OBJECT }, (_, n) => {
      const body = JSON.stringify(bounces(start + n * EVENTS_A_MESSAGE, EVENTS_A_MESSAGE, events, at));
      const delivery = v.parse(deliveryMessageSchema, JSON.parse(queueMessage(body, at)));
      return { id: `${start}-${n}`, sentAt: at, decoded: { delivery, redelivery: null } };
    });
    const failed = await archiveBatch(messages, (key, bytes) => putObject(connection, bucket, key, bytes));
    for (const error of failed.values()) throw error;
  });
  return starts.length;
}

function bounces(start: number, count: number, all: number, at: number): readonly object[] {
  const addresses = Math.ceil(all / EVENTS_AN_ADDRESS);
  return Array.from({ length: count }, (_, index) => {
    const n = start + index;
    const person = n % addresses;
    return {
      event: 'bounce',
      type: 'bounce',
      email: `person-${person}@shop-${person % 20}.example`,
      reason: `550 5.1.1 user unknown, table ${n % WORDINGS}`,
      status: '5.1.1',
      timestamp: Math.floor(at / 1_000),
      sg_event_id: `event-${n}`,
    };
  });
}

/** Lists, fetches and unpacks the archive, and parses its messages and their bodies: what no reader of it is spared. */
export async function readBare(
  { connection, bucket }: Bucket,
  use: (message: string) => Promise<unknown> | unknown = () => undefined,
): Promise<void> {
  const read = async (key: string) => {
    const lines = gunzipSync(await getObject(connection, bucket, key)).toString('utf8');
    for (const line of lines.split('\n')) {
      if (line === '') continue;
      JSON.parse(JSON.parse(line).body);
      await use(line);
    }
  };
  for await (const _ of mapConcurrent(listObjects(connection, bucket, archiveFolders.raw), IN_FLIGHT, read));
}
