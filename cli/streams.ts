/** Streams of lines, calls and output, so that long input needs no more memory than short. */
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** The lines of a text stream. */
export function linesOf(input: Readable): AsyncIterable<string> {
  return createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
}

/**
 * Maps items with at most `width` calls at a time; results keep the order of the items.
 *
 * @example
 * for await (const results of mapConcurrent(batches, 8, check)) print(results);
 */
export async function* mapConcurrent<T, R>(
  items: AsyncIterable<T>,
  width: number,
  map: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const running: Promise<R>[] = [];
  for await (const item of items) {
    const call = map(item);
    // A rejection is thrown when its turn comes; until then it must not count as unhandled.
    call.catch(() => undefined);
    running.push(call);
    if (running.length < width) continue;
    const [next] = running.splice(0, 1);
    if (next !== undefined) yield await next;
  }
  for (const call of running) yield await call;
}

/** The same items, the next one asked for while one is used. */
export async function* ahead<T>(items: AsyncIterable<T>): AsyncGenerator<T> {
  const iterator = items[Symbol.asyncIterator]();
  let next = iterator.next();
  for (;;) {
    const result = await next;
    if (result.done) return;
    next = iterator.next();
    // A rejection is thrown when its turn comes; until then it must not count as unhandled.
    next.catch(() => undefined);
    yield result.value;
  }
}

/** Writes to standard output, and waits while its reader is slower. */
export async function writeOut(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}
