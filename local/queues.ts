/** The emulator's queues: how full they are, and what a crash left in flight. */
import * as v from 'valibot';
import { send } from '../shared/aws/http.ts';
import { accountId } from './account.ts';
import { awsJson } from './aws-call.ts';
import { type Json, parseJson } from './json.ts';

/** `GET /_local/status`. All zero but `deadLettered` means that every event is in the table. */
export interface Status {
  readonly queued: number;
  readonly inFlight: number;
  readonly deadLettered: number;
}

/** A page that fauxqs has beside AWS's own calls. */
async function fauxqsPage(endpoint: string, page: string): Promise<Json> {
  const url = new URL(`${endpoint}/_fauxqs/${page}`);
  const { body } = await send({ method: 'GET', url, headers: {}, body: '', timeout: PAGE_TIMEOUT_MS });
  return parseJson(body.toString());
}

const PAGE_TIMEOUT_MS = 30_000;

const listSchema = v.array(
  v.object({
    name: v.string(),
    approximateMessageCount: v.number(),
    approximateInflightCount: v.number(),
    approximateDelayedCount: v.number(),
  }),
);

/** `sourceQueues`: names of the queues that functions are fed from; what is in any other has been given up. */
export async function readStatus(endpoint: string, sourceQueues: ReadonlySet<string>): Promise<Status> {
  const queues = v.parse(listSchema, await fauxqsPage(endpoint, 'queues'));
  const status = { queued: 0, inFlight: 0, deadLettered: 0 };
  for (const queue of queues) {
    const waiting = queue.approximateMessageCount + queue.approximateDelayedCount;
    if (sourceQueues.has(queue.name)) {
      status.queued += waiting;
      status.inFlight += queue.approximateInflightCount;
    } else {
      status.deadLettered += waiting + queue.approximateInflightCount;
    }
  }
  return status;
}

const inspectionSchema = v.object({
  messages: v.object({
    inflight: v.array(
      v.object({
        receiptHandle: v.string(),
        message: v.object({
          body: v.string(),
          messageAttributes: v.custom<Json>((value) => value !== undefined),
        }),
      }),
    ),
  }),
});

/**
 * Puts back what the last host was handling when it was killed. Each message is sent anew before the old one is
 * deleted: it is there at once instead of after its visibility timeout, the kill does not count against it as a
 * failed try, and a second kill in between leaves it twice rather than not at all.
 */
export async function requeueInFlight(endpoint: string, queue: string): Promise<void> {
  const page = await fauxqsPage(endpoint, `queues/${encodeURIComponent(queue)}`);
  const { messages } = v.parse(inspectionSchema, page);
  const url = `${endpoint}/${accountId}/${queue}`;
  for (const { receiptHandle, message } of messages.inflight) {
    await awsJson(endpoint, 'sqs', 'SendMessage', {
      QueueUrl: url,
      MessageBody: message.body,
      MessageAttributes: message.messageAttributes,
    });
    await awsJson(endpoint, 'sqs', 'DeleteMessage', { QueueUrl: url, ReceiptHandle: receiptHandle });
  }
}
