import type { AddressChange, Incident, LedgerEvent } from '../shared/events/ledger-event.ts';
import { isObject } from './http/answers.ts';

/**
 * Reads an event as EventBridge delivers it to a Lambda function, or as the body of a queue's message has it. Only the
 * ledger's bus carries events of this source, so the parts that decide are checked and the rest is taken from the schema
 * (`bounce-ledger/events/*.json`).
 * @param event an object, or its JSON text
 * @returns null for what is no event of the ledger, or none of a type that is known here
 * @example
 * export const handler = async (raw: unknown) => {
 *   const event = parseLedgerEvent(raw);
 *   if (event?.type === 'address.suppressed') await markUndeliverable(event.detail.address);
 * };
 */
export function parseLedgerEvent(event: unknown): LedgerEvent | null {
  const parsed = typeof event === 'string' ? parseJson(event) : event;
  if (!isObject(parsed) || parsed.source !== 'bounce-ledger') return null;
  const { id, time, 'detail-type': type, detail } = parsed;
  if (typeof id !== 'string' || typeof time !== 'string' || !isObject(detail)) return null;
  if ((type === 'address.suppressed' || type === 'address.released') && isAddressChange(detail)) {
    return { type, id, time, detail };
  }
  return type === 'incident.opened' && isIncident(detail) ? { type, id, time, detail } : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isAddressChange(detail: object): detail is AddressChange {
  return (
    'address' in detail &&
    (typeof detail.address === 'string' || detail.address === null) &&
    'before' in detail &&
    Array.isArray(detail.before) &&
    'after' in detail &&
    Array.isArray(detail.after)
  );
}

function isIncident(detail: object): detail is Incident {
  return 'incident' in detail && typeof detail.incident === 'string';
}
