/** Reads the raw archive of a target, object by object. */

import type { Command, OptionValues } from '@commander-js/extra-typings';
import { getObject, listObjects } from '../shared/aws/archive.ts';
import { forEachConcurrent } from '../shared/for-each-concurrent.ts';
import { archivePrefixes, unpackArchive } from '../shared/intake/archive.ts';
import type { DeliveryMessage } from '../shared/intake/queue-message.ts';
import { CommandError } from './command.ts';
import { CALLS_CONCURRENCY, type LedgerResources } from './target/target.ts';
import { startProgress } from './terminal.ts';
import { parseTime } from './time.ts';

/** Which part of the archive: milliseconds since 1970, and one source or all. */
export interface ArchiveRange {
  readonly since: number;
  /** The first millisecond beyond. @default no end */
  readonly until?: number;
  readonly source: string | undefined;
}

const DAY_MS = 86_400_000;

/** Adds `--since TIME` and `--source NAME`. */
export function withArchiveRange<A extends unknown[], O extends OptionValues>(command: Command<A, O>) {
  return command
    .option('--since <time>', 'Start: 2026-05-01, 2026-05-01T12:00:00Z, 36h or 7d.')
    .option('--source <name>', 'One source. Default: all.');
}

/** @throws CommandError when `since` is no time. */
export function rangeOf(
  { since, source }: { readonly since?: string | undefined; readonly source?: string | undefined },
  now: number,
): ArchiveRange {
  const time = parseTime(since ?? '', now);
  if (Number.isFinite(time)) return { since: time, source };
  throw new CommandError('Give a start: --since 2026-05-01, or 2026-05-01T12:00:00Z, 36h, 7d.');
}

/**
 * Hands every message of a range to `use`, with a bar on the terminal. Objects come in no certain order.
 * Answers how many objects and messages there were.
 */
export async function readArchive(
  { connection, bucket }: LedgerResources,
  range: ArchiveRange,
  now: number,
  use: (delivery: DeliveryMessage) => Promise<void> | void,
): Promise<{ readonly objects: number; readonly messages: number }> {
  const { until = Number.POSITIVE_INFINITY } = range;
  // A delivery lies under the day on which the queue took it, which may be the next one.
  const last = Math.min(now, until + DAY_MS);
  const keys = await keysOf({ connection, bucket }, archivePrefixes(range.since, last, range.source));
  const progress = startProgress('Archive', keys.length);
  let objects = 0;
  let messages = 0;
  try {
    const read = async (key: string) => {
      for (const delivery of unpackArchive(await getObject(connection, bucket, key))) {
        if (delivery.receivedAt < range.since || delivery.receivedAt >= until) continue;
        if (range.source !== undefined && delivery.source !== range.source) continue;
        messages++;
        await use(delivery);
      }
      progress.step(++objects);
    };
    await forEachConcurrent(keys, CALLS_CONCURRENCY, read);
  } finally {
    progress.stop();
  }
  return { objects, messages };
}

/** The keys under some prefixes. */
export async function keysOf(
  { connection, bucket }: Pick<LedgerResources, 'connection' | 'bucket'>,
  prefixes: readonly string[],
): Promise<readonly string[]> {
  const keys: string[] = [];
  await forEachConcurrent(prefixes, CALLS_CONCURRENCY, async (prefix) => {
    for await (const key of listObjects(connection, bucket, prefix)) keys.push(key);
  });
  return keys.sort();
}
