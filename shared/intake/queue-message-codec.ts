/** Encodes deliveries for the queue, and decodes what the queue holds. */
import * as v from 'valibot';
import { field, isRecord, type JsonRecord, parseJson, toParsedBody } from '../providers/parsing/json.ts';
import { peek } from '../providers/parsing/peek.ts';
import type { Delivery, InvalidEntry } from '../providers/provider.ts';
import { decodeBody, encodeBody } from './body-encoding.ts';
import {
  type DeliveryMessage,
  type QueueMessage,
  queueMessageSchema,
  type RedeliveryMessage,
} from './queue-message.ts';

/**
 * The queue message of a delivery.
 *
 * @param store keeps a body too large for a message and resolves with its key
 */
export async function encodeQueueMessage(
  kind: DeliveryMessage['kind'],
  { body, ...delivery }: Delivery,
  store: (gzipped: Buffer) => Promise<string>,
): Promise<string> {
  const message: DeliveryMessage = { kind, ...delivery, ...(await encodeBody(body, store)) };
  return toQueueText(message);
}

/** The queue message that hands a delivery to the processor once more. */
export function wrapRedelivery(redelivery: Omit<RedeliveryMessage, 'kind'>): string {
  return toQueueText({ kind: 'redelivery', ...redelivery });
}

/** SQS takes no other characters in a message; some stand-ins of it take none beyond U+FFFD either. */
const UNSUPPORTED_CHARACTERS = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd]/g;

/** JSON on one line whose every character a queue takes: the others are escapes. */
export function toQueueText(message: DeliveryMessage | RedeliveryMessage): string {
  return JSON.stringify(message).replace(
    UNSUPPORTED_CHARACTERS,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A queue message, decoded: a delivery with its body still encoded, and how it came. */
export interface DecodedMessage {
  readonly delivery: DeliveryMessage;
  /** The text that it was decoded from, where that is the delivery's own message on one line, as the archive holds it. */
  readonly text?: string;
  /** The value of the body where decoding the message has parsed it already. */
  readonly parsedBody?: JsonRecord;
  /** Null for a delivery that arrives for the first time, and is not in the archive yet. */
  readonly redelivery: Redelivery | null;
}

/** How a delivery comes once more. */
export interface Redelivery {
  readonly replayGeneration: number;
  readonly invalid: readonly InvalidEntry[];
  /** The events to process, by their places in the delivery; null for all. */
  readonly slice: EventSlice | null;
  /** Whether its events are to be retracted. */
  readonly revoked: boolean;
}

export interface EventSlice {
  readonly from: number;
  /** One beyond the last. */
  readonly to: number;
}

/** Names the source of what SES publishes without a webhook. */
export type SesSourceOf = (provider: 'ses' | 'ses-eventbridge') => string;

/**
 * Decodes a queue message. What this product wrote states its kind. All else was published by SES, and is recognised
 * here alone: EventBridge wraps the notification in an object that has a `detail-type`, SNS does not.
 *
 * @throws valibot's ValiError when a message of this product is damaged
 */
export function decodeQueueMessage(
  { body, sentAt }: Omit<QueueMessage, 'id'>,
  sesSourceOf: SesSourceOf = (provider) => provider,
): DecodedMessage {
  const value = peek(() => parseJson(body), undefined);
  if (!isRecord(value) || field(value, 'kind') === undefined) {
    const delivery = sesDelivery(body, value, sentAt, sesSourceOf);
    return { delivery, redelivery: null, ...(isRecord(value) && { parsedBody: value }) };
  }
  const message = v.parse(queueMessageSchema, value);
  if (message.kind !== 'redelivery') {
    return { delivery: message, redelivery: null, ...(!body.includes('\n') && { text: body }) };
  }
  const { replayGeneration, invalid = [], slice = null, revoked = false, delivery } = message;
  return { delivery, redelivery: { replayGeneration, invalid, slice, revoked } };
}

function sesDelivery(
  body: string,
  value: unknown,
  sentAt: number,
  sesSourceOf: SesSourceOf,
): DeliveryMessage {
  const isEventBridge = isRecord(value) && field(value, 'detail-type') !== undefined;
  const provider = isEventBridge ? 'ses-eventbridge' : 'ses';
  return {
    kind: 'ses-notification',
    source: sesSourceOf(provider),
    provider,
    receivedAt: sentAt,
    contentType: 'application/json',
    headers: {},
    encoding: 'text',
    body,
  };
}

/** The delivery of a message, its body decoded. @throws Error when a stored body cannot be fetched or decoded */
export async function decodeDelivery(
  { delivery: { kind: _, encoding, body, ...delivery }, parsedBody }: DecodedMessage,
  fetchObject: (key: string) => Promise<Buffer>,
): Promise<Delivery> {
  const bytes =
    parsedBody === undefined
      ? await decodeBody({ encoding, body }, fetchObject)
      : toParsedBody(body, parsedBody);
  return { ...delivery, body: bytes };
}
