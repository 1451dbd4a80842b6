/**
 * A record's events, texts and diagnostic as bytes. Canonical: equal records have equal bytes, so that comparing
 * bytes tells whether anything changed. 23 bytes an event; texts and names are stored once a record.
 */

import type { Basis } from '../events/event.ts';
import { asFailureCode } from '../failure-codes/scheme.ts';
import { type KeptEvent, type KeptKind, textHash } from './kept-event.ts';
import type { AddressRecord, KeptDiagnostic } from './record.ts';
import type { Shelf, ShelvedText } from './shelf.ts';

/** The positions are stored: append, never reorder. */
const kinds: readonly KeptKind[] = [
  'bounce',
  'deferral',
  'dropped',
  'auto-reply',
  'complaint',
  'unsubscribe',
  'resubscribe',
  'delivered',
  'other',
  'suppress',
  'release',
];
const bases: readonly Basis[] = [
  'operator',
  'stated',
  'receiver',
  'text',
  'status',
  'esp',
  'reply-code',
  'none',
];
const permanences: readonly (boolean | null)[] = [null, false, true];

const kindNumber = new Map(kinds.map((kind, number) => [kind, number]));
const basisNumber = new Map(bases.map((basis, number) => [basis, number]));

const EVENT_BYTES = 23;
/** Flags beside smaller numbers. */
const PROVEN = 0x80;
const LISTED = 0x40;
const HAS_EDGE = 0x80;

/** Kind and permanence in one byte. */
function kindByte(event: KeptEvent): number {
  const permanence = event.permanent === null ? 0 : event.permanent ? 2 : 1;
  return (kindNumber.get(event.kind) ?? 0) | (permanence << 6);
}

function basisByte(event: KeptEvent): number {
  return (
    (basisNumber.get(event.basis) ?? 0) |
    (event.proven ? PROVEN : 0) |
    (event.onEspSuppressionList ? LISTED : 0)
  );
}

/** Code, kind, permanence and basis as one number: all of an event that a policy looks at beside its time. */
export function sortOf(event: KeptEvent): number {
  return (event.code << 16) | (kindByte(event) << 8) | basisByte(event);
}

