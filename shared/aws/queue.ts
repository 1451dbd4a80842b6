/** SQS: the queue between the webhook and the processor, and its dead-letter queue. */
import * as v from 'valibot';
import { type AwsConnection, callJson } from './connection.ts';

/** SQS takes a message of at most 1 MiB. */
export const MAX_MESSAGE_BYTES = 1_048_576;

/** Sends one message; resolves with its id when SQS has stored it. */
export async function sendMessage(
  connection: AwsConnection,
  queueUrl: string,
  body: string,
): Promise<string> {
  const answer = await callJson(connection, 'sqs', 'AmazonSQS.SendMessage', {
    QueueUrl: queueUrl,
    MessageBody: body,
  });
  return v.parse(v.object({ MessageId: v.string() }), answer).MessageId;
}

const attributesAnswer = v.object({ Attributes: v.optional(v.record(v.string(), v.string()), {}) });

/** About how many messages wait in a queue, those in hand included. */
export async function queueDepth(connection: AwsConnection, queueUrl: string): Promise<number> {
  const names = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'];
  const answer = await callJson(connection, 'sqs', 'AmazonSQS.GetQueueAttributes', {
    QueueUrl: queueUrl,
    AttributeNames: names,
  });
  const attributes = v.parse(attributesAnswer, answer).Attributes;
  return names.reduce((sum, name) => sum + Number(attributes[name] ?? 0), 0);
}

const receivedAnswer = v.object({
  Messages: v.optional(
    v.array(
      v.object({
        MessageId: v.string(),
        ReceiptHandle: v.string(),
        Body: v.string(),
        Attributes: v.optional(v.record(v.string(), v.string()), {}),
      }),
    ),
    [],
  ),
});

export interface ReceivedMessage {
  readonly id: string;
  /** What deletes it, or makes it visible again, while it is in hand. */
  readonly receipt: string;
  readonly body: string;
  /** Milliseconds since 1970. */
  readonly sentAt: number;
}

/** Takes up to ten messages in hand for `visibilitySeconds`; none is deleted. */
export async function receiveMessages(
  connection: AwsConnection,
  queueUrl: string,
  visibilitySeconds: number,
): Promise<readonly ReceivedMessage[]> {
  const answer = await callJson(connection, 'sqs', 'AmazonSQS.ReceiveMessage', {
    QueueUrl: queueUrl,
    MaxNumberOfMessages: 10,
    VisibilityTimeout: visibilitySeconds,
    WaitTimeSeconds: 1,
    MessageSystemAttributeNames: ['SentTimestamp'],
  });
  return v.parse(receivedAnswer, answer).Messages.map((message) => ({
    id: message.MessageId,
    receipt: message.ReceiptHandle,
    body: message.Body,
    sentAt: Number(message.Attributes.SentTimestamp ?? Number.NaN),
  }));
}

/** Deletes a message in hand. */
export async function deleteMessage(
  connection: AwsConnection,
  queueUrl: string,
  receipt: string,
): Promise<void> {
  await callJson(connection, 'sqs', 'AmazonSQS.DeleteMessage', {
    QueueUrl: queueUrl,
    ReceiptHandle: receipt,
  });
}

/** Hands a message in hand back to the queue at once. */
export async function returnMessage(
  connection: AwsConnection,
  queueUrl: string,
  receipt: string,
): Promise<void> {
  await callJson(connection, 'sqs', 'AmazonSQS.ChangeMessageVisibility', {
    QueueUrl: queueUrl,
    ReceiptHandle: receipt,
    VisibilityTimeout: 0,
  });
}
