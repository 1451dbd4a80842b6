/**
 * One side of a comparison as records on disk, in parts by a hash of the address. Fields have fixed places, and what
 * many records share is a number: a list of millions is written and read once, where text would take as long as all
 * the rest.
 */
import { PartedFile } from './parted-file.ts';

/** Parts on disk: of five million entries one holds some twenty thousand. */
export const PARTS = 256;

/** Where the fields of a record lie; the address and the text follow. */
const field = {
  hash: 0,
  addressBytes: 4,
  textBytes: 6,
  common: 8,
  from: 12,
  until: 20,
  address: 28,
} as const;

/** Bytes of an address, and of a text: their lengths take two bytes. */
const MAX_FIELD_BYTES = 65_535;

const FNV_PRIME = 0x01000193;
/** Of this process alone, so that addresses cannot be chosen to fall into one part. */
const FNV_OFFSET = 0x811c9dc5 ^ Math.floor(Math.random() * 2 ** 32);

/** What many records have in common; an empty text: none. */
export interface Common<Reason extends string> {
  readonly reason: Reason;
  readonly list: string;
  readonly scope: string;
  readonly espList: string;
}

/** Records of one side. Times are milliseconds since 1970; null: none. */
export class SideFile<Reason extends string> {
  readonly #file = new PartedFile(PARTS);
  readonly #bytes = Buffer.allocUnsafeSlow(field.address + 2 * MAX_FIELD_BYTES);
  readonly #view = new DataView(this.#bytes.buffer);
  readonly #common: Common<Reason>[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #records = new Uint32Array(PARTS);
  #last = 0;

  /** @param text what only this record has */
  write(address: string, common: Common<Reason>, from: number | null, until: number | null, text = ''): void {
    const view = this.#view;
    const end = writeText(this.#bytes, address, field.address);
    const textEnd = text === '' ? end : writeText(this.#bytes, text, end);
    const hash = hashOf(this.#bytes, field.address, end);
    view.setUint32(field.hash, hash, true);
    view.setUint16(field.addressBytes, end - field.address, true);
    view.setUint16(field.textBytes, textEnd - end, true);
    view.setUint32(field.common, this.#numberOf(common), true);
    view.setFloat64(field.from, from ?? Number.NaN, true);
    view.setFloat64(field.until, until ?? Number.NaN, true);
    const part = hash % PARTS;
    this.#file.write(this.#bytes, textEnd, part);
    this.#records[part] = this.records(part) + 1;
  }

  /** Records of a part. */
  records(part: number): number {
    return this.#records[part] ?? 0;
  }

  bytes(part: number): number {
    return this.#file.bytes(part);
  }

  /** @param target is as long as the part */
  read(target: Buffer, part: number): void {
    this.#file.read(target, part);
  }

  common(number: number): Common<Reason> {
    const common = this.#common[number];
    if (common === undefined) throw new RangeError(`There is no record with the number ${number}.`);
    return common;
  }

  close(): void {
    this.#file.close();
  }

  #numberOf(common: Common<Reason>): number {
    // Of long lists most records are like the one before.
    const last = this.#common[this.#last];
    if (last !== undefined && isSame(last, common)) return this.#last;
    const { reason, list, scope, espList } = common;
    const key = JSON.stringify([reason, list, scope, espList]);
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.#common.push({ reason, list, scope, espList }) - 1;
      this.#numbers.set(key, number);
    }
    this.#last = number;
    return number;
  }
}

function isSame(a: Common<string>, b: Common<string>): boolean {
  return a.reason === b.reason && a.list === b.list && a.scope === b.scope && a.espList === b.espList;
}

/** Writes UTF-8 and returns its end. Nearly every text is ASCII, and short: a call of the engine would take longer. */
function writeText(bytes: Buffer, text: string, start: number): number {
  const { length } = text;
  if (length > MAX_FIELD_BYTES) throw new RangeError('The text is too long for a record.');
  for (let index = 0; index < length; index++) {
    const code = text.charCodeAt(index);
    if (code > 0x7f) return start + bytes.write(text, start, MAX_FIELD_BYTES);
    bytes[start + index] = code;
  }
  return start + length;
}

/** FNV-1a. */
function hashOf(bytes: Buffer, start: number, end: number): number {
  let hash = FNV_OFFSET;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ (bytes[at] ?? 0), FNV_PRIME);
  return hash >>> 0;
}

/** A record of a part, by the place where it begins. */
export class RecordReader {
  readonly bytes: Buffer;
  readonly #view: DataView;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  hash(at: number): number {
    return this.#view.getUint32(at + field.hash, true);
  }

  end(at: number): number {
    return this.#textStart(at) + this.#view.getUint16(at + field.textBytes, true);
  }

  isSameAddress(a: number, b: number): boolean {
    const length = this.#addressBytes(a);
    if (length !== this.#addressBytes(b)) return false;
    for (let index = field.address; index < field.address + length; index++) {
      if (this.bytes[a + index] !== this.bytes[b + index]) return false;
    }
    return true;
  }

  address(at: number): string {
    return this.bytes.toString('utf8', at + field.address, this.#textStart(at));
  }

  hasText(at: number): boolean {
    return this.#view.getUint16(at + field.textBytes, true) > 0;
  }

  text(at: number): string {
    return this.bytes.toString('utf8', this.#textStart(at), this.end(at));
  }

  common(at: number): number {
    return this.#view.getUint32(at + field.common, true);
  }

  from(at: number): number | null {
    return timeOf(this.#view.getFloat64(at + field.from, true));
  }

  until(at: number): number | null {
    return timeOf(this.#view.getFloat64(at + field.until, true));
  }

  #addressBytes(at: number): number {
    return this.#view.getUint16(at + field.addressBytes, true);
  }

  #textStart(at: number): number {
    return at + field.address + this.#addressBytes(at);
  }
}

function timeOf(time: number): number | null {
  return Number.isNaN(time) ? null : time;
}
