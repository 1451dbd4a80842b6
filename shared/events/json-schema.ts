/** The events' schemas as JSON Schema. Made at build and at synthesis; no function holds this. */
import { toJsonSchema } from '@valibot/to-json-schema';
import { eventSchemas } from './ledger-event-schemas.ts';

/** JSON Schema of each event, by its `detail-type`. */
export function eventJsonSchemas(
  target: 'draft-2020-12' | 'draft-07' = 'draft-2020-12',
): Map<string, object> {
  return new Map(
    Object.entries(eventSchemas).map(([type, schema]) => [
      type,
      // A format rather than the library's regular expression; RFC 3339 is what both mean.
      toJsonSchema(schema, {
        target,
        overrideAction: ({ valibotAction, jsonSchema }) =>
          valibotAction.type === 'iso_timestamp' ? { ...jsonSchema, format: 'date-time' } : undefined,
      }),
    ]),
  );
}
