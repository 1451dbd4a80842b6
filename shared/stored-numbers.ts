/** Names that are stored as numbers: each name stands once, beside its number. */

/** A closed list of names with the number that each has in stored bytes. */
export interface StoredNumbers<Name extends string> {
  /** The names, in the order of the table. */
  readonly names: readonly Name[];
  /** The number that a name is stored as. */
  numberOf(name: Name): number;
  /** The name of a stored number; undefined for a number that the table does not have. */
  nameOf(number: number): Name | undefined;
}

/**
 * Makes the two-way table of a list of names. A number, once it has been stored, belongs to its name: append new
 * names with new numbers, never renumber and never reuse.
 *
 * @throws RangeError when two names have the same number.
 * @example
 * const sizes = storedNumbers({ small: 0, large: 1 });
 * sizes.nameOf(sizes.numberOf('large')); // 'large'
 */
export function storedNumbers<const Name extends string>(
  table: Readonly<Record<Name, number>>,
): StoredNumbers<Name> {
  const names = namesOf(table);
  const byNumber = new Map(names.map((name) => [table[name], name]));
  if (byNumber.size < names.length) throw new RangeError('Two names are stored as the same number.');
  return {
    names,
    numberOf: (name) => table[name],
    nameOf: (number) => byNumber.get(number),
  };
}

/** The keys of a table, typed. */
export function namesOf<Name extends string>(table: Readonly<Record<Name, unknown>>): readonly Name[] {
  return Object.keys(table).filter((name): name is Name => name in table);
}
