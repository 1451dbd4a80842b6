/** What travels through the queue, and lies in the archive: deliveries, each with its kind. */
import * as v from 'valibot';

/** One message of a queue's batch. */
export interface QueueMessage {
  readonly id: string;
  readonly body: string;
  /** When the queue took it, milliseconds since 1970. */
  readonly sentAt: number;
}

/** The operator's name for a source: it stands in URLs, parameters and the archive's keys. */
const sourceName = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,62}$/));

const deliveryEntries = {
  source: sourceName,
  provider: v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,63}$/)),
  /** Milliseconds since 1970. */
  receivedAt: v.pipe(v.number(), v.minValue(0), v.maxValue(253_402_300_799_999)),
  contentType: v.string(),
  headers: v.record(v.string(), v.string()),
  /** `text` as it is; `gzip` in base64; `object`: the key of a gzipped object in the archive's bucket. */
  encoding: v.picklist(['text', 'gzip', 'object']),
  body: v.string(),
};

/**
 * A delivery as the queue and the archive hold it: its secrets left behind, its body encoded. `webhook`: a verified
 * request. `ses-notification`: SES, by SNS or EventBridge, without a webhook. `import`: rows of an operator.
 */
export const deliveryMessageSchema = v.object({
  kind: v.picklist(['webhook', 'ses-notification', 'import']),
  ...deliveryEntries,
});
export type DeliveryMessage = v.InferOutput<typeof deliveryMessageSchema>;

const wholeNumber = v.pipe(v.number(), v.integer(), v.minValue(0));

/** A delivery that the processor is given once more: by a replay, or out of the dead-letter queue. */
export const redeliveryMessageSchema = v.object({
  kind: v.literal('redelivery'),
  /** 0 for a redrive; the generation of a replay replaces what lower generations said. */
  replayGeneration: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(65_535)),
  /** The part of the delivery's events to process, of one that holds too many for one invocation. */
  slice: v.optional(v.object({ from: wholeNumber, to: wholeNumber })),
  /** The operator revoked what its source reported: its events say nothing any more. */
  revoked: v.optional(v.literal(true)),
  /** Why it is a dead letter: the entries that could not be parsed. */
  invalid: v.optional(v.array(v.object({ index: v.number(), issue: v.string() }))),
  delivery: deliveryMessageSchema,
});
export type RedeliveryMessage = v.InferOutput<typeof redeliveryMessageSchema>;

/** The kinds of message that this product writes. AWS's own (SES by SNS and EventBridge) state none. */
export const queueMessageSchema = v.variant('kind', [deliveryMessageSchema, redeliveryMessageSchema]);
