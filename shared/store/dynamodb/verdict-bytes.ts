/** Verdicts as bytes: canonical, for the index and the stream. */
import { asFailureCode } from '../../failure-codes/scheme.ts';
import type { ListVerdict } from '../../ledger/policy/list-verdict.ts';
import { storedReasons } from '../../ledger/policy/suppression-reason.ts';

const NO_END = 0xffff_ffff;
const EXCEPT_TRANSACTIONAL = 1;
const FIXED_BYTES = 14;

export function packVerdicts(verdicts: readonly ListVerdict[]): Buffer {
  let size = 0;
  for (const { list, rule } of verdicts)
    size += FIXED_BYTES + Buffer.byteLength(list) + Buffer.byteLength(rule);
  const bytes = Buffer.allocUnsafe(size);
  let at = 0;
  for (const { list, suppressionReason, code, rule, since, until, exceptTransactional } of verdicts) {
    const listBytes = bytes.write(list, at + FIXED_BYTES);
    const ruleBytes = bytes.write(rule, at + FIXED_BYTES + listBytes);
    bytes.writeUInt8(storedReasons.numberOf(suppressionReason), at);
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
      suppressionReason: storedReasons.nameOf(bytes.readUInt8(at)) ?? 'manual',
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
