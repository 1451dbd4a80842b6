/** SQS: the queue between the webhook and the processor, and its dead-letter queue. */
import * as v from 'valibot';
import { type AwsConnection, callJson } from './connection.ts';

/** SQS takes a message of at most 1 MiB. */
export const LARGEST_MESSAGE = 1_048_576;

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
