/** Takes one address out of what lies in the archive, also inside gzip and base64, within bounds. */
import { gunzipSync, gzipSync } from 'node:zlib';
import type { LedgerAddress } from '../address/address.ts';
import { MAX_BODY_BYTES } from '../providers/provider.ts';
import { type AddressSpellings, addressSpellings } from './address-spellings.ts';

/** Base64 inside base64 (a mail in a message in an object) goes no deeper. */
const MAX_DEPTH = 4;
/** An object's own content: a batch of messages, whose large bodies are compressed in it or objects of their own. */
const MAX_OBJECT_BYTES = 32 * 1024 * 1024;
/** All that is decoded of an object, whatever it is nested in. */
const MAX_DECODED_BYTES = 128 * 1024 * 1024;

/** What became of an object. */
export interface Erasure {
  /** The object without the address; null when it held none. */
  readonly bytes: Buffer | null;
  /** Whether all of it was looked at: not where something in it unpacks to more than is unpacked. */
  readonly complete: boolean;
  /** Whether the address is still in it, in a spelling that could not be replaced. */
  readonly remains: boolean;
}

/**
 * Makes the function that rewrites an object's bytes without an address.
 *
 * @example createEraser(address)(await getObject(connection, bucket, key)).bytes
 */
export function createEraser(
  address: LedgerAddress,
  options: { readonly foldPlusTags?: boolean } = {},
): (bytes: Buffer) => Erasure {
  const spellings = addressSpellings(address, options);
  return (bytes) => {
    const sweep = new Sweep(spellings);
    const erased = sweep.object(bytes);
    return { bytes: erased, complete: sweep.complete, remains: sweep.remains };
  };
}

/** One object on its way through. */
class Sweep {
  complete = true;
  remains = false;
  readonly #spellings: AddressSpellings;
  #left = MAX_DECODED_BYTES;

  constructor(spellings: AddressSpellings) {
    this.#spellings = spellings;
  }

  object(bytes: Buffer): Buffer | null {
    return this.#bytes(bytes, MAX_OBJECT_BYTES, 0);
  }

  /** The bytes without the address; null when they held none. */
  #bytes(bytes: Buffer, maxUnpacked: number, depth: number): Buffer | null {
    if (isGzip(bytes)) {
      const unpacked = this.#unpack(bytes, maxUnpacked);
      const erased = unpacked && this.#content(unpacked, depth);
      return erased && gzipSync(erased, { level: 1 });
    }
    return this.#content(bytes, depth);
  }

  /** What only looks like gzip is left as it is, and what unpacks to too much is as well, and said. */
  #unpack(bytes: Buffer, max: number): Buffer | null {
    try {
      const unpacked = gunzipSync(bytes, { maxOutputLength: Math.max(1, Math.min(max, this.#left)) });
      this.#left -= unpacked.length;
      return unpacked;
    } catch (error) {
      if (error instanceof RangeError) this.complete = false;
      return null;
    }
  }

  #content(bytes: Buffer, depth: number): Buffer | null {
    const text = bytes.toString('latin1');
    const plain = this.#spellings.replaceIn(text);
    const erased = depth === MAX_DEPTH ? plain : plain.replace(BASE64, (run) => this.#base64(run, depth));
    if (this.#spellings.remainsIn(erased)) this.remains = true;
    return erased === text ? null : Buffer.from(erased, 'latin1');
  }

  #base64(run: string, depth: number): string {
    if (this.#left < run.length) {
      this.complete = false;
      return run;
    }
    this.#left -= run.length;
    const decoded = Buffer.from(run.replace(LINE_ENDS, ''), 'base64');
    const erased = this.#bytes(decoded, MAX_BODY_BYTES, depth + 1);
    return erased === null ? run : erased.toString('base64');
  }
}

function isGzip(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** Runs of base64, their lines perhaps broken, in JSON too. */
const BASE64 = /(?:[A-Za-z0-9+/]{16,}(?:\\{1,8}r\\{1,8}n|\\{1,8}n|\r?\n)?)+[A-Za-z0-9+/]*={0,2}/g;
const LINE_ENDS = /\\{1,8}r|\\{1,8}n|\s/g;
