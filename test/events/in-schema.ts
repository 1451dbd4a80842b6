import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect } from 'vitest';
import { parseLedgerEvent } from '../../client/index.ts';
import type { BusEvent } from '../../shared/aws/bus.ts';
import { eventJsonSchemas } from '../../shared/events/json-schema.ts';

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
addFormats.default(ajv);
const validators = new Map([...eventJsonSchemas()].map(([type, schema]) => [type, ajv.compile(schema)]));

/** The event as EventBridge delivers it. */
export function delivered({ type, at, detail }: BusEvent): object {
  return {
    version: '0',
    id: '6f1b2c3d-0000-4000-8000-000000000000',
    'detail-type': type,
    source: 'bounce-ledger',
    account: '123456789012',
    time: at.toISOString(),
    region: 'eu-central-1',
    resources: [],
    detail: JSON.parse(JSON.stringify(detail)),
  };
}

/** The event, after a check against its JSON Schema and by the client's reader. */
export function inSchema<Event extends BusEvent | null>(event: Event): Event {
  if (event === null) return event;
  const raw = delivered(event);
  const validate = validators.get(event.type);
  expect(validate?.(raw), JSON.stringify(validate?.errors)).toBe(true);
  expect(parseLedgerEvent(JSON.stringify(raw))).toMatchObject({
    type: event.type,
    detail: { ...event.detail },
  });
  return event;
}
