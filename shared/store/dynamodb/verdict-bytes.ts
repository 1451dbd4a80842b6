/**
 * Verdicts as bytes: canonical, for the index and the stream. First the names of lists, rules and sources, each once;
 * then a row a verdict, of 10 bytes, 4 more where it has an end, and 4 more where a guard may hold it back.
 */
import { asFailureCode } from '../../failure-codes/scheme.ts';
import type { StoredVerdict } from '../../ledger/policy/list-verdict.ts';
import { storedReasons } from '../../ledger/policy/suppression-reason.ts';

/** Flags beside the reason, which has the five lower bits. */
const EXCEPT_TRANSACTIONAL = 0x80;
const HAS_END = 0x40;
const HAS_RECORDED_AT = 0x20;
const REASON = 0x1f;
const ROW_BYTES = 10;
const TIME_BYTES = 4;
const MAX_TIME = 0xffff_ffff;

export function packVerdicts(verdicts: readonly StoredVerdict[]): Buffer {
  // A handful of names: a linear search costs less than a map of them.
  const names: string[] = [];
  for (const { list, rule, source } of verdicts) {
    for (const name of [list, rule, source]) if (!names.includes(name)) names.push(name);
  }
  let size = 1;
  for (const name of names) size += 1 + Buffer.byteLength(name);
  for (const { until, recordedAt } of verdicts) {
    size += ROW_BYTES + (until === null ? 0 : TIME_BYTES) + (recordedAt === null ? 0 : TIME_BYTES);
  }
  const bytes = Buffer.allocUnsafe(size);
  let at = bytes.writeUInt8(names.length, 0);
  for (const name of names) {
    const length = bytes.write(name, at + 1);
    bytes.writeUInt8(length, at);
    at += 1 + length;
  }
  for (const verdict of verdicts) {
    const { list, rule, source, code, since, until, recordedAt } = verdict;
    at = bytes.writeUInt8(storedReasons.numberOf(verdict.suppressionReason) | flagsOf(verdict), at);
    for (const name of [list, rule, source]) at = bytes.writeUInt8(names.indexOf(name), at);
    at = bytes.writeUInt16BE(code, at);
    at = bytes.writeUInt32BE(since, at);
    if (until !== null) at = bytes.writeUInt32BE(Math.min(until, MAX_TIME), at);
    if (recordedAt !== null) at = bytes.writeUInt32BE(recordedAt, at);
  }
  return bytes;
}

function flagsOf({ exceptTransactional, until, recordedAt }: StoredVerdict): number {
  return (
    (exceptTransactional ? EXCEPT_TRANSACTIONAL : 0) |
    (until === null ? 0 : HAS_END) |
    (recordedAt === null ? 0 : HAS_RECORDED_AT)
  );
}

/** What `packVerdicts` packed. @throws RangeError when the bytes are not packed verdicts. */
export function unpackVerdicts(packed: Uint8Array | undefined): readonly StoredVerdict[] {
  if (packed === undefined) return [];
  const bytes = Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength);
  let at = 1;
  const names = Array.from({ length: bytes.readUInt8(0) }, () => {
    const start = at + 1;
    at = start + bytes.readUInt8(at);
    return bytes.toString('utf8', start, at);
  });
  const time = (): number => {
    at += TIME_BYTES;
    return bytes.readUInt32BE(at - TIME_BYTES);
  };
  const verdicts: StoredVerdict[] = [];
  while (at < bytes.length) {
    const head = bytes.readUInt8(at);
    const name = (offset: number) => names[bytes.readUInt8(at + offset)] ?? '';
    const [list, rule, source] = [name(1), name(2), name(3)];
    const code = asFailureCode(bytes.readUInt16BE(at + 4));
    at += 6;
    verdicts.push({
      list,
      suppressionReason: storedReasons.nameOf(head & REASON) ?? 'manual',
      code,
      rule,
      since: time(),
      until: (head & HAS_END) === 0 ? null : time(),
      ...((head & EXCEPT_TRANSACTIONAL) !== 0 && { exceptTransactional: true }),
      source,
      recordedAt: (head & HAS_RECORDED_AT) === 0 ? null : time(),
    });
  }
  return verdicts;
}
