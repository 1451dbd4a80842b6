/**
 * Groups of `Name: value` lines, as in a delivery-status part (RFC 3464, 2.1) or a feedback report (RFC 5965, 3).
 */

/** One group: lower-case names to their values in order of appearance, unfolded. */
export type FieldGroup = ReadonlyMap<string, readonly string[]>;

/** The first value of a field, or an empty string. */
export function field(group: FieldGroup, name: string): string {
  return group.get(name)?.[0] ?? '';
}

const FIELD = /^([A-Za-z][A-Za-z0-9-]{0,63})[ \t]*:[ \t]*(.*)$/;

/**
 * Splits `text` into groups at blank lines. A line that is neither a field nor indented continues the field
 * before it: relays often re-wrap reports. `startsAnew` lists the fields that begin a new group when they are
 * repeated without a blank line.
 */
export function fieldGroups(text: string, startsAnew: readonly string[] = []): readonly FieldGroup[] {
  const groups: Map<string, string[]>[] = [];
  let group = new Map<string, string[]>();
  let values: string[] | undefined;
  const close = () => {
    values = undefined;
    if (group.size === 0) return;
    groups.push(group);
    group = new Map();
  };
  for (const line of text.split(/\r?\n/)) {
    if (line.trim() === '') {
      close();
      continue;
    }
    const match = FIELD.exec(line);
    if (match === null) {
      if (values !== undefined) values.push(`${values.pop() ?? ''} ${line.trim()}`);
      continue;
    }
    const name = (match[1] ?? '').toLowerCase();
    if (startsAnew.includes(name) && group.has(name)) close();
    values = group.get(name) ?? [];
    values.push((match[2] ?? '').trim());
    group.set(name, values);
  }
  close();
  return groups;
}
