import { field, isRecord, parseJson, record } from '../parsing/json.ts';

/**
 * The records of a Lambda event, or of an SQS ReceiveMessage result, that a program forwards whole: of each record its
 * `Sns`, or the JSON in its `body` or `Body`. Null when the value is neither.
 *
 * @throws InvalidPayloadError when the body of a record is no JSON
 */
export function lambdaRecords(value: unknown): readonly unknown[] | null {
  const from = record(value);
  const records = field(from, 'Records') ?? field(from, 'Messages');
  if (Array.isArray(records)) return records.map(contentOf);
  return field(from, 'ReceiptHandle') === undefined ? null : [contentOf(value)];
}

function contentOf(entry: unknown): unknown {
  const notification = field(record(entry), 'Sns');
  if (isRecord(notification)) return notification;
  const body = field(record(entry), 'body') ?? field(record(entry), 'Body');
  return typeof body === 'string' ? parseJson(body) : entry;
}
