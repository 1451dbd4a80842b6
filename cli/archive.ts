/** Reads the raw archive of a target, object by object, whatever its size. */

import { constants } from 'node:os';
import type { Command, OptionValues } from '@commander-js/extra-typings';
import { getObject, listObjects } from '../shared/aws/archive.ts';
import { forEachConcurrent } from '../shared/for-each-concurrent.ts';
import { archivePrefixes, unpackArchive } from '../shared/intake/archive.ts';
import type { DeliveryMessage } from '../shared/intake/queue-message.ts';
import { CommandError } from './command.ts';
import { boundHeapGrowth } from './heap-growth.ts';
import { mapConcurrent } from './streams.ts';
import { CALLS_CONCURRENCY, type LedgerResources } from './target/target.ts';
import { startCounter } from './terminal.ts';
import { parseTime } from './time.ts';

/** Which part of the archive: milliseconds since 1970, and one source or all. */
export interface ArchiveRange {
  readonly since: number;
  /** The first millisecond beyond. @default no end */
  readonly until?: number;
  readonly source: string | undefined;
  /** The key of the last object that was read already. @default none */
  readonly after?: string | undefined;
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
  {
    since,
    source,
    after,
  }: {
    readonly since?: string | undefined;
    readonly source?: string | undefined;
    readonly after?: string | undefined;
  },
  now: number,
): ArchiveRange {
  const time = parseTime(since ?? '', now);
  if (Number.isFinite(time)) return { since: time, source, ...(after !== undefined && { after }) };
  throw new CommandError('Give a start: --since 2026-05-01, or 2026-05-01T12:00:00Z, 36h, 7d.');
}

/** Objects that are fetched at once. */
const OBJECTS_IN_FLIGHT = 8;

export interface ArchiveCounts {
  readonly objects: number;
  readonly messages: number;
}

/**
 * Hands every message of a range to `use`, several objects at a time, with a count on the terminal.
 *
 * @param onRead told of each object, in order of the keys, once it and all before it are done
 */
export async function readArchive(
  { connection, bucket }: LedgerResources,
  range: ArchiveRange,
  now: number,
  use: (delivery: DeliveryMessage, key: string) => Promise<void> | void,
  onRead: (key: string) => void = () => undefined,
): Promise<ArchiveCounts> {
  const { since, until = Number.POSITIVE_INFINITY, source } = range;
  const counter = startCounter('objects of the archive');
  let objects = 0;
  let messages = 0;
  const read = async (key: string): Promise<string> => {
    for (const delivery of unpackArchive(await getObject(connection, bucket, key))) {
      if (delivery.receivedAt < since || delivery.receivedAt >= until) continue;
      if (source !== undefined && delivery.source !== source) continue;
      messages++;
      await use(delivery, key);
    }
    return key;
  };
  try {
    const keys = keysIn({ connection, bucket }, range, now);
    for await (const key of mapConcurrent(keys, OBJECTS_IN_FLIGHT, read)) {
      objects++;
      counter.add(1);
      boundHeapGrowth();
      onRead(key);
    }
  } finally {
    counter.stop();
  }
  return { objects, messages };
}

/** The keys of a range, in order. */
async function* keysIn(
  { connection, bucket }: Pick<LedgerResources, 'connection' | 'bucket'>,
  { since, until = Number.POSITIVE_INFINITY, source, after = '' }: ArchiveRange,
  now: number,
): AsyncGenerator<string> {
  // A delivery lies under the day on which the queue took it, which may be the next one.
  for (const prefix of archivePrefixes(since, Math.min(now, until + DAY_MS), source)) {
    const isBefore = prefix < after && !after.startsWith(prefix);
    if (!isBefore) yield* listObjects(connection, bucket, prefix, after.startsWith(prefix) ? after : '');
  }
}

/**
 * Does work on the archive that can be resumed: where it fails or is interrupted, says after which object to go on.
 *
 * @param work told where to note each object that is done
 * @throws CommandError
 */
export async function resumable<Result>(
  work: (onRead: (key: string) => void) => Promise<Result>,
): Promise<Result> {
  let last: string | undefined;
  const hint = () => (last === undefined ? '' : `Go on after what is done with: --after ${last}`);
  const onInterrupt = () => {
    process.stderr.write(`\nInterrupted. ${hint()}\n`);
    process.exit(128 + constants.signals.SIGINT);
  };
  process.once('SIGINT', onInterrupt);
  try {
    return await work((key) => {
      last = key;
    });
  } catch (error) {
    if (last !== undefined) process.stderr.write(`${hint()}\n`);
    throw error;
  } finally {
    process.off('SIGINT', onInterrupt);
  }
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
