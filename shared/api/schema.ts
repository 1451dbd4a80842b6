/**
 * Schemas of what requests carry. Each says in its metadata, as JSON Schema, what valibot's own checks cannot say
 * there, so that OpenAPI is as strict as the service. Lengths of text are in characters (code points), as JSON Schema
 * counts them; valibot's `maxLength` counts UTF-16 units.
 */
import * as v from 'valibot';
import { clip } from '../ledger/record/clip.ts';
import { MAX_NAME_LENGTH } from '../ledger/record/stored-event.ts';

/** Text of at most `max` characters. */
export function text(max: number) {
  return v.pipe(
    v.string(),
    v.metadata({ maxLength: max }),
    v.check(
      (value) => value.length <= max || (value.length <= 2 * max && [...value].length <= max),
      `may have ${max.toLocaleString('en')} characters.`,
    ),
  );
}

/** What cannot be seen: control characters and white space, spelled out since dialects' `\s` differ. */
const INVISIBLE =
  '\\u0000-\\u0020\\u007f-\\u00a0\\u1680\\u2000-\\u200b\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff';
/** One character that can be seen. */
const VISIBLE = new RegExp(`[^${INVISIBLE}]`);

/** Text of 1 to `max` characters that is not blank; white space around it is cut. */
export function filled(max: number) {
  return v.pipe(
    text(max),
    v.metadata({ pattern: VISIBLE.source }),
    v.check((value) => VISIBLE.test(value), 'must not be empty.'),
    v.trim(),
  );
}

/** What a caller states about a change: who, why, by what proof. */
export const statement = filled(500);

/** Control characters and those that change the direction of text: a name is shown in terminals and pages. */
const UNPRINTABLE = '\\u0000-\\u001f\\u007f-\\u009f\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069';
const PRINTABLE = new RegExp(`^[^${UNPRINTABLE}]*$`);
/** Both in one expression, for the OpenAPI document: generators of clients take no second one. */
const NAME = `^[^${UNPRINTABLE}]*[^${UNPRINTABLE}${INVISIBLE}][^${UNPRINTABLE}]*$`;

/** The name of a list, as a record keeps it: one that is longer in UTF-8 is cut there, and so here. */
export const listName = v.pipe(
  text(MAX_NAME_LENGTH),
  v.metadata({ pattern: NAME }),
  v.check((value) => VISIBLE.test(value), 'must not be empty.'),
  v.check((value) => PRINTABLE.test(value), 'may hold no control characters.'),
  v.trim(),
  v.transform((name) => clip(name, MAX_NAME_LENGTH)),
);

/** `true` or `false`, in a query as text. */
export const boolean = v.pipe(
  v.unknown(),
  v.metadata({ type: 'boolean' }),
  v.check(
    (value) => ['true', 'false', true, false].some((known) => known === value),
    'must be true or false.',
  ),
  v.transform((value) => value === 'true' || value === true),
);

/** The same, false where it is left out. */
export const flag = v.pipe(v.optional(boolean, false), v.metadata({ default: false }));

/** An integer in a query, from `min` to `max`, without leading zeros. */
export function integer(min: number, max: number) {
  const message = `must be an integer from ${min} to ${max}.`;
  return v.pipe(
    v.string(),
    v.metadata({ type: 'integer', minimum: min, maximum: max }),
    v.check((value) => /^(?:0|[1-9]\d{0,8})$/.test(value), message),
    v.check((value) => Number(value) >= min && Number(value) <= max, message),
    v.transform(Number),
  );
}

const RFC3339 = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d))?$/i;

/** A date or time of RFC 3339, to seconds since 1970; a date is its midnight in UTC. */
export const time = v.pipe(
  v.string(),
  v.metadata({ anyOf: [{ format: 'date-time' }, { format: 'date' }] }),
  v.check(
    (value) => RFC3339.test(value),
    'must be a date or time of RFC 3339, its plus sign percent-encoded.',
  ),
  v.check(isOfTheCalendar, 'must be a date or time that exists.'),
  v.transform((value) => Math.floor(Date.parse(value) / 1000)),
);

/** `Date.parse` takes 31 February for 3 March. */
function isOfTheCalendar(value: string): boolean {
  const day = value.slice(0, 'yyyy-mm-dd'.length);
  const midnight = new Date(`${day}T00:00:00Z`);
  return (
    Number.isFinite(Date.parse(value)) &&
    Number.isFinite(midnight.getTime()) &&
    midnight.toISOString().startsWith(day)
  );
}

/** A query without parameters. */
export const noParameters = v.strictObject({});
