/** The raw archive: deliveries as they arrived, before anything parses them; one compressed object a batch and source. */
import { hash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import * as v from 'valibot';
import { archiveFolders, dayFolder, timeOfDay } from './archive-folders.ts';
import { gzip } from './gzip.ts';
import { type DeliveryMessage, deliveryMessageSchema } from './queue-message.ts';
import { type DecodedMessage, toQueueText } from './queue-message-codec.ts';

/** A message of the queue with what it holds. */
export interface ArchivableMessage {
  readonly id: string;
  /** When the queue took it, milliseconds since 1970. */
  readonly sentAt: number;
  readonly decoded: DecodedMessage;
}

/**
 * Stores the deliveries of a batch, except those that come once more (a replay, a redrive): they are here already.
 * The key follows from the messages, so a batch that comes again overwrites its own object.
 *
 * @returns the messages that could not be stored, with the error
 */
export async function archiveBatch(
  messages: readonly ArchivableMessage[],
  store: (key: string, bytes: Buffer) => Promise<void>,
): Promise<ReadonlyMap<string, unknown>> {
  const bySource = new Map<string, ArchivableMessage[]>();
  for (const message of messages) {
    const { delivery, redelivery } = message.decoded;
    if (redelivery !== null) continue;
    const group = bySource.get(delivery.source);
    if (group) group.push(message);
    else bySource.set(delivery.source, [message]);
  }
  const failed = new Map<string, unknown>();
  await Promise.all(
    [...bySource].map(async ([source, group]) => {
      try {
        await store(archiveKey(source, group), packLines(group));
      } catch (error) {
        for (const { id } of group) failed.set(id, error);
      }
    }),
  );
  return failed;
}

/** `raw/2026/11/23/sendgrid/101502-1f0c….jsonl.gz`: the prefix of a day and a source can be listed alone. */
function archiveKey(source: string, group: readonly ArchivableMessage[]): string {
  const first = new Date(Math.min(...group.map((message) => message.sentAt)));
  const ids = group.map((message) => message.id).sort();
  const name = `${timeOfDay(first)}-${hash('sha256', ids.join('\n')).slice(0, 16)}`;
  return `${archiveFolders.raw}${dayFolder(first)}${source}/${name}.jsonl.gz`;
}

/** When the queue took the first delivery of an object, to the second; null for a key of another form. */
export function archivedAt(key: string): Date | null {
  const found = /(\d{4})\/(\d\d)\/(\d\d)\/[^/]+\/(\d\d)(\d\d)(\d\d)-[^/]*$/.exec(key);
  if (found === null) return null;
  const [, year, month, day, hour, minute, second] = found.map(Number);
  return new Date(Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second));
}

/** A line is the queue message of a delivery, so that a replay sends what the archive holds. */
function packLines(group: readonly ArchivableMessage[]): Buffer {
  let lines = '';
  for (const { decoded } of group) lines += `${decoded.text ?? toQueueText(decoded.delivery)}\n`;
  return gzip(Buffer.from(lines));
}

/** The deliveries of one object of the archive. @throws when the object is not one */
export function unpackArchive(bytes: Buffer): DeliveryMessage[] {
  return gunzipSync(bytes)
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => v.parse(deliveryMessageSchema, JSON.parse(line)));
}

/** The prefixes to list for the days from `since` to `until`, both milliseconds since 1970, oldest first. */
export function archivePrefixes(since: number, until: number, source?: string): string[] {
  const DAY = 86_400_000;
  const prefixes: string[] = [];
  for (let day = Math.floor(since / DAY) * DAY; day <= until; day += DAY) {
    const folder = archiveFolders.raw + dayFolder(new Date(day));
    prefixes.push(source === undefined ? folder : `${folder}${source}/`);
  }
  return prefixes;
}

/** Hours since 2026: what a replay stamps its events with, so that a later parse replaces an earlier one. */
export function replayGenerationAt(now: number): number {
  return Math.max(1, Math.min(65_535, Math.floor((now - Date.UTC(2026, 0, 1)) / 3_600_000)));
}
