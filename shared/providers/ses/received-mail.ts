import { at, field, type JsonRecord, recordAt, textOf } from '../parsing/json.ts';
import { InvalidPayloadError, type ReceivedMail } from '../provider.ts';

/**
 * The mail that a notification of type `Received` carries or points to. The SNS action puts the mail into `content`, as
 * UTF-8 or base64 (mails up to 150 KB); the S3 action names its bucket and key, and its notification has no content.
 * https://docs.aws.amazon.com/ses/latest/dg/receiving-email-notifications-contents.html
 *
 * @throws InvalidPayloadError when it neither carries nor points to a mail
 */
export function receivedMailIn(notification: JsonRecord): ReceivedMail {
  const action = recordAt(notification, 'receipt', 'action');
  const content = field(notification, 'content');
  if (typeof content === 'string' && content !== '') {
    const isBase64 = textOf(action, 'encoding')?.toUpperCase() === 'BASE64';
    return { kind: 'content', raw: Buffer.from(content, isBase64 ? 'base64' : 'utf8') };
  }
  const bucket = at(action, 'bucketName');
  const key = at(action, 'objectKey');
  if (typeof bucket !== 'string' || typeof key !== 'string') {
    throw new InvalidPayloadError('The notification of a received mail holds no mail and names no object.');
  }
  return { kind: 'object', bucket, key };
}
