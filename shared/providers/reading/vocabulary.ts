import type { EventKind } from '../../events/event.ts';
import { asFailureCode, type FailureCode } from '../../failure-codes/scheme.ts';

/** What one of an ESP's words means to the ledger. */
export interface Word {
  readonly kind: EventKind;
  /** True, false, or null where the word does not say. */
  readonly permanent: boolean | null;
  /** In the failure code scheme; null where the word says nothing of why. */
  readonly code: FailureCode | null;
  readonly meaning: string;
  /** The ESP did not send because a list of its own has the address. */
  readonly listed?: boolean;
}

/** An ESP's words, by their lower-case spelling. */
export type Vocabulary = ReadonlyMap<string, Word>;

/**
 * A row of a vocabulary's data: the ESP's word, kind, permanence, failure code, meaning; of `dropped` also whether a
 * list of the ESP's own is why, where the code (2xxx) does not say so.
 */
export type WordRow = readonly [
  word: string,
  kind: EventKind,
  permanent: boolean | null,
  code: number | null,
  meaning: string,
  listed?: 'listed',
];

/** @throws RangeError when a row's code is none, or a word comes twice: the data is wrong. */
export function vocabulary(rows: readonly WordRow[]): Vocabulary {
  const words = new Map<string, Word>();
  for (const [word, kind, permanent, code, meaning, listed] of rows) {
    const key = word.toLowerCase();
    if (words.has(key)) throw new RangeError(`The word ${word} comes twice.`);
    words.set(key, {
      kind,
      permanent,
      code: code === null ? null : asFailureCode(code),
      meaning,
      ...(listed && { listed: true }),
    });
  }
  return words;
}

/** A word that no vocabulary has: acknowledged, never stored. */
export const UNHEARD_OF: Word = {
  kind: 'other',
  permanent: null,
  code: null,
  meaning: 'not in the vocabulary',
};

/**
 * The word's meaning, however it is spelled: whatever its case, and with a space, a hyphen, an underscore, a capital or
 * nothing between its parts. ESPs write `hard_bounce`, `hard-bounce`, `Hard bounce` and `hardBounce` in one and the
 * same documentation. Undefined when the vocabulary has none.
 */
export function meaningOf(words: Vocabulary, word: string | undefined): Word | undefined {
  if (word === undefined) return undefined;
  return words.get(word) ?? words.get(word.trim().toLowerCase()) ?? bareWords(words).get(bare(word));
}

/** A word without what its spellings differ in. */
function bare(word: string): string {
  return word.toLowerCase().replace(/[\s_-]+/g, '');
}

const bareWordsOf = new WeakMap<Vocabulary, Vocabulary>();

/** The vocabulary by the bare form of its words; made when it is first asked for. */
function bareWords(words: Vocabulary): Vocabulary {
  const made = bareWordsOf.get(words);
  if (made) return made;
  const bared = new Map([...words].map(([word, meaning]) => [bare(word), meaning]));
  bareWordsOf.set(words, bared);
  return bared;
}
