/** The raw archive: what came, before anything reads it; one compressed object a batch and source, by date. */
import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import * as v from 'valibot';
import type { LedgerSettings } from '../config/settings.ts';
import type { QueueMessage } from './process.ts';

export const RAW_PREFIX = 'raw/';

const lineShape = v.object({
  id: v.string(),
  source: v.string(),
  /** When the queue took it, milliseconds since 1970. */
  receivedAt: v.number(),
  /** The queue message as it was. */
  message: v.string(),
});
export type ArchivedMessage = v.InferOutput<typeof lineShape>;

const WEBHOOK_SOURCE = /^\{"v":1,"source":"([^"\\]{1,64})"/;
const AGAIN = '{"v":1,"edition":';

/**
 * Stores the batch's messages, but for those that come once more (a replay, a redrive): they are here already.
 * The key follows from the messages, so a batch that comes again overwrites its own object.
 */
export async function archiveBatch(
  messages: readonly QueueMessage[],
  settings: Pick<LedgerSettings, 'sources'>,
  store: (key: string, bytes: Buffer) => Promise<void>,
): Promise<void> {
  const bySource = new Map<string, QueueMessage[]>();
  for (const message of messages) {
    if (message.body.startsWith(AGAIN)) continue;
    const source = sourceOfBody(message.body, settings);
    const group = bySource.get(source);
    if (group) group.push(message);
    else bySource.set(source, [message]);
  }
  await Promise.all(
    [...bySource].map(([source, group]) => store(archiveKey(source, group), packLines(source, group))),
  );
}

function sourceOfBody(body: string, settings: Pick<LedgerSettings, 'sources'>): string {
  const ours = WEBHOOK_SOURCE.exec(body)?.[1];
  if (ours !== undefined) return ours;
  const provider = body.includes('"detail-type"') ? 'ses-eventbridge' : 'ses';
  return settings.sources.find((source) => source.provider === provider)?.name ?? provider;
}

/** `raw/2026/11/23/sendgrid/101502-1f0c….jsonl.gz`: the prefix of a day and a source can be listed alone. */
function archiveKey(source: string, group: readonly QueueMessage[]): string {
  const first = new Date(Math.min(...group.map((message) => message.sentAt))).toISOString();
  const day = first.slice(0, 10).replaceAll('-', '/');
  const time = first.slice(11, 19).replaceAll(':', '');
  const digest = createHash('sha256');
  for (const id of group.map((message) => message.id).sort()) digest.update(id);
  return `${RAW_PREFIX}${day}/${source}/${time}-${digest.digest('hex').slice(0, 16)}.jsonl.gz`;
}

function packLines(source: string, group: readonly QueueMessage[]): Buffer {
  const lines = group.map(({ id, sentAt, body }) => {
    const line: ArchivedMessage = { id, source, receivedAt: sentAt, message: body };
    return JSON.stringify(line);
  });
  return gzipSync(`${lines.join('\n')}\n`, { level: 1 });
}

/** The messages of one object of the archive. @throws when the object is not one. */
export function unpackArchive(bytes: Buffer): ArchivedMessage[] {
  return gunzipSync(bytes)
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => v.parse(lineShape, JSON.parse(line)));
}

/** The prefixes to list for the days from `since` to `until`, both milliseconds since 1970, oldest first. */
export function archivePrefixes(since: number, until: number, source?: string): string[] {
  const DAY = 86_400_000;
  const prefixes: string[] = [];
  for (let day = Math.floor(since / DAY) * DAY; day <= until; day += DAY) {
    const date = new Date(day).toISOString().slice(0, 10).replaceAll('-', '/');
    prefixes.push(`${RAW_PREFIX}${date}/${source === undefined ? '' : `${source}/`}`);
  }
  return prefixes;
}

/** Hours since 2026: what a replay stamps its events with, so that a later reading replaces an earlier one. */
export function editionAt(now: number): number {
  return Math.max(1, Math.min(65_535, Math.floor((now - Date.UTC(2026, 0, 1)) / 3_600_000)));
}
