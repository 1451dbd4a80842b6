/** The recipients in a field of a message, in the forms that mail libraries and ESPs' SDKs take. */
import { parseAddressList } from './address-list.ts';

/** One field: an address list, an object such as `{ name, address }` or `{ name, email }`, or an array of both. */
export type RecipientField = string | object | readonly (string | object)[] | null | undefined;

/** Names under which libraries hold the address of a recipient object. */
const ADDRESS_NAMES = ['address', 'email', 'Email', 'Address'] as const;

/** The addresses of a field in order; an empty one for what holds none. */
export function addressesOf(field: unknown): string[] {
  return entriesOf(field).flatMap((entry) => addressesOfEntry(entry));
}

/**
 * The field without the addresses that are withheld; undefined when nothing is left. `withheld` is asked once an address,
 * in the order of `addressesOf`.
 */
export function withoutWithheld(field: unknown, withheld: (address: string) => boolean): unknown {
  if (field === undefined || field === null) return field;
  const entries = entriesOf(field);
  const left = entries.flatMap((entry) => withoutWithheldInEntry(entry, withheld));
  if (left.length === entries.length && left.every((entry, index) => entry === entries[index])) return field;
  if (left.length === 0) return undefined;
  return Array.isArray(field) ? left : left[0];
}

function entriesOf(field: unknown): readonly unknown[] {
  if (field === undefined || field === null) return [];
  return Array.isArray(field) ? field : [field];
}

function addressesOfEntry(entry: unknown): string[] {
  if (typeof entry === 'string') return parseAddressList(entry).map(({ address }) => address);
  return [addressOfObject(entry)];
}

function withoutWithheldInEntry(entry: unknown, withheld: (address: string) => boolean): unknown[] {
  if (typeof entry !== 'string') return withheld(addressOfObject(entry)) ? [] : [entry];
  const listed = parseAddressList(entry);
  const left = listed.filter(({ address }) => !withheld(address));
  if (left.length === listed.length) return [entry];
  return left.length === 0 ? [] : [left.map(({ text }) => text).join(', ')];
}

function addressOfObject(entry: unknown): string {
  if (typeof entry !== 'object' || entry === null) return '';
  for (const name of ADDRESS_NAMES) {
    const value: unknown = Reflect.get(entry, name);
    if (typeof value !== 'string') continue;
    const [only, ...more] = parseAddressList(value);
    return more.length === 0 && only !== undefined ? only.address : '';
  }
  return '';
}
