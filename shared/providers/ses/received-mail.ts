import { asText, at, field, type JsonRecord, list, recordAt, textOf } from '../parsing/json.ts';
import { InvalidPayloadError, type MailVerdicts, type ReceivedMail } from '../provider.ts';

/**
 * The mail that a notification of type `Received` carries or points to. The SNS action puts the mail into `content`, as
 * UTF-8 or base64 (mails up to 150 KB); the S3 action names its bucket and key, and its notification has no content.
 * https://docs.aws.amazon.com/ses/latest/dg/receiving-email-notifications-contents.html
 *
 * @throws InvalidPayloadError when it neither carries nor points to a mail
 */
export function receivedMailIn(notification: JsonRecord): ReceivedMail {
  const recipients = list(at(notification, 'receipt', 'recipients')).flatMap((text) => asText(text) ?? []);
  return { content: contentOf(notification), recipients, verdicts: verdictsIn(notification) };
}

function verdictsIn(notification: JsonRecord): MailVerdicts {
  const status = (name: string) => textOf(recordAt(notification, 'receipt', name), 'status')?.toUpperCase();
  return {
    spam: status('spamVerdict'),
    virus: status('virusVerdict'),
    dkim: status('dkimVerdict'),
    dmarc: status('dmarcVerdict'),
  };
}

function contentOf(notification: JsonRecord): ReceivedMail['content'] {
  const action = recordAt(notification, 'receipt', 'action');
  const content = field(notification, 'content');
  if (typeof content === 'string' && content !== '') {
    const isBase64 = textOf(action, 'encoding')?.toUpperCase() === 'BASE64';
    return Buffer.from(content, isBase64 ? 'base64' : 'utf8');
  }
  const bucket = at(action, 'bucketName');
  const key = at(action, 'objectKey');
  if (typeof bucket !== 'string' || typeof key !== 'string') {
    throw new InvalidPayloadError('The notification of a received mail holds no mail and names no object.');
  }
  return { bucket, key };
}
