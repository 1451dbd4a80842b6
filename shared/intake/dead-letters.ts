/** The dead-letter queue: what lies in it, and its way back to the processor. */
import { getObject } from '../aws/archive.ts';
import type { AwsConnection } from '../aws/connection.ts';
import {
  deleteMessage,
  queueDepth,
  type ReceivedMessage,
  receiveMessages,
  returnMessage,
  sendMessage,
} from '../aws/queue.ts';
import { forEachConcurrent } from '../for-each-concurrent.ts';
import type { InvalidEntry } from '../providers/provider.ts';
import { decodeDelivery, decodeQueueMessage } from './queue-message-codec.ts';

/** Where the messages are and where they go. */
export interface DeadLetterResources {
  readonly connection: AwsConnection;
  /** The archive's bucket: bodies too large for a message lie there. */
  readonly bucket: string;
  readonly queueUrl: string;
  readonly deadLetterQueueUrl: string;
}

/** A dead letter without any address. */
export interface DeadLetterSummary {
  readonly id: string;
  /** RFC 3339: when it came into the queue. */
  readonly since: string;
  /** Empty where the message is too damaged to say. */
  readonly source: string;
  readonly error: string;
}

/** A dead letter with the delivery as it arrived, addresses and all. */
export interface DeadLetter extends DeadLetterSummary {
  /** Source, headers and body as text; a message that cannot be decoded is shown as it is. */
  readonly delivery: string;
  /** The message as it lies in the queue. */
  readonly message: string;
}

/** How far a redrive is. */
export interface RedriveProgress {
  readonly redriven: number;
  /** As the queue estimated it at the start. */
  readonly total: number;
}

/** Long enough to go through all of the queue without meeting a message twice. */
const VISIBILITY_SECONDS = 120;
const CALL_CONCURRENCY = 16;

/** The messages, oldest first. Each is received once and returned to the queue. */
export async function listDeadLetters(resources: DeadLetterResources): Promise<readonly DeadLetterSummary[]> {
  return (await peek(resources)).map(summaryOf);
}

/** One message with its delivery; null when the queue holds no such message. */
export async function readDeadLetter(resources: DeadLetterResources, id: string): Promise<DeadLetter | null> {
  const message = (await peek(resources)).find((one) => one.id === id);
  if (message === undefined) return null;
  return {
    ...summaryOf(message),
    delivery: await describeDelivery(message, resources),
    message: message.body,
  };
}

/**
 * Sends each message to the processor's queue, then deletes it here: a crash between the two sends it twice, which
 * changes nothing. `left` counts those that arrived meanwhile, the ones that failed again among them.
 */
export async function redriveDeadLetters(
  resources: DeadLetterResources,
  onProgress: (progress: RedriveProgress) => void = () => {},
): Promise<{ readonly redriven: number; readonly left: number }> {
  const { connection, deadLetterQueueUrl, queueUrl } = resources;
  const total = await queueDepth(connection, deadLetterQueueUrl);
  let redriven = 0;
  onProgress({ redriven, total });
  const left = await forEachMessage(resources, async ({ body, receipt }) => {
    await sendMessage(connection, queueUrl, body);
    await deleteMessage(connection, deadLetterQueueUrl, receipt);
    onProgress({ redriven: ++redriven, total });
  });
  return { redriven, left };
}

async function describeDelivery(
  message: ReceivedMessage,
  { connection, bucket }: Pick<DeadLetterResources, 'connection' | 'bucket'>,
): Promise<string> {
  try {
    const decoded = decodeQueueMessage(message);
    const delivery = await decodeDelivery(decoded, (key) => getObject(connection, bucket, key));
    return [
      ...(decoded.redelivery?.invalid ?? []).map(describeIssue),
      `source    ${delivery.source} (${delivery.provider})`,
      `received  ${new Date(delivery.receivedAt).toISOString()}`,
      `content   ${delivery.contentType}`,
      ...Object.entries(delivery.headers).map(([name, value]) => `${name}: ${value}`),
      '',
      delivery.body.toString('utf8'),
    ].join('\n');
  } catch {
    return message.body;
  }
}

async function peek(resources: DeadLetterResources): Promise<readonly ReceivedMessage[]> {
  const messages = new Map<string, ReceivedMessage>();
  try {
    await forEachMessage(resources, async (message) => {
      messages.set(message.id, message);
    });
  } finally {
    await returnAll(resources, [...messages.values()]);
  }
  return [...messages.values()].sort((a, b) => a.sentAt - b.sentAt);
}

/** A message that cannot be returned becomes visible again when its visibility timeout ends. */
async function returnAll(
  { connection, deadLetterQueueUrl }: DeadLetterResources,
  messages: readonly ReceivedMessage[],
): Promise<void> {
  const giveBack = ({ receipt }: ReceivedMessage) =>
    returnMessage(connection, deadLetterQueueUrl, receipt).catch(() => undefined);
  await forEachConcurrent(messages, CALL_CONCURRENCY, giveBack);
}

/**
 * Receives until the queue gives no more of what it held at the start. What has arrived since, or comes a second time,
 * stays received meanwhile, lest it be received again and again, and is returned at the end: otherwise it would stay
 * invisible until its visibility timeout ends. Returns how many those are.
 */
async function forEachMessage(
  resources: DeadLetterResources,
  use: (message: ReceivedMessage) => Promise<void>,
): Promise<number> {
  const { connection, deadLetterQueueUrl } = resources;
  const started = Date.now();
  const seen = new Set<string>();
  const unused = new Set<ReceivedMessage>();
  try {
    for (;;) {
      const received = await receiveMessages(connection, deadLetterQueueUrl, VISIBILITY_SECONDS);
      if (received.length === 0) return unused.size;
      for (const message of received) unused.add(message);
      for (const message of received) {
        if (seen.has(message.id) || message.sentAt > started) continue;
        seen.add(message.id);
        await use(message);
        unused.delete(message);
      }
    }
  } finally {
    await returnAll(resources, [...unused]);
  }
}

function summaryOf({ id, sentAt, body }: ReceivedMessage): DeadLetterSummary {
  const since = new Date(sentAt).toISOString();
  try {
    const { delivery, redelivery } = decodeQueueMessage({ body, sentAt });
    const entries = (redelivery?.invalid ?? []).map(describeIssue).join('; ');
    return { id, since, source: delivery.source, error: entries || 'the whole message failed' };
  } catch {
    return { id, since, source: '', error: 'the message itself is damaged' };
  }
}

function describeIssue({ index, issue }: InvalidEntry): string {
  return `entry ${index}: ${issue}`;
}
