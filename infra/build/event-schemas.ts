/** The JSON Schemas of the ledger's EventBridge events, as the package carries them. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toJsonSchema } from '@valibot/to-json-schema';
import { eventSchemas } from '../../shared/events/ledger-event-schemas.ts';

/** JSON Schema 2020-12, by the event's `detail-type`. */
export function eventJsonSchemas(): Map<string, object> {
  return new Map(
    Object.entries(eventSchemas).map(([type, schema]) => [
      type,
      // A format rather than the library's regular expression; RFC 3339 is what both mean.
      toJsonSchema(schema, {
        target: 'draft-2020-12',
        overrideAction: ({ valibotAction, jsonSchema }) =>
          valibotAction.type === 'iso_timestamp' ? { ...jsonSchema, format: 'date-time' } : undefined,
      }),
    ]),
  );
}

/** Writes `address.suppressed.json` and so on. */
export function writeEventSchemas(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const [type, schema] of eventJsonSchemas()) {
    writeFileSync(join(folder, `${type}.json`), `${JSON.stringify({ title: type, ...schema }, null, 2)}\n`);
  }
}
