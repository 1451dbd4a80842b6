/**
 * Verdicts as a record stores them for the index and the stream: intervals, with the names of their rules beside
 * them, as canonical bytes. What is stored does not depend on a clock; `standing` asks the reader's.
 */
import { asFailureCode } from '../failure-codes/scheme.ts';
import { splitNote } from './kept-event.ts';
import type { ListVerdict, Reason } from './ledger.ts';
import type { Interval } from './policy.ts';
import { fromShelf, type Shelf } from './shelf.ts';

/** The reasons as they are numbered in storage: append, never reorder. */
const storedReasons = [
  'complaint',
  'manual',
  'unsubscribe',
  'address-unknown',
  'address-invalid',
  'permanent-failure',
  'inactive',
  'esp-suppression',
  'mailbox-full',
  'domain-trouble',
  'repeated-failure',
] as const satisfies readonly Reason[];
const NO_END = 0xffff_ffff;
const EXCEPT_TRANSACTIONAL = 1;
const FIXED_BYTES = 14;

/** The rule that a manual verdict names. */
export const MANUAL_RULE = 'manual';

/** An interval with the name of its rule. */
export function namedVerdict(interval: Interval, shelf: Shelf): ListVerdict {
  const { list, reason, code, since, until, exceptTransactional, text } = interval;
  const rule = reason === 'manual' ? MANUAL_RULE : fromShelf(shelf, text);
  const verdict: ListVerdict = { list, reason, code, rule, since, until };
  return exceptTransactional ? { ...verdict, exceptTransactional } : verdict;
}

/** Actor and reason behind a manual interval, as far as the shelf still holds them. */
export function noteOf(shelf: Shelf, text: number): { actor: string; reason: string } {
  return splitNote(fromShelf(shelf, text));
}

export function packVerdicts(verdicts: readonly ListVerdict[]): Buffer {
  let size = 0;
  for (const { list, rule } of verdicts)
    size += FIXED_BYTES + Buffer.byteLength(list) + Buffer.byteLength(rule);
  const bytes = Buffer.allocUnsafe(size);
  let at = 0;
  for (const { list, reason, code, rule, since, until, exceptTransactional } of verdicts) {
    const listBytes = bytes.write(list, at + FIXED_BYTES);
    const ruleBytes = bytes.write(rule, at + FIXED_BYTES + listBytes);
    bytes.writeUInt8(storedReasons.indexOf(reason), at);
    bytes.writeUInt8(exceptTransactional ? EXCEPT_TRANSACTIONAL : 0, at + 1);
    bytes.writeUInt16BE(code, at + 2);
    bytes.writeUInt32BE(since, at + 4);
    bytes.writeUInt32BE(until === null ? NO_END : Math.min(until, NO_END - 1), at + 8);
    bytes.writeUInt8(listBytes, at + 12);
    bytes.writeUInt8(ruleBytes, at + 13);
    at += FIXED_BYTES + listBytes + ruleBytes;
  }
  return bytes;
}

/** What `packVerdicts` packed. @throws RangeError when the bytes are not packed verdicts. */
export function unpackVerdicts(packed: Uint8Array | undefined): readonly ListVerdict[] {
  if (packed === undefined) return [];
  const bytes = Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength);
  const verdicts: ListVerdict[] = [];
  for (let at = 0; at < bytes.length; ) {
    const listEnd = at + FIXED_BYTES + bytes.readUInt8(at + 12);
    const ruleEnd = listEnd + bytes.readUInt8(at + 13);
    const until = bytes.readUInt32BE(at + 8);
    verdicts.push({
      list: bytes.toString('utf8', at + FIXED_BYTES, listEnd),
      reason: storedReasons[bytes.readUInt8(at)] ?? 'manual',
      code: asFailureCode(bytes.readUInt16BE(at + 2)),
      rule: bytes.toString('utf8', listEnd, ruleEnd),
      since: bytes.readUInt32BE(at + 4),
      until: until === NO_END ? null : until,
      ...((bytes.readUInt8(at + 1) & EXCEPT_TRANSACTIONAL) !== 0 && { exceptTransactional: true }),
    });
    at = ruleEnd;
  }
  return verdicts;
}

/** Clocks of ESPs may run ahead by this much, seconds; an event further ahead does not count until its time. */
export const CLOCK_TOLERANCE = 900;

/** The verdicts that are not over at `now`, seconds since 1970. */
export function standing<T extends Pick<ListVerdict, 'until'>>(
  verdicts: readonly T[],
  now: number,
): readonly T[] {
  return verdicts.filter(({ until }) => until === null || until > now);
}
