/**
 * Phrases by which formats are recognised. All lists share one scan of a text: it has hundreds of phrases, and a search
 * for each would cost more than the rest of a mail.
 */

/** Characters of a text that are searched. */
const MAX_SEARCHED_LENGTH = 16 * 1024;
/** Characters of a phrase that are searched; where they are found, the rest is compared. */
const KEY_LENGTH = 4;
const FILTER_BITS = 14;
const FILTER_SIZE = 1 << FILTER_BITS;

interface Candidate {
  readonly phrase: string;
  readonly list: number;
  /** Where the key is in the phrase. */
  readonly offset: number;
}

const lists: PhraseList[] = [];

/** Phrases of one meaning: lower case, with single spaces. */
export class PhraseList {
  readonly phrases: readonly string[];
  readonly #number: number;

  constructor(phrases: readonly string[]) {
    this.phrases = phrases;
    this.#number = lists.length;
    lists.push(this);
  }

  /** Whether one of the phrases occurs in the beginning of a text, however it is wrapped, quoted or capitalised. */
  occursIn(text: string): boolean {
    return texts.listsIn(text).has(this.#number);
  }

  /** Whether one of the phrases occurs in the value of a header field. */
  occursInField(value: string): boolean {
    return fields.listsIn(value).has(this.#number);
  }

  /** The first of the phrases, in the order of the list, that occurs in the beginning of a text, or an empty string. */
  firstIn(text: string): string {
    if (!this.occursIn(text)) return '';
    const normalized = normalize(text);
    return this.phrases.find((phrase) => normalized.includes(phrase)) ?? '';
  }
}

/** Remembers the last results: many formats ask for the same text. */
class RecentSearches {
  readonly #found = new Map<string, ReadonlySet<number>>();

  /** Numbers of the lists with a phrase in `text`. */
  listsIn(text: string): ReadonlySet<number> {
    let found = this.#found.get(text);
    if (found === undefined) {
      found = index().search(normalize(text));
      if (this.#found.size === MAX_REMEMBERED) this.#found.clear();
      this.#found.set(text, found);
    }
    return found;
  }
}

/** Texts, and From and Subject fields, of a mail and of the one that it encloses or quotes. */
const MAX_REMEMBERED = 4;
const texts = new RecentSearches();
const fields = new RecentSearches();

/** Lower case, quote marks and line ends as single spaces. */
function normalize(text: string): string {
  return text
    .slice(0, MAX_SEARCHED_LENGTH)
    .toLowerCase()
    .replaceAll('\u2019', "'")
    .replace(/[\s>]+/g, ' ');
}

let built: PhraseIndex | undefined;

/** Built again when a module with another list was loaded since. */
function index(): PhraseIndex {
  if (built === undefined || built.size !== lists.length) built = new PhraseIndex(lists);
  return built;
}

/** Phrases by a key: the rarest of their characters in a row, so that few positions of a text are compared. */
class PhraseIndex {
  readonly size: number;
  /** Whether a phrase may have a key, in a table that fits the cache: it rules out nearly every position of a text. */
  readonly #filter = new Uint8Array(FILTER_SIZE);
  readonly #candidates = new Map<number, Candidate[]>();
  /** Phrases in ideographs may be shorter than a key. */
  readonly #short: Candidate[] = [];

  constructor(all: readonly PhraseList[]) {
    this.size = all.length;
    for (const [list, { phrases }] of all.entries()) {
      for (const phrase of phrases) this.#add({ phrase, list, offset: rarestOffset(phrase) });
    }
  }

  #add(candidate: Candidate): void {
    const { phrase, offset } = candidate;
    if (phrase.length < KEY_LENGTH) {
      this.#short.push(candidate);
      return;
    }
    let key = 0;
    for (let i = offset; i < offset + KEY_LENGTH; i += 1) key = nextKey(key, phrase.charCodeAt(i));
    this.#filter[slotOf(key)] = 1;
    const known = this.#candidates.get(key);
    if (known === undefined) this.#candidates.set(key, [candidate]);
    else known.push(candidate);
  }

  search(text: string): ReadonlySet<number> {
    const found = new Set<number>();
    const filter = this.#filter;
    let key = 0;
    for (let i = 0; i < text.length; i += 1) {
      key = nextKey(key, text.charCodeAt(i));
      if (filter[slotOf(key)] === 1) this.#compare(text, i + 1 - KEY_LENGTH, key, found);
    }
    for (const { phrase, list } of this.#short) if (text.includes(phrase)) found.add(list);
    return found;
  }

  #compare(text: string, at: number, key: number, found: Set<number>): void {
    for (const { phrase, list, offset } of this.#candidates.get(key) ?? []) {
      if (!found.has(list) && text.startsWith(phrase, at - offset)) found.add(list);
    }
  }
}

/** A key of the last four characters: the fifth shift moves the oldest one out. */
function nextKey(key: number, code: number): number {
  return (key << 8) | ((code ^ (code >> 8)) & 0xff);
}

function slotOf(key: number): number {
  return Math.imul(key, 0x9e3779b1) >>> (32 - FILTER_BITS);
}

/** Characters of mails, the most frequent first; all others are rarer. */
const BY_FREQUENCY = " etoaisnrdlcmufhpbygvw'k.-@:";

function rarestOffset(phrase: string): number {
  const ranks = Array.from(phrase, (character) => {
    const rank = BY_FREQUENCY.indexOf(character);
    return rank < 0 ? BY_FREQUENCY.length : rank;
  });
  let best = 0;
  let bestRank = -1;
  for (let offset = 0; offset + KEY_LENGTH <= phrase.length; offset += 1) {
    const rank = ranks.slice(offset, offset + KEY_LENGTH).reduce((sum, each) => sum + each, 0);
    if (rank > bestRank) [best, bestRank] = [offset, rank];
  }
  return best;
}
