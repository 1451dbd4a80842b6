/** Feeds a function from an SQS queue as Lambda's own poller does: in batches, deleting what was handled. */
import { setTimeout as delay } from 'node:timers/promises';
import * as v from 'valibot';
import { region } from '../account.ts';
import { awsJson } from '../aws-call.ts';
import type { LambdaFunction } from '../lambda/function.ts';
import type { Mapping } from './mapping.ts';
import { type Poller, repeat } from './poller.ts';

/** The most that one ReceiveMessage or DeleteMessageBatch takes. */
const CALL_LIMIT = 10;
const LONG_POLL_SECONDS = 20;

/**
 * On AWS a message that failed comes again when its visibility timeout has passed, minutes later. Here it comes
 * again after this, so that a developer sees what becomes of it.
 */
const RETRY_SECONDS = 1;

const messageSchema = v.object({
  MessageId: v.string(),
  ReceiptHandle: v.string(),
  MD5OfBody: v.string(),
  Body: v.string(),
  Attributes: v.optional(v.record(v.string(), v.string()), {}),
  MessageAttributes: v.optional(
    v.record(
      v.string(),
      v.object({
        DataType: v.string(),
        StringValue: v.optional(v.string()),
        BinaryValue: v.optional(v.string()),
      }),
    ),
    {},
  ),
});
type Message = v.InferOutput<typeof messageSchema>;
const receivedSchema = v.nullish(v.object({ Messages: v.optional(v.array(messageSchema), []) }));
const failuresSchema = v.nullish(
  v.object({ batchItemFailures: v.optional(v.array(v.object({ itemIdentifier: v.string() })), []) }),
);

/** `endpoint`: of SQS; `url`: of the queue. */
export function pollQueue(endpoint: string, url: string, mapping: Mapping, target: LambdaFunction): Poller {
  const controller = new AbortController();
  const { signal } = controller;
  const call = (action: string, input: Record<string, number | string | readonly object[]>) =>
    awsJson(endpoint, 'sqs', action, JSON.parse(JSON.stringify({ QueueUrl: url, ...input })), signal);

  const receive = async (count: number, waitSeconds: number): Promise<readonly Message[]> => {
    const answer = await awsJson(
      endpoint,
      'sqs',
      'ReceiveMessage',
      {
        QueueUrl: url,
        MaxNumberOfMessages: Math.min(count, CALL_LIMIT),
        WaitTimeSeconds: waitSeconds,
        MessageSystemAttributeNames: ['All'],
        MessageAttributeNames: ['All'],
      },
      signal,
    );
    return v.parse(receivedSchema, answer)?.Messages ?? [];
  };

  /** Waits for a first message, then takes what is there until the batch is full or its window is over. */
  const gather = async (): Promise<readonly Message[]> => {
    const batch = [...(await receive(mapping.batchSize, LONG_POLL_SECONDS))];
    const until = performance.now() + mapping.windowMs;
    while (batch.length > 0 && batch.length < mapping.batchSize) {
      const more = await receive(mapping.batchSize - batch.length, 0);
      batch.push(...more);
      if (more.length > 0) continue;
      const left = until - performance.now();
      if (left <= 0) break;
      await delay(Math.min(left, 10));
    }
    return batch;
  };

  const eachTen = (messages: readonly Message[], action: string, more: object) =>
    Promise.all(
      Array.from({ length: Math.ceil(messages.length / CALL_LIMIT) }, (_, index) =>
        call(action, {
          Entries: messages
            .slice(index * CALL_LIMIT, (index + 1) * CALL_LIMIT)
            .map(({ MessageId, ReceiptHandle }) => ({ Id: MessageId, ReceiptHandle, ...more })),
        }),
      ),
    );

  const handle = async (batch: readonly Message[]): Promise<void> => {
    const outcome = await target.invoke(
      JSON.stringify({ Records: batch.map((message) => toRecord(message, mapping)) }),
    );
    const failed = outcome.ok
      ? failedOf(outcome.payload, batch, mapping)
      : new Set(batch.map((one) => one.MessageId));
    const done = batch.filter((message) => !failed.has(message.MessageId));
    await eachTen(done, 'DeleteMessageBatch', {});
    await eachTen(
      batch.filter((message) => failed.has(message.MessageId)),
      'ChangeMessageVisibilityBatch',
      { VisibilityTimeout: RETRY_SECONDS },
    );
  };

  // Twice as many as there are instances: each gathers its next batch while another's is handled.
  const pollers = 2 * Math.min(mapping.maximumConcurrency, target.definition.instances);
  for (let poller = 0; poller < pollers; poller++) {
    void repeat(signal, async () => {
      const batch = await gather();
      if (batch.length > 0) await handle(batch);
    });
  }
  return { stop: () => controller.abort() };
}

/** An answer that names a message not in the batch fails the whole batch, as Lambda has it. */
function failedOf(payload: string, batch: readonly Message[], mapping: Mapping): ReadonlySet<string> {
  if (!mapping.partialFailures) return new Set();
  const everything = new Set(batch.map((message) => message.MessageId));
  const answer = v.safeParse(failuresSchema, JSON.parse(payload));
  if (!answer.success) return everything;
  const failed = new Set(answer.output?.batchItemFailures.map((failure) => failure.itemIdentifier) ?? []);
  return [...failed].every((id) => everything.has(id)) ? failed : everything;
}

function toRecord(message: Message, mapping: Mapping): object {
  return {
    messageId: message.MessageId,
    receiptHandle: message.ReceiptHandle,
    body: message.Body,
    attributes: message.Attributes,
    messageAttributes: Object.fromEntries(
      Object.entries(message.MessageAttributes).map(([name, { DataType, StringValue, BinaryValue }]) => [
        name,
        { dataType: DataType, stringValue: StringValue, binaryValue: BinaryValue },
      ]),
    ),
    md5OfBody: message.MD5OfBody,
    eventSource: 'aws:sqs',
    eventSourceARN: mapping.sourceArn,
    awsRegion: region,
  };
}
