/**
 * A record's events, texts and diagnostic as bytes. Canonical: equal records have equal bytes. 23 bytes an event;
 * texts and names are stored once a record.
 */
import { storedBases, storedKinds } from '../../events/event.ts';
import { asFailureCode } from '../../failure-codes/scheme.ts';
import type { AddressRecord, StoredDiagnostic } from '../../ledger/record/address-record.ts';
import { compareTexts } from '../../ledger/record/report-order.ts';
import { hashText, type StoredEvent } from '../../ledger/record/stored-event.ts';
import type { TextEntry, TextTable } from '../../ledger/record/text-table.ts';

const EVENT_BYTES = 23;
/** Permanence in the two upper bits of the kind's byte: the index is stored. */
const permanences: readonly (boolean | null)[] = [null, false, true];
/** Flags in the upper bits of the basis's byte. */
const HAS_PROOF = 0x80;
const ON_ESP_LIST = 0x40;
/** Flag beside the number of texts. */
const HAS_CUTOFF = 0x80;

/** Where an event came from: source and list. */
interface Origin {
  readonly source: string;
  readonly list: string;
}

/** The largest record is a few kilobytes; packing grows it if that should ever change. */
let scratch = Buffer.allocUnsafe(16_384);

/** Packs a record without its original address, which is an attribute of its own. */
export function packRecord(record: AddressRecord): Buffer {
  const origins = originsOf(record.events);
  const bound =
    16 + 256 + origins.length * 130 + record.texts.entries.length * 220 + record.events.length * EVENT_BYTES;
  if (bound > scratch.length) scratch = Buffer.allocUnsafe(bound);
  const bytes = scratch;
  let end = bytes.writeUInt8(origins.length, 0);
  for (const origin of origins) {
    end = writeText(bytes, origin.source, end);
    end = writeText(bytes, origin.list, end);
  }
  end = writeTexts(bytes, record.texts, end);
  end = writeDiagnostic(bytes, record.diagnostic, end);
  for (const event of record.events) end = writeEvent(bytes, event, originOf(origins, event), end);
  const packed = Buffer.allocUnsafe(end);
  bytes.copy(packed, 0, 0, end);
  return packed;
}

function originsOf(events: readonly StoredEvent[]): Origin[] {
  const origins: Origin[] = [];
  for (const event of events) if (originOf(origins, event) < 0) origins.push(event);
  if (origins.length === 1) return origins;
  return origins.sort((a, b) => compareTexts(a.source, b.source) || compareTexts(a.list, b.list));
}

function originOf(origins: readonly Origin[], event: StoredEvent): number {
  return origins.findIndex((origin) => origin.source === event.source && origin.list === event.list);
}

/** Nearly every text is short and ASCII: a loop writes one sooner than a call into the runtime would begin. */
function writeText(bytes: Buffer, text: string, start: number): number {
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c > 127) {
      const length = bytes.write(text, start + 1);
      bytes.writeUInt8(length, start);
      return start + 1 + length;
    }
    bytes[start + 1 + i] = c;
  }
  bytes.writeUInt8(text.length, start);
  return start + 1 + text.length;
}

function writeTexts(bytes: Buffer, { entries, cutoff }: TextTable, start: number): number {
  let end = bytes.writeUInt8(entries.length | (cutoff === null ? 0 : HAS_CUTOFF), start);
  if (cutoff !== null) {
    end = bytes.writeUInt32BE(cutoff.at, end);
    end = bytes.writeInt32BE(cutoff.hash, end);
  }
  for (const entry of entries) {
    end = bytes.writeUInt32BE(entry.at, end);
    end = writeText(bytes, entry.text, end);
  }
  return end;
}

function writeDiagnostic(bytes: Buffer, diagnostic: StoredDiagnostic | null, start: number): number {
  let end = writeText(bytes, diagnostic?.text ?? '', start);
  if (diagnostic === null) return end;
  end = bytes.writeUInt8(diagnostic.final ? 1 : 0, end);
  end = bytes.writeUInt32BE(diagnostic.at, end);
  end = bytes.writeInt32BE(diagnostic.idHigh, end);
  end = bytes.writeInt32BE(diagnostic.idLow, end);
  return bytes.writeUInt16BE(diagnostic.replayGeneration, end);
}

