/**
 * Letters beyond ASCII as symbols of the normalized alphabet, one a letter, without case and marks. A word in Greek or
 * Cyrillic begins with a symbol of its own, so that it never equals a word in Latin letters.
 */

/** Latin letters with marks, each as its plain letter: `é` as `e`, `ł` as `l`; 0 where a character is no letter. */
export const LATIN_FROM = 0xc0;
export const LATIN_TO = 0x250;
export const latin: Uint8Array = plainLetters(LATIN_FROM, LATIN_TO);

const MARKED_FROM = 0x1e00;
const MARKED_TO = 0x1f00;
const marked = plainLetters(MARKED_FROM, MARKED_TO);

/** The plain letter of one with two marks, as Vietnamese writes them, or 0. */
export function markedLatin(c: number): number {
  return c >= MARKED_FROM && c < MARKED_TO ? (marked[c - MARKED_FROM] ?? 0) : 0;
}

function plainLetters(from: number, to: number): Uint8Array {
  const undecomposed = 'ßsæaÆaøoØołlŁlđdĐdıiœoŒo';
  return Uint8Array.from({ length: to - from }, (_, index) => {
    const letter = String.fromCharCode(from + index);
    const at = undecomposed.indexOf(letter);
    const plain = at >= 0 ? undecomposed.charAt(at + 1) : letter.normalize('NFD').charAt(0).toLowerCase();
    return plain >= 'a' && plain <= 'z' ? plain.charCodeAt(0) - 96 : 0;
  });
}

/** Stands before a word in these letters. */
export const SCRIPT_MARK = 40;
export const SCRIPTS_FROM = 0x370;
export const SCRIPTS_TO = 0x500;

/** A letter that is not compared: the signs of Cyrillic. */
export const SILENT = 63;

const LETTERS: readonly string[] = [
  'аα',
  'бβ',
  'цћχ',
  'дђδ',
  'еэєε',
  'фφ',
  'гґγ',
  'хη',
  'иіι',
  'жј',
  'кκ',
  'лљλ',
  'мμ',
  'нњν',
  'оο',
  'пπ',
  'чџψ',
  'рρ',
  'сσς',
  'тτ',
  'уўυ',
  'в',
  'шω',
  'щξ',
  'йї',
  'зѕζ',
  'ы',
  'юθ',
  'я',
];
const SILENT_LETTERS = 'ъь';

/** By character from `SCRIPTS_FROM`: its symbol, `SILENT`, or 0 where it is none of these letters. */
export const scripts: Uint8Array = Uint8Array.from({ length: SCRIPTS_TO - SCRIPTS_FROM }, (_, index) => {
  const letter = String.fromCharCode(SCRIPTS_FROM + index).toLowerCase();
  if (SILENT_LETTERS.includes(letter)) return SILENT;
  const whole = LETTERS.findIndex((letters) => letters.includes(letter));
  const plain = letter.normalize('NFD').slice(0, 1);
  return 1 + (whole >= 0 ? whole : LETTERS.findIndex((letters) => letters.includes(plain)));
});

/** Whether a word of the rules that ends in this character is a stem: it has endings, or no space beside it. */
export function isStem(c: number): boolean {
  return c >= SCRIPTS_FROM && markedLatin(c) === 0;
}
