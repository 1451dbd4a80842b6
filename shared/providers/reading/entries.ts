import type { WebhookRequest } from '../provider.ts';
import { looksLikeJson, readForm } from './form.ts';
import { type JsonRecord, list, readJson, record } from './json.ts';
import { peek } from './peek.ts';

/**
 * The events of a JSON body: one object, or a list of them. An item that is no object reads as an empty one.
 *
 * @throws UnreadableBody
 */
export function readRecords(body: Buffer): readonly JsonRecord[] {
  return list(readJson(body)).map(record);
}

/**
 * The events of a body that an ESP sends as JSON or as a form, by the operator's choice.
 *
 * @throws UnreadableBody
 */
export function readFormOrRecords(request: WebhookRequest): readonly JsonRecord[] {
  return looksLikeJson(request.body) ? readRecords(request.body) : [readForm(request)];
}

/** As `readRecords`, for a body that need not be readable: a handshake or a proof looks into it first. */
export function peekRecords(body: Buffer): readonly JsonRecord[] {
  return peek(() => readRecords(body), []);
}