/** Which of two reports of one id counts: negative when it is `a`. */
export function compareReports(a: KeptEvent, b: KeptEvent): number {
  return (
    b.replayGeneration - a.replayGeneration ||
    a.at - b.at ||
    a.code - b.code ||
    kindByte(a) - kindByte(b) ||
    basisByte(a) - basisByte(b) ||
    a.text - b.text ||
    compareTexts(a.source, b.source) ||
    compareTexts(a.list, b.list)
  );
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Where an event came from: source and list. */
interface Place {
  readonly source: string;
  readonly list: string;
}

/** The largest record is a few kilobytes; packing grows it if that should ever change. */
let scratch = Buffer.allocUnsafe(16_384);

/** Packs all of a record but `written`, which is an attribute of its own. */
export function pack(record: AddressRecord): Buffer {
  const resources = placesOf(record.events);
  const bound =
    16 + 256 + resources.length * 130 + record.shelf.texts.length * 220 + record.events.length * EVENT_BYTES;
  if (bound > scratch.length) scratch = Buffer.allocUnsafe(bound);
  const bytes = scratch;
  let end = bytes.writeUInt8(resources.length, 0);
  for (const place of resources) {
    end = writeText(bytes, place.source, end);
    end = writeText(bytes, place.list, end);
  }
  end = writeShelf(bytes, record.shelf, end);
  end = writeDiagnostic(bytes, record.diagnostic, end);
  for (const event of record.events) end = writeEvent(bytes, event, placeOf(resources, event), end);
  const packed = Buffer.allocUnsafe(end);
  bytes.copy(packed, 0, 0, end);
  return packed;
}

function placesOf(events: readonly KeptEvent[]): Place[] {
  const resources: Place[] = [];
  for (const event of events) if (placeOf(resources, event) < 0) resources.push(event);
  if (resources.length === 1) return resources;
  return resources.sort((a, b) => compareTexts(a.source, b.source) || compareTexts(a.list, b.list));
}

function placeOf(resources: readonly Place[], event: KeptEvent): number {
  return resources.findIndex((place) => place.source === event.source && place.list === event.list);
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

function writeShelf(bytes: Buffer, { texts, edge }: Shelf, start: number): number {
  let end = bytes.writeUInt8(texts.length | (edge === null ? 0 : HAS_EDGE), start);
  if (edge !== null) {
    end = bytes.writeUInt32BE(edge.at, end);
    end = bytes.writeInt32BE(edge.hash, end);
  }
  for (const shelved of texts) {
    end = bytes.writeUInt32BE(shelved.at, end);
    end = writeText(bytes, shelved.text, end);
  }
  return end;
}

function writeDiagnostic(bytes: Buffer, diagnostic: KeptDiagnostic | null, start: number): number {
  let end = writeText(bytes, diagnostic?.text ?? '', start);
  if (diagnostic === null) return end;
  end = bytes.writeUInt8(diagnostic.final ? 1 : 0, end);
  end = bytes.writeUInt32BE(diagnostic.at, end);
  end = bytes.writeInt32BE(diagnostic.idHigh, end);
  end = bytes.writeInt32BE(diagnostic.idLow, end);
  return bytes.writeUInt16BE(diagnostic.replayGeneration, end);
}

function writeEvent(bytes: Buffer, event: KeptEvent, place: number, start: number): number {
  let end = bytes.writeInt32BE(event.idHigh, start);
  end = bytes.writeInt32BE(event.idLow, end);
  end = bytes.writeUInt32BE(event.at, end);
  end = bytes.writeUInt16BE(event.code, end);
  end = bytes.writeUInt16BE(event.replayGeneration, end);
  end = bytes.writeInt32BE(event.text, end);
  end = bytes.writeUInt8(kindByte(event), end);
  end = bytes.writeUInt8(basisByte(event), end);
  return bytes.writeUInt8(place, end);
}

/** What `pack` packed. @throws RangeError when the bytes are not a packed record. */
export function unpack(packed: Uint8Array): Omit<AddressRecord, 'originalAddress'> {
  const bytes = Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength);
  let at = 0;
  const text = (): string => {
    const start = at + 1;
    at = start + bytes.readUInt8(at);
    return bytes.toString('utf8', start, at);
  };
  const resources: Place[] = Array.from({ length: bytes.readUInt8(at++) }, () => ({
    source: text(),
    list: text(),
  }));
  const number = (): number => {
    at += 4;
    return bytes.readUInt32BE(at - 4);
  };
  const shelved = bytes.readUInt8(at++);
  const edge = (shelved & HAS_EDGE) === 0 ? null : { at: number(), hash: number() | 0 };
  const texts = Array.from({ length: shelved & ~HAS_EDGE }, (): ShelvedText => {
    const used = number();
    const words = text();
    return { hash: textHash(words), text: words, at: used };
  });
  const diagnosticText = text();
  const diagnostic = diagnosticText === '' ? null : readDiagnostic(bytes, diagnosticText, at);
  if (diagnostic !== null) at += 15;
  const events: KeptEvent[] = [];
  for (; at < bytes.length; at += EVENT_BYTES) events.push(readEvent(bytes, resources, at));
  return { events, shelf: { texts, edge }, diagnostic };
}

function readDiagnostic(bytes: Buffer, text: string, at: number): KeptDiagnostic {
  return {
    text,
    final: bytes.readUInt8(at) === 1,
    at: bytes.readUInt32BE(at + 1),
    idHigh: bytes.readInt32BE(at + 5),
    idLow: bytes.readInt32BE(at + 9),
    replayGeneration: bytes.readUInt16BE(at + 13),
  };
}

function readEvent(bytes: Buffer, resources: readonly Place[], at: number): KeptEvent {
  const kindAndPermanence = bytes.readUInt8(at + 20);
  const basisAndProof = bytes.readUInt8(at + 21);
  const place = resources[bytes.readUInt8(at + 22)];
  return {
    idHigh: bytes.readInt32BE(at),
    idLow: bytes.readInt32BE(at + 4),
    at: bytes.readUInt32BE(at + 8),
    code: asFailureCode(bytes.readUInt16BE(at + 12)),
    replayGeneration: bytes.readUInt16BE(at + 14),
    text: bytes.readInt32BE(at + 16),
    kind: kinds[kindAndPermanence & 0x3f] ?? 'other',
    permanent: permanences[kindAndPermanence >> 6] ?? null,
    basis: bases[basisAndProof & 0x3f] ?? 'none',
    proven: (basisAndProof & PROVEN) !== 0,
    onEspSuppressionList: (basisAndProof & LISTED) !== 0,
    source: place?.source ?? '',
    list: place?.list ?? '',
  };
}
