import { type KeyObject, verify } from 'node:crypto';
import { field, isRecord, type JsonRecord, readJson, textOf } from '../parsing/json.ts';
import { lambdaRecords } from '../parsing/lambda-event.ts';
import { peek } from '../parsing/peek.ts';
import type { Verification, VerificationContext, WebhookRequest } from '../provider.ts';
import { bytesOfBase64 } from './base64.ts';
import { rejected, verified } from './outcome.ts';
import { publicKeyOf } from './public-key.ts';

/** Where the certificates and the confirmation links of a notification service live. */
export interface SnsHosts {
  /** Whether a URL is one of the service's own, for a topic of that region. */
  readonly isOwn: (url: URL, region: string) => boolean;
  /** Whether the path is that of a signing certificate. */
  readonly certificatePath: RegExp;
}

/** Amazon SNS: `sns.<region>.amazonaws.com`, and `.com.cn` in the regions of China. */
export const amazonSns: SnsHosts = {
  isOwn: (url, region) => {
    const end = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
    return url.hostname === `sns.${region}.${end}`;
  },
  certificatePath: /^\/SimpleNotificationService-[a-z0-9]{1,64}\.pem$/i,
};

/**
 * The envelope of an SNS message over HTTPS, or null when the body is none (raw delivery, for one). A Lambda
 * event spells the certificate's field `SigningCertUrl`; both are read.
 */
export function snsEnvelope(body: Buffer): JsonRecord | null {
  return peek(() => snsEnvelopeOf(readJson(body)), null);
}

/** As `snsEnvelope`, of a Lambda event with several: all of them, or none where one of its records is no envelope. */
export function snsEnvelopes(body: Buffer): readonly JsonRecord[] {
  return peek(() => {
    const value = readJson(body);
    const records = lambdaRecords(value) ?? [value];
    const envelopes = records.map(snsEnvelopeOf).filter((envelope) => envelope !== null);
    return envelopes.length === records.length ? envelopes : [];
  }, []);
}

/** As `snsEnvelope`, of a body that is parsed already. */
export function snsEnvelopeOf(value: unknown): JsonRecord | null {
  return isRecord(value) && textOf(value, 'Type') && textOf(value, 'TopicArn') ? value : null;
}

/**
 * Proves an SNS message, or each of those in a Lambda event: the topic is on the operator's list, the certificate's URL is the service's own and
 * of the topic's region, and the signature (version 1 RSA-SHA1, version 2 RSA-SHA256, PKCS#1 v1.5) fits. The
 * list matters as much as the signature: every AWS account can send messages that SNS signs.
 */
export async function verifySns(
  request: WebhookRequest,
  context: VerificationContext,
  hosts: SnsHosts = amazonSns,
): Promise<Verification> {
  const envelopes = snsEnvelopes(request.body);
  if (envelopes.length === 0) return rejected('The body is not an SNS message.');
  for (const envelope of envelopes) {
    const proof = await verifyEnvelope(envelope, context, hosts);
    if (!proof.verified) return proof;
  }
  return verified();
}

async function verifyEnvelope(
  envelope: JsonRecord,
  context: VerificationContext,
  hosts: SnsHosts,
): Promise<Verification> {
  const topic = textOf(envelope, 'TopicArn') ?? '';
  if (context.topics && !context.topics.includes(topic)) return rejected('The topic is not on the list.');

  const region = topic.split(':')[3] ?? '';
  const certificateUrl = ownUrl(
    snsField(envelope, 'SigningCertURL') ?? snsField(envelope, 'SigningCertUrl'),
    region,
    hosts,
  );
  if (certificateUrl === null || !hosts.certificatePath.test(certificateUrl.pathname)) {
    return rejected("The signing certificate is not at the service's own address.");
  }
  const confirmation = snsField(envelope, 'SubscribeURL');
  if (confirmation !== undefined && ownUrl(confirmation, region, hosts) === null) {
    return rejected("The confirmation link is not at the service's own address.");
  }
  const digest = digests.get(snsField(envelope, 'SignatureVersion') ?? '');
  const signature = bytesOfBase64(snsField(envelope, 'Signature') ?? '');
  const signed = signedText(envelope);
  if (!digest || signature === null || signed === null)
    return rejected('The message is not signed in a known way.');

  const key = await certificateKey(certificateUrl.href, context);
  if (key === null) return rejected('The signing certificate could not be had.');
  if (key.asymmetricKeyType !== 'rsa') return rejected('The signing certificate holds no RSA key.');
  return verify(digest, Buffer.from(signed), key, signature)
    ? verified()
    : rejected('The signature does not fit the message.');
}

const digests: ReadonlyMap<string, string> = new Map([
  ['1', 'RSA-SHA1'],
  ['2', 'RSA-SHA256'],
]);

const confirmationFields = ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'];
const signedFields: ReadonlyMap<string, readonly string[]> = new Map([
  ['Notification', ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type']],
  ['SubscriptionConfirmation', confirmationFields],
  ['UnsubscribeConfirmation', confirmationFields],
]);

/** What SNS signs: each field's name and value, each with a line feed behind it; null for an unknown type. */
export function signedText(envelope: JsonRecord): string | null {
  const names = signedFields.get(snsField(envelope, 'Type') ?? '');
  if (!names) return null;
  let text = '';
  for (const name of names) {
    const value = snsField(envelope, name);
    if (value !== undefined) text += `${name}\n${value}\n`;
  }
  return text;
}

/** A text of the envelope, whole: what is signed must not be cut. */
function snsField(envelope: JsonRecord, name: string): string | undefined {
  const value = field(envelope, name);
  return typeof value === 'string' ? value : undefined;
}

/** The URL when it is https, without credentials or another port, at the service's own host; null otherwise. */
export function ownUrl(text: string | undefined, region: string, hosts: SnsHosts): URL | null {
  if (text === undefined || !URL.canParse(text)) return null;
  const url = new URL(text);
  const plain = url.protocol === 'https:' && url.port === '' && url.username === '' && url.password === '';
  return plain && hosts.isOwn(url, region) ? url : null;
}

async function certificateKey(url: string, context: VerificationContext): Promise<KeyObject | null> {
  try {
    return publicKeyOf(await context.certificate(url));
  } catch {
    return null;
  }
}
