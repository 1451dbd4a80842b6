import { field, isRecord, parseJson, record } from './json.ts';

/**
 * What a topic or a queue handed to a function that passes it on whole: of each of a Lambda event's `Records` its
 * `Sns`, or the JSON in its `body`; of what a program received from a queue the JSON in each message's `Body`. Null
 * when the value is none of these.
 *
 * @throws InvalidPayloadError when the body of a record is no JSON
 */
export function lambdaRecords(value: unknown): readonly unknown[] | null {
  const from = record(value);
  const records = field(from, 'Records') ?? field(from, 'Messages');
  if (Array.isArray(records)) return records.map(handedOver);
  return field(from, 'ReceiptHandle') === undefined ? null : [handedOver(value)];
}

function handedOver(entry: unknown): unknown {
  const notification = field(record(entry), 'Sns');
  if (isRecord(notification)) return notification;
  const body = field(record(entry), 'body') ?? field(record(entry), 'Body');
  return typeof body === 'string' ? parseJson(body) : entry;
}
