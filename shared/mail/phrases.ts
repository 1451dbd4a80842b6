/**
 * Phrases by which formats are recognised. All lists share one scan of a text: it has hundreds of phrases, and a search
 * for each would cost more than the rest of a mail.
 */

/** Characters of a text that are searched. */
const MAX_SEARCHED_LENGTH = 16 * 1024;
/** Characters of a phrase that select the candidates. */
const KEY_LENGTH = 4;
const FILTER_BITS = 14;
const FILTER_SIZE = 1 << FILTER_BITS;

interface Candidate {
  readonly phrase: string;
  readonly list: number;
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

/** Remembers the last result: many formats ask for the same text. */
class LastSearch {
  #text: string | undefined;
  #found: ReadonlySet<number> = new Set();

  /** Numbers of the lists with a phrase in `text`. */
  listsIn(text: string): ReadonlySet<number> {
    if (text !== this.#text) {
      this.#text = text;
      this.#found = index().search(normalize(text));
    }
    return this.#found;
  }
}

const texts = new LastSearch();
/** Formats ask for header fields between two questions for the text. */
const fields = new LastSearch();

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

/** Phrases by a key of their first characters. */
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
      for (const phrase of phrases) this.#add({ phrase, list });
    }
  }

  #add(candidate: Candidate): void {
    const { phrase } = candidate;
    if (phrase.length < KEY_LENGTH) {
      this.#short.push(candidate);
      return;
    }
    let key = 0;
    for (let i = 0; i < KEY_LENGTH; i += 1) key = nextKey(key, phrase.charCodeAt(i));
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
    for (const { phrase, list } of this.#candidates.get(key) ?? []) {
      if (text.startsWith(phrase, at)) found.add(list);
    }
  }
}

/** A key of the last four characters: the fifth shift moves the oldest one out. */
function nextKey(key: number, code: number): number {
  return (key << 8) | ((code ^ (code >> 8)) & 0xff) | 0;
}

function slotOf(key: number): number {
  return (Math.imul(key, 0x9e3779b1) >>> (32 - FILTER_BITS)) & (FILTER_SIZE - 1);
}
