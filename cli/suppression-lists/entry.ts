/** What a row of a suppression list says happened, and how its cells are read. */
import { parseTime } from '../../shared/providers/parsing/time.ts';
import type { Row } from './table.ts';

/** What a row says happened. */
export interface Entry {
  readonly address: string;
  readonly kind: 'bounce' | 'dropped' | 'complaint' | 'unsubscribe' | 'suppress';
  readonly permanent?: boolean;
  readonly diagnostic?: string;
  readonly status?: string;
  readonly code?: number;
  readonly list?: string;
  /** A list that the ESP makes: it stands under the source's name, as those of its webhook. */
  readonly espList?: string;
  /** Milliseconds since 1970; null where the row does not say. */
  readonly at: number | null;
  /** What the row said and the entry does not. */
  readonly loss?: EntryLoss;
}

/** What one event cannot say that a row says: a hold of several failures, and its reason where it has no end. */
export type EntryLoss = 'hold' | 'reason';

export type Fields = Row['fields'];

/** Kinds by an ESP's word for why an address is on its list. */
export type Words = Readonly<Record<string, Entry['kind']>>;

/** The names under which an ESP says why an address is on its list. */
export const whyNames = ['suppressionreason', 'reason'];

/** A row that gives no more than a reply code says only that the ESP has it on its list. */
export function failureOf(diagnostic = '', status = ''): Pick<Entry, 'kind'> & Partial<Entry> {
  if (status === '' && /^\d*$/.test(diagnostic)) return { kind: 'dropped' };
  return { kind: 'bounce', ...replyOf(diagnostic, status) };
}

/** A reply of class 4 says itself that it is not final; whether it names the address is the classifier's to say. */
export function replyOf(diagnostic = '', status = '') {
  const temporary = /^4/.test(status || diagnostic.trimStart());
  return {
    permanent: !temporary,
    ...(diagnostic && { diagnostic }),
    ...(/^[245]\.\d{1,3}\.\d{1,3}$/.test(status) && { status }),
  };
}

export function required(fields: Fields, name: string, fault = 'no address'): string {
  const value = fields[name];
  if (!value) throw new Error(fault);
  return value;
}

export function why(fields: Fields, words: Words): Entry['kind'] {
  return kindBy(words, wordOf(fields), 'reason');
}

/** Why an address is on its ESP's list, in letters alone. */
export function wordOf(fields: Fields): string {
  return lettersOf(whyNames.map((name) => fields[name]).find(Boolean));
}

export function lettersOf(text = ''): string {
  return text.toLowerCase().replace(/[^a-z]/g, '');
}

export function kindBy(words: Words, word: string, name: string): Entry['kind'] {
  const kind = Object.hasOwn(words, word) ? words[word] : undefined;
  if (kind !== undefined) return kind;
  throw new Error(`unknown ${name}; this format has: ${Object.keys(words).join(', ')}`);
}

export function timeOf(fields: Fields, name: string): number | null {
  const text = fields[name];
  if (!text) return null;
  const time = parseTime(text);
  if (time === null) throw new Error(`invalid timestamp in "${name}"`);
  return time;
}
