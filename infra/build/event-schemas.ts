import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventJsonSchemas } from '../../shared/events/json-schema.ts';

/** Writes the JSON Schemas of the EventBridge events: `address.suppressed.json` and so on. */
export function writeEventSchemas(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const [type, schema] of eventJsonSchemas()) {
    writeFileSync(join(folder, `${type}.json`), `${JSON.stringify({ title: type, ...schema }, null, 2)}\n`);
  }
}
