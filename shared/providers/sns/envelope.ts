import { batchIn } from '../parsing/entries.ts';
import {
  field,
  isRecord,
  type JsonRecord,
  parseJson,
  parseJsonBody,
  record,
  textOf,
} from '../parsing/json.ts';
import { peek } from '../parsing/peek.ts';
import { parseTime } from '../parsing/time.ts';
import { lambdaRecords } from './lambda-event.ts';

/** What was published to a topic, out of whatever it was delivered in. */
export interface PublishedMessage {
  /** The value of the message's JSON. */
  readonly message: unknown;
  /** When SNS published it, milliseconds since 1970; null where no envelope says so. */
  readonly publishedAt: number | null;
}

/**
 * The signed envelopes of a body: one, or the records of a Lambda event if all of them are envelopes. None where the
 * body is anything else, raw message delivery for one.
 */
export function envelopesIn(body: Buffer): readonly JsonRecord[] {
  return peek(() => {
    const value = parseJsonBody(body);
    const records = lambdaRecords(value) ?? [value];
    const envelopes = records.filter(isEnvelope);
    return envelopes.length === records.length ? envelopes : [];
  }, []);
}

/** Whether a value has the form of an SNS message over HTTPS. */
export function isEnvelope(value: unknown): value is JsonRecord {
  return isRecord(value) && textOf(value, 'Type') !== undefined && textOf(value, 'TopicArn') !== undefined;
}

/**
 * The messages published to a topic that a body delivers: in an envelope, raw, in the records of a Lambda event, or in
 * a list of any of these. Of an envelope the message alone counts: its signature covers nothing that lies beside it.
 *
 * @throws InvalidPayloadError when the body is no JSON
 */
export function publishedMessages(body: Buffer): readonly PublishedMessage[] {
  if (isTopicTest(body.toString('latin1', 0, TOPIC_TEST.length))) return [];
  return publishedMessagesIn(parseJsonBody(body));
}

/** As `publishedMessages`, of a value that has been parsed already. */
export function publishedMessagesIn(value: unknown): readonly PublishedMessage[] {
  return delivered(value).flatMap(messageOf);
}

function delivered(value: unknown): readonly unknown[] {
  const records = lambdaRecords(value);
  if (records !== null) return records;
  if (isEnvelope(value)) return [value];
  return batchIn(value).flatMap((entry) => lambdaRecords(entry) ?? [entry]);
}

function messageOf(value: unknown): readonly PublishedMessage[] {
  const envelope = record(value);
  if (!isEnvelope(value) && !isBareEnvelope(envelope)) return [{ message: value, publishedAt: null }];
  const message = field(envelope, 'Message') ?? '';
  const publishedAt = parseTime(textOf(envelope, 'Timestamp'));
  if (typeof message !== 'string') return [{ message, publishedAt }];
  if (isTopicTest(message)) return [];
  return [{ message: peek(() => parseJson(message), undefined), publishedAt }];
}

/** Programs that pass an envelope on leave out what they do not need; the message remains. */
function isBareEnvelope(envelope: JsonRecord): boolean {
  const message = field(envelope, 'Message');
  return isRecord(message) || (typeof message === 'string' && message.trimStart().startsWith('{'));
}

/**
 * SES tests a topic with one line of prose, as the message of an envelope, or by itself with raw delivery.
 * https://docs.aws.amazon.com/ses/latest/dg/configure-sns-notifications.html
 */
function isTopicTest(text: string): boolean {
  return text.startsWith(TOPIC_TEST);
}

const TOPIC_TEST = 'Successfully validated SNS topic';

/** A text of an envelope, whole: what is signed must not be cut. */
export function envelopeText(envelope: JsonRecord, name: string): string | undefined {
  const value = field(envelope, name);
  return typeof value === 'string' ? value : undefined;
}

const confirmationFields = ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'];
const signedFields: ReadonlyMap<string, readonly string[]> = new Map([
  ['Notification', ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type']],
  ['SubscriptionConfirmation', confirmationFields],
  ['UnsubscribeConfirmation', confirmationFields],
]);

/** The text SNS signs: each field's name and value, each followed by a line feed; null for an unknown type. */
export function signedText(envelope: JsonRecord): string | null {
  const names = signedFields.get(envelopeText(envelope, 'Type') ?? '');
  if (!names) return null;
  let text = '';
  for (const name of names) {
    const value = envelopeText(envelope, name);
    if (value !== undefined) text += `${name}\n${value}\n`;
  }
  return text;
}
