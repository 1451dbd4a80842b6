/** The raw archive: what came, before anything reads it; one compressed object a batch and source, by date. */
import { hash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import * as v from 'valibot';
import type { LedgerSettings } from '../config/settings.ts';
import { archiveFolders, dayFolder } from './archive-folders.ts';
import { gzip } from './gzip.ts';
import type { QueueMessage } from './queue-message.ts';

const aboutShape = v.object({
  id: v.string(),
  source: v.string(),
  /** When the queue took it, milliseconds since 1970. */
  receivedAt: v.number(),
});
const lineShape = v.object({
  ...aboutShape.entries,
  /** The queue message as it was. */
  message: v.string(),
});
export type ArchivedMessage = v.InferOutput<typeof lineShape>;

const WEBHOOK = '{"v":1,"source":"';
const WEBHOOK_SOURCE = /^\{"v":1,"source":"([^"\\]{1,64})"/;
const AGAIN = '{"v":1,"replayGeneration":';

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
  const first = new Date(Math.min(...group.map((message) => message.sentAt)));
  const time = first.toISOString().slice(11, 19).replaceAll(':', '');
  const ids = group.map((message) => message.id).sort();
  return `${archiveFolders.raw}${dayFolder(first)}${source}/${time}-${hash('sha256', ids.join('\n')).slice(0, 16)}.jsonl.gz`;
}

/** Where a line holds a message of ours as it is, the message comes last: its text is cut out, not parsed. */
const AS_IT_IS = ',"webhook":';

/**
 * One line of JSON a message. Ours are JSON already: writing them as a text inside JSON would escape every quote
 * once more, at a third of what archiving costs. Others (SNS, EventBridge) are texts: they may span lines.
 */
function packLines(source: string, group: readonly QueueMessage[]): Buffer {
  let lines = '';
  for (const { id, sentAt, body } of group) {
    const about = `{"id":${JSON.stringify(id)},"source":${JSON.stringify(source)},"receivedAt":${sentAt}`;
    const isOurs = body.startsWith(WEBHOOK) && body.endsWith('}') && !body.includes('\n');
    lines += isOurs ? `${about}${AS_IT_IS}${body}}\n` : `${about},"message":${JSON.stringify(body)}}\n`;
  }
  return gzip(Buffer.from(lines));
}

/** The messages of one object of the archive. @throws when the object is not one. */
export function unpackArchive(bytes: Buffer): ArchivedMessage[] {
  return gunzipSync(bytes)
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map(unpackLine);
}

function unpackLine(line: string): ArchivedMessage {
  const at = line.indexOf(AS_IT_IS);
  // No text in JSON holds a bare quote: the first such key is the line's own.
  if (at < 0) return v.parse(lineShape, JSON.parse(line));
  const about: unknown = JSON.parse(`${line.slice(0, at)}}`);
  return { ...v.parse(aboutShape, about), message: line.slice(at + AS_IT_IS.length, -1) };
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

/** Hours since 2026: what a replay stamps its events with, so that a later reading replaces an earlier one. */
export function replayGenerationAt(now: number): number {
  return Math.max(1, Math.min(65_535, Math.floor((now - Date.UTC(2026, 0, 1)) / 3_600_000)));
}
