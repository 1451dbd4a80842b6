import * as v from 'valibot';

/** A mail that SES received: in the notification itself, or where SES stored it. */
export type InboundMail =
  | { readonly kind: 'content'; readonly raw: Buffer }
  | { readonly kind: 'object'; readonly bucket: string; readonly key: string };

const received = v.object({
  notificationType: v.literal('Received'),
  content: v.optional(v.string()),
  receipt: v.object({
    action: v.object({
      type: v.string(),
      encoding: v.optional(v.string()),
      bucketName: v.optional(v.string()),
      objectKey: v.optional(v.string()),
    }),
  }),
});

const envelope = v.object({ Type: v.literal('Notification'), Message: v.string() });

/**
 * The mail that an SES receiving notification carries or points to, or null when `body` is no such notification.
 * `body` is the notification, with or without the SNS envelope (raw message delivery).
 *
 * The SNS action puts the mail into `content`, as UTF-8 or base64 (mails up to 150 KB); the S3 action names its
 * bucket and key, and its notification has no content.
 */
export function inboundMailOf(body: string): InboundMail | null {
  const outer = parseJson(body);
  const wrapped = v.safeParse(envelope, outer);
  const notification = v.safeParse(received, wrapped.success ? parseJson(wrapped.output.Message) : outer);
  if (!notification.success) return null;
  const { content, receipt } = notification.output;
  const { encoding, bucketName, objectKey } = receipt.action;
  if (content !== undefined && content !== '') {
    return {
      kind: 'content',
      raw: Buffer.from(content, encoding?.toUpperCase() === 'BASE64' ? 'base64' : 'utf8'),
    };
  }
  if (bucketName !== undefined && objectKey !== undefined) {
    return { kind: 'object', bucket: bucketName, key: objectKey };
  }
  return null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
