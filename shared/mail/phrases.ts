/**
 * Phrases by which formats are recognised. All lists share one scan of a text: it has hundreds of phrases, and a search
 * for each would cost more than the rest of a mail.
 */

/** Characters of a text that are searched. */
const MAX_SEARCHED_LENGTH = 16 * 1024;
/** Characters of a phrase that select the candidates. */
const KEY_LENGTH = 4;
const TABLE_SIZE = 1 << 16;

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
    return listsIn(text).has(this.#number);
  }

  /** Whether one of the phrases occurs in a header field: it is short, and not worth an index. */
  occursInField(value: string): boolean {
    const lower = value.toLowerCase();
    return this.phrases.some((phrase) => lower.includes(phrase));
  }

  /** The first of the phrases, in the order of the list, that occurs in the beginning of a text, or an empty string. */
  firstIn(text: string): string {
    if (!this.occursIn(text)) return '';
    const normalized = normalize(text);
    return this.phrases.find((phrase) => normalized.includes(phrase)) ?? '';
  }
}

let lastText: string | undefined;
let lastFound: ReadonlySet<number> = new Set();

/** Numbers of the lists with a phrase in `text`. The last result is kept: many formats ask for the same text. */
function listsIn(text: string): ReadonlySet<number> {
  if (text !== lastText) {
    lastText = text;
    lastFound = index().search(normalize(text));
  }
  return lastFound;
}

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

/** Phrases by a hash of their first characters, which rules out nearly every position of a text. */
class PhraseIndex {
  readonly size: number;
  readonly #candidates: Array<Candidate[] | undefined> = new Array(TABLE_SIZE).fill(undefined);
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
    const known = this.#candidates[key];
    if (known === undefined) this.#candidates[key] = [candidate];
    else known.push(candidate);
  }

  search(text: string): ReadonlySet<number> {
    const found = new Set<number>();
    const candidates = this.#candidates;
    let key = 0;
    for (let i = 0; i < text.length; i += 1) {
      key = nextKey(key, text.charCodeAt(i));
      const here = candidates[key];
      if (here === undefined) continue;
      for (const { phrase, list } of here) {
        if (text.startsWith(phrase, i + 1 - KEY_LENGTH)) found.add(list);
      }
    }
    for (const { phrase, list } of this.#short) if (text.includes(phrase)) found.add(list);
    return found;
  }
}

/** A key of the last four characters: each shift moves the oldest one out of the table's sixteen bits. */
function nextKey(key: number, code: number): number {
  return ((key << 4) ^ (code & 0xff) ^ ((code >> 8) << 3)) & (TABLE_SIZE - 1);
}
