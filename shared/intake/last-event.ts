/**
 * When the last event of a source was accepted. The archive knows it without a write: the key of each object names the
 * source and the second.
 */
import { listObjectsPage } from '../aws/archive.ts';
import type { AwsConnection } from '../aws/connection.ts';
import { archivedAt, archivePrefixes } from './archive.ts';
import { timeOfDay } from './archive-folders.ts';

/** Days that are searched: one listing a day without events. */
export const SEARCHED_DAYS = 7;

const DAY_MS = 86_400_000;
const DAY_SECONDS = 86_400;

/**
 * The time at which the newest archived delivery of a source was accepted; null where none came within a week.
 *
 * @throws AwsError when the bucket cannot be listed
 */
export async function lastEventAt(
  connection: AwsConnection,
  bucket: string,
  source: string,
  now: number,
): Promise<Date | null> {
  const key = await newestArchiveKey(connection, bucket, source, now, SEARCHED_DAYS);
  return key === null ? null : archivedAt(key);
}

/** The key of the newest archived delivery of a source within so many days; it changes as soon as another is archived. */
export async function newestArchiveKey(
  connection: AwsConnection,
  bucket: string,
  source: string,
  now: number,
  days: number,
): Promise<string | null> {
  const prefixes = archivePrefixes(now - days * DAY_MS, now, source);
  for (const prefix of prefixes.reverse()) {
    const key = await lastKey(connection, bucket, prefix);
    if (key !== null) return key;
  }
  return null;
}

/** S3 lists forwards only, a thousand keys at a time: the end of a day with more is found by halving what is left. */
async function lastKey(connection: AwsConnection, bucket: string, prefix: string): Promise<string | null> {
  let page = await listObjectsPage(connection, bucket, prefix);
  let newest = page.keys.at(-1) ?? null;
  let end = DAY_SECONDS;
  while (newest !== null && page.continuation !== undefined) {
    const begin = secondOfDay(newest);
    if (end - begin <= 1) {
      page = await listObjectsPage(connection, bucket, prefix, { after: newest });
    } else {
      const middle = Math.floor((begin + end) / 2);
      const after = `${prefix}${timeOfDay(new Date(middle * 1_000))}`;
      const later = await listObjectsPage(connection, bucket, prefix, { after });
      if (later.keys.length === 0) {
        end = middle;
        continue;
      }
      page = later;
    }
    newest = page.keys.at(-1) ?? newest;
  }
  return newest;
}

function secondOfDay(key: string): number {
  return Math.floor(((archivedAt(key)?.getTime() ?? 0) % DAY_MS) / 1_000);
}
