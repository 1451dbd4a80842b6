/** A JSON Schema of the OpenAPI document as rows of a table: each member with its type and meaning. */
import * as v from 'valibot';

/** What of JSON Schema the document uses. */
interface Schema {
  readonly $ref?: string | undefined;
  readonly type?: string | undefined;
  readonly format?: string | undefined;
  readonly enum?: readonly unknown[] | undefined;
  readonly const?: unknown;
  readonly default?: unknown;
  readonly description?: string | undefined;
  readonly anyOf?: readonly Schema[] | undefined;
  readonly items?: Schema | undefined;
  readonly properties?: Readonly<Record<string, Schema>> | undefined;
  readonly additionalProperties?: boolean | Schema | undefined;
}

export const schemaShape: v.GenericSchema<Schema> = v.object({
  $ref: v.optional(v.string()),
  type: v.optional(v.string()),
  format: v.optional(v.string()),
  enum: v.optional(v.array(v.unknown())),
  const: v.optional(v.unknown()),
  default: v.optional(v.unknown()),
  description: v.optional(v.string()),
  anyOf: v.optional(v.array(v.lazy(() => schemaShape))),
  items: v.optional(v.lazy(() => schemaShape)),
  properties: v.optional(
    v.record(
      v.string(),
      v.lazy(() => schemaShape),
    ),
  ),
  additionalProperties: v.optional(v.union([v.boolean(), v.lazy(() => schemaShape)])),
});

/** A member of a document: `rates[].bounceRate`. */
export interface Member {
  readonly path: string;
  readonly type: string;
  readonly meaning: string;
}

/** The members of an object, those of objects within it after them. */
export function membersOf(schema: Schema, prefix = ''): readonly Member[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, member]) => {
    const path = `${prefix}${name}`;
    const within = [member, member.items, ...(member.anyOf ?? [])].find(
      (one) => one?.properties !== undefined,
    );
    const nested =
      within === undefined ? [] : membersOf(within, within === member.items ? `${path}[].` : `${path}.`);
    return [{ path, type: typeInWords(member), meaning: meaningOf(member) }, ...nested];
  });
}

/** The description, with the default behind it. */
export function meaningOf({ description = '', default: preset }: Schema): string {
  const said = preset === undefined ? '' : `Default: ${String(preset)}.`;
  return [description, said].filter((part) => part !== '').join(' ');
}

/** `string or null`, `list of Event`. A document of its own is a link to its table. */
export function typeInWords(schema: Schema): string {
  const { $ref, enum: words, anyOf, items, type = 'any', format } = schema;
  if ($ref !== undefined) {
    const name = $ref.slice($ref.lastIndexOf('/') + 1);
    return `[${name}](#${name.toLowerCase()})`;
  }
  if (words !== undefined) return words.map((word) => `\`${String(word)}\``).join(', ');
  if (schema.const !== undefined) return `\`${String(schema.const)}\``;
  if (type === 'array' && items !== undefined) return `list of ${typeInWords(items)}`;
  if (anyOf !== undefined)
    return [...new Set(anyOf.map((one) => typeInWords({ type, ...one })))].join(' or ');
  if (format === 'date-time') return 'time';
  return format ?? type;
}