function writeEvent(bytes: Buffer, event: StoredEvent, origin: number, start: number): number {
  let end = bytes.writeInt32BE(event.idHigh, start);
  end = bytes.writeInt32BE(event.idLow, end);
  end = bytes.writeUInt32BE(event.at, end);
  end = bytes.writeUInt16BE(event.code, end);
  end = bytes.writeUInt16BE(event.replayGeneration, end);
  end = bytes.writeInt32BE(event.textHash, end);
  const permanence = permanences.indexOf(event.permanent) << 6;
  const flags = (event.hasProof ? HAS_PROOF : 0) | (event.onEspSuppressionList ? ON_ESP_LIST : 0);
  end = bytes.writeUInt8(storedKinds.numberOf(event.kind) | permanence, end);
  end = bytes.writeUInt8(storedBases.numberOf(event.basis) | flags, end);
  return bytes.writeUInt8(origin, end);
}

/** What `packRecord` packed. @throws RangeError when the bytes are not a packed record. */
export function unpackRecord(packed: Uint8Array): Omit<AddressRecord, 'originalAddress'> {
  const bytes = Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength);
  let at = 0;
  const text = (): string => {
    const start = at + 1;
    at = start + bytes.readUInt8(at);
    return bytes.toString('utf8', start, at);
  };
  const origins: Origin[] = Array.from({ length: bytes.readUInt8(at++) }, () => ({
    source: text(),
    list: text(),
  }));
  const number = (): number => {
    at += 4;
    return bytes.readUInt32BE(at - 4);
  };
  const textCount = bytes.readUInt8(at++);
  const cutoff = (textCount & HAS_CUTOFF) === 0 ? null : { at: number(), hash: number() | 0 };
  const entries = Array.from({ length: textCount & ~HAS_CUTOFF }, (): TextEntry => {
    const used = number();
    const content = text();
    return { hash: hashText(content), text: content, at: used };
  });
  const diagnosticText = text();
  const diagnostic = diagnosticText === '' ? null : readDiagnostic(bytes, diagnosticText, at);
  if (diagnostic !== null) at += 15;
  const events: StoredEvent[] = [];
  for (; at < bytes.length; at += EVENT_BYTES) events.push(readEvent(bytes, origins, at));
  return { events, texts: { entries, cutoff }, diagnostic };
}

function readDiagnostic(bytes: Buffer, text: string, at: number): StoredDiagnostic {
  return {
    text,
    final: bytes.readUInt8(at) === 1,
    at: bytes.readUInt32BE(at + 1),
    idHigh: bytes.readInt32BE(at + 5),
    idLow: bytes.readInt32BE(at + 9),
    replayGeneration: bytes.readUInt16BE(at + 13),
  };
}

function readEvent(bytes: Buffer, origins: readonly Origin[], at: number): StoredEvent {
  const kindAndPermanence = bytes.readUInt8(at + 20);
  const basisAndFlags = bytes.readUInt8(at + 21);
  const origin = origins[bytes.readUInt8(at + 22)];
  return {
    idHigh: bytes.readInt32BE(at),
    idLow: bytes.readInt32BE(at + 4),
    at: bytes.readUInt32BE(at + 8),
    code: asFailureCode(bytes.readUInt16BE(at + 12)),
    replayGeneration: bytes.readUInt16BE(at + 14),
    textHash: bytes.readInt32BE(at + 16),
    kind: storedKinds.nameOf(kindAndPermanence & 0x3f) ?? 'other',
    permanent: permanences[kindAndPermanence >> 6] ?? null,
    basis: storedBases.nameOf(basisAndFlags & 0x3f) ?? 'none',
    hasProof: (basisAndFlags & HAS_PROOF) !== 0,
    onEspSuppressionList: (basisAndFlags & ON_ESP_LIST) !== 0,
    source: origin?.source ?? '',
    list: origin?.list ?? '',
  };
}
