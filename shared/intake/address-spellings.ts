/**
 * Finds one address in the bytes of an archived object, in every spelling in which they may hold it: any case, percent-encoded,
 * with JSON's escapes at any nesting, with quoted-printable's and HTML's, with needless quotes, in return paths.
 * Texts are latin1, one character a byte, so that what is no UTF-8 stays as it is.
 */
import { domainToUnicode } from 'node:url';
import { domainOf, type LedgerAddress } from '../address/address.ts';
import { parseMailbox } from '../address/mailbox.ts';
import { escapeRegExp } from '../escape-regexp.ts';
import { ERASED } from './erased.ts';

const ERASED_IN_RETURN_PATH = ERASED.replace('@', '=');
/** Of a rewritten sender (SRS): domain and local part change places. */
const ERASED_IN_SRS = ERASED.split('@').reverse().join('=');

export interface AddressSpellings {
  /** The text with `ERASED` in the place of each spelling; other addresses that contain this one stay. */
  replaceIn(text: string): string;
  /**
   * Whether the text, decoded in every way at once, still holds the address. It goes another way than `replaceIn`, so
   * that a spelling that is not known is noticed.
   */
  remainsIn(text: string): boolean;
}

/** @param options `foldPlusTags` as the ledger has it: tags are part of the address then */
export function addressSpellings(
  address: LedgerAddress,
  options: { readonly foldPlusTags?: boolean } = {},
): AddressSpellings {
  const foldPlusTags = options.foldPlusTags ?? false;
  const expression = expressionOf(address, foldPlusTags);
  return {
    replaceIn(text) {
      const isQuotedPrintable = /quoted-printable/i.test(text);
      return text.replace(
        expression,
        (found: string, returnPath: string | undefined, srs: string | undefined, place: number) => {
          const mayFollow = returnPath === undefined && srs === undefined ? '' : '+-';
          if (continuesBefore(text, place, { isQuotedPrintable, mayFollow })) return found;
          if (continuesAfter(text, place + found.length)) return found;
          return returnPath !== undefined
            ? ERASED_IN_RETURN_PATH
            : srs !== undefined
              ? ERASED_IN_SRS
              : ERASED;
        },
      );
    },
    remainsIn: looseSearch(address, foldPlusTags),
  };
}

/** A line break that quoted-printable puts anywhere (RFC 2045, 6.7), in JSON too. */
const SOFT_BREAK = String.raw`(?:=(?:\\{1,8}r\\{1,8}n|\\{1,8}n|\r?\n))?`;

/** One expression for every spelling; its groups take part in return paths and rewritten senders. */
function expressionOf(address: LedgerAddress, foldPlusTags: boolean): RegExp {
  const local = [...(parseMailbox(address)?.local ?? '')];
  const tag = foldPlusTags ? String.raw`(?:(?:${spellingsOf('+').join('|')})[^@\s"<>%&\\=]{0,64})?` : '';
  const plain = spelled(local) + tag;
  const quote = spelled(['"']);
  const pair = String.raw`(?:\\{1,16}|%5c)?`;
  const quoted = quote + local.map((character) => pair + spelled([character])).join(SOFT_BREAK) + tag + quote;
  const domains = domainsOf(domainOf(address))
    .map((domain) => spelled([...domain], true))
    .join('|');
  const at = `${SOFT_BREAK}${spelled(['@'])}${SOFT_BREAK}`;
  const equals = '(?:=|%3d|=3d)';
  return new RegExp(
    `(?:${quoted}|${plain})${at}(?:${domains})|(${plain}${equals}(?:${domains}))|((?:${domains})${equals}${plain}(?=@|%40))`,
    'gi',
  );
}

/** Both forms of an internationalised domain, composed and decomposed. */
function domainsOf(domain: string): readonly string[] {
  const unicode = domainToUnicode(domain);
  return [...new Set([domain, unicode, unicode.normalize('NFD')])].filter((form) => form !== '');
}

function spelled(characters: readonly string[], anyCase = false): string {
  return characters
    .map((character) => {
      const forms = anyCase ? [character, character.toUpperCase()] : [character, character.normalize('NFD')];
      const spellings = forms.flatMap((form) => {
        const [first = '', ...marks] = form;
        return marks.length === 0 ? spellingsOf(first) : [spelled([first]) + spelled(marks)];
      });
      return `(?:${[...new Set(spellings)].join('|')})`;
    })
    .join(SOFT_BREAK);
}

