import { field, isRecord, parseJson, record } from './json.ts';

/**
 * What a topic or a queue handed to a Lambda function that passes its whole event on: of each of `Records` its
 * `Sns`, or the JSON in its `body`. Null when the value is no such event.
 *
 * @throws UnreadableBody when the body of a record is no JSON
 */
export function lambdaRecords(value: unknown): readonly unknown[] | null {
  const records = field(record(value), 'Records');
  if (!Array.isArray(records)) return null;
  return records.map((entry) => {
    const notification = field(record(entry), 'Sns');
    if (isRecord(notification)) return notification;
    const body = field(record(entry), 'body');
    return typeof body === 'string' ? parseJson(body) : entry;
  });
}
