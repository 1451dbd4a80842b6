/** Takes one address out of what lies in the archive, in whichever way it is written there. */
import { domainToUnicode } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { LedgerAddress } from '../address/address.ts';

/** What stands in an erased address's place: a domain that can never exist (RFC 2606). */
export const ERASED = 'erased@erased.invalid';

/** Base64 inside base64 (a mail in a message in an object) goes no deeper. */
const DEEPEST = 4;

/**
 * Makes the function that rewrites an object's bytes without the address; it answers null when the address is not
 * in them. It finds any case, percent-encoding, JSON and quoted-printable escapes, both forms of an
 * internationalised domain, return paths that carry the recipient (`bounces+ann=example.com@`), and looks into
 * gzip and base64. Other addresses that contain this one (`joann@example.com`) stay.
 */
export function createEraser(
  address: LedgerAddress,
  options: { readonly foldPlusTags?: boolean } = {},
): (bytes: Buffer) => Buffer | null {
  const spellings = spellingsOf(address, options.foldPlusTags ?? false);
  return (bytes) => eraseBytes(bytes, spellings, 0);
}

function eraseBytes(bytes: Buffer, spellings: RegExp, depth: number): Buffer | null {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    const erased = eraseBytes(gunzipSync(bytes), spellings, depth);
    return erased && gzipSync(erased, { level: 1 });
  }
  // One character a byte: what is no UTF-8 must come out as it went in.
  const text = bytes.toString('latin1');
  const erased = eraseText(text, spellings, depth);
  return erased === text ? null : Buffer.from(erased, 'latin1');
}

function eraseText(text: string, spellings: RegExp, depth: number): string {
  const plain = text.replace(spellings, (_, verp: string | undefined) =>
    verp === undefined ? ERASED : ERASED.replace('@', '='),
  );
  if (depth === DEEPEST) return plain;
  return plain.replace(BASE64, (run) => {
    const decoded = Buffer.from(run.replace(LINE_ENDS, ''), 'base64');
    const erased = eraseQuietly(decoded, spellings, depth + 1);
    return erased === null ? run : erased.toString('base64');
  });
}

/** What only looks like gzip is left as it is. */
function eraseQuietly(bytes: Buffer, spellings: RegExp, depth: number): Buffer | null {
  try {
    return eraseBytes(bytes, spellings, depth);
  } catch {
    return null;
  }
}

/** Long runs of base64, their lines perhaps invalid, in JSON too. */
const BASE64 = /(?:[A-Za-z0-9+/]{40,}(?:\\r\\n|\\n|\r?\n)?)+[A-Za-z0-9+/]*={0,2}/g;
const LINE_ENDS = /\\r|\\n|\s/g;

/** Where an address can begin: not inside another one, unless an escape sequence ends there. */
const BEFORE = String.raw`(?<![\w.+~!#$*^\x60{|}%\x80-\xff-]|\\u00(?:2[bde]|5f))`;
const AFTER_ESCAPE = String.raw`(?<=\\[nrtbf]|\\u00(?!2[bde]|5f)[0-9a-f]{2}|%(?!2[bde]|5f)[0-9a-f]{2})`;
const BEFORE_VERP = String.raw`(?<![\w.])`;
/** Where it can end. */
const AFTER = String.raw`(?![\w-]|\.[a-z0-9])`;

/** One expression for every spelling; its group takes part when the address stands in a return path. */
function spellingsOf(address: LedgerAddress, foldPlusTags: boolean): RegExp {
  const at = address.lastIndexOf('@');
  const domain = address.slice(at + 1);
  const tag = foldPlusTags ? String.raw`(?:(?:\+|%2b)[^@\s"<>%&]{0,64})?` : '';
  const local = spelled(address.slice(0, at)) + tag;
  const domains = [...new Set([domain, domainToUnicode(domain)])].map(spelled).join('|');
  const whole = `(?:${BEFORE}|${AFTER_ESCAPE})${local}${spelled('@')}(?:${domains})${AFTER}`;
  const verp = `${BEFORE_VERP}(${local}(?:=|%3d)(?:${domains}))${AFTER}`;
  return new RegExp(`${whole}|${verp}`, 'gi');
}

function spelled(text: string): string {
  return [...text].map((character) => `(?:${[...spellingsOfCharacter(character)].join('|')})`).join('');
}

/** A character as it is in either case, percent-encoded, quoted-printable, and as JSON escapes it. */
function spellingsOfCharacter(character: string): ReadonlySet<string> {
  const spellings = new Set<string>();
  for (const form of [character, character.toLowerCase(), character.toUpperCase()]) {
    const bytes = Buffer.from(form, 'utf8');
    spellings.add(escaped(bytes.toString('latin1')));
    if (/^[a-z0-9]$/i.test(form)) continue;
    const pairs = [...bytes].map((byte) => byte.toString(16).padStart(2, '0'));
    spellings.add(pairs.map((pair) => `%${pair}`).join(''));
    spellings.add(pairs.map((pair) => `=${pair}`).join(''));
    const units = Array.from({ length: form.length }, (_, index) => form.charCodeAt(index));
    spellings.add(units.map((unit) => String.raw`\\u${unit.toString(16).padStart(4, '0')}`).join(''));
  }
  return spellings;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}