/** A character as it is, percent-encoded, quoted-printable, as JSON escapes it at any nesting, and as HTML does. */
function spellingsOf(text: string): readonly string[] {
  const bytes = Buffer.from(text, 'utf8');
  const pairs = [...bytes].map((byte) => byte.toString(16).padStart(2, '0'));
  const units = Array.from({ length: text.length }, (_, index) => text.charCodeAt(index));
  const spellings = [
    escapeRegExp(bytes.toString('latin1')),
    pairs.map((pair) => `%(?:25){0,3}${pair}`).join(''),
    pairs.map((pair) => `=${pair}`).join(''),
    units.map((unit) => String.raw`\\{1,16}u${unit.toString(16).padStart(4, '0')}`).join(''),
  ];
  if (/^[\w.-]$/.test(text)) return spellings;
  // JSON allows a backslash before these, and needs one before a quote and a backslash.
  if (/^["/\\]$/.test(text)) spellings.push(String.raw`\\{1,15}${escapeRegExp(text)}`);
  const points = [...text].map((character) => character.codePointAt(0) ?? 0);
  spellings.push(points.map((point) => `&#(?:${point}|x0*${point.toString(16)});`).join(''));
  return spellings;
}

/** Characters that a longer address may have before this one: atext without what stands before addresses in URLs. */
const BEFORE = /[\w.+~!#$*^`{|}%-]/;
/** Letters that continue a word; scripts that are written without spaces touch an address and are none of it. */
const WORD = /[\p{L}\p{M}\p{N}]/u;
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u;

function continues(character: string): boolean {
  return character < '\x80' ? BEFORE.test(character) : WORD.test(character) && !UNSPACED.test(character);
}

/** Whether a longer address begins before `place`. */
function continuesBefore(
  text: string,
  place: number,
  { isQuotedPrintable, mayFollow }: { readonly isQuotedPrintable: boolean; readonly mayFollow: string },
): boolean {
  const before = text.slice(Math.max(0, place - 24), place);
  if (before !== '' && mayFollow.includes(before.at(-1) ?? '')) return false;
  const unit = /\\u([0-9a-f]{4})$/i.exec(before)?.[1];
  if (unit !== undefined) return continues(String.fromCharCode(Number.parseInt(unit, 16)));
  const percent = /(?:%(?:25){0,3}[0-9a-f]{2})+$/i.exec(before)?.[0];
  if (percent !== undefined) return continues(lastCharacter(bytesOfHex(percent.replaceAll(/%(?:25)*/g, ''))));
  const printable = isQuotedPrintable ? /(?:=[0-9A-F]{2})+$/.exec(before)?.[0] : undefined;
  if (printable !== undefined) return continues(lastCharacter(bytesOfHex(printable.replaceAll('=', ''))));
  if (/\\[nrtbf]$/.test(before)) return false;
  const last = before.at(-1) ?? ' ';
  return last < '\x80' ? BEFORE.test(last) : continues(lastCharacter(Buffer.from(before, 'latin1')));
}

/** Whether the domain goes on. */
function continuesAfter(text: string, place: number): boolean {
  const after = text.slice(place, place + 12);
  if (/^(?:[\w-]|\.[a-z0-9])/i.test(after)) return true;
  const first = after.charCodeAt(0);
  if (!(first >= 0xc0)) return false;
  const character = [...Buffer.from(after.slice(0, 4), 'latin1').toString('utf8')][0] ?? ' ';
  return character !== '\ufffd' && continues(character);
}

function bytesOfHex(hex: string): Buffer {
  return Buffer.from(hex, 'hex');
}

/** The last character of bytes in UTF-8; a space where they are none. */
function lastCharacter(bytes: Buffer): string {
  const sequence = /[\0-\x7f]$|[\xc2-\xf4][\x80-\xbf]{1,3}$/.exec(bytes.toString('latin1'))?.[0];
  const character = [...Buffer.from(sequence ?? ' ', 'latin1').toString('utf8')].at(-1) ?? ' ';
  return character === '\ufffd' ? ' ' : character;
}

/** Searches texts whose escapes are all decoded, in any order, for the address between what is no part of one. */
function looseSearch(address: LedgerAddress, foldPlusTags: boolean): (text: string) => boolean {
  const local = parseMailbox(address)?.local ?? '';
  const tag = foldPlusTags ? String.raw`(?:\+[^@\s<>]{0,64})?` : '';
  const domains = domainsOf(domainOf(address)).map((domain) => escapeRegExp(domain.toLowerCase()));
  const expression = new RegExp(
    String.raw`(?<![\p{L}\p{N}.+~!#$*^{|}%_-])${escapeRegExp(decodeAll(local))}${tag}@(?:${domains.join('|')})(?![\p{L}\p{N}_-]|\.[a-z0-9])`,
    'u',
  );
  return (text) => {
    const loose = decodeAll(Buffer.from(text, 'latin1').toString('utf8'));
    return loose.includes('@') && expression.test(loose.replaceAll(/\([^()@]{0,64}\)/g, ''));
  };
}

/** Without escapes, quotes, backslashes and soft line breaks, its ASCII letters in lower case. */
function decodeAll(text: string): string {
  return text
    .replaceAll(/\\{2,}/g, '\\')
    .replaceAll(/\\u([0-9a-f]{4})/gi, (_, unit: string) => String.fromCharCode(Number.parseInt(unit, 16)))
    .replaceAll(/\\[nrtbf]/g, '\n')
    .replaceAll(/=\r?\n/g, '')
    .replaceAll(/(?:%[0-9a-f]{2})+/gi, (run) => bytesOfHex(run.replaceAll('%', '')).toString('utf8'))
    .replaceAll(/&#(\d{1,7});/g, (_, point: string) => characterAt(Number(point)))
    .replaceAll(/&#x([0-9a-f]{1,6});/gi, (_, point: string) => characterAt(Number.parseInt(point, 16)))
    .replaceAll(/["\\]/g, '')
    .replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase())
    .normalize('NFC');
}

function characterAt(point: number): string {
  return point <= 0x10_ffff ? String.fromCodePoint(point) : ' ';
}
