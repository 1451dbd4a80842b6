import { type KeyObject, verify } from 'node:crypto';
import { type JsonRecord, textOf } from '../parsing/json.ts';
import type { Verification, VerificationContext, WebhookRequest } from '../provider.ts';
import { bytesOfBase64 } from '../signature/base64.ts';
import { rejected, verified } from '../signature/outcome.ts';
import { publicKeyOf } from '../signature/public-key.ts';
import { envelopesIn, envelopeText, signedText } from './envelope.ts';

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
 * Verifies an SNS message, or each of those in a Lambda event: the topic is on the operator's list, the certificate's
 * URL is the service's own and of the topic's region, and the signature (version 1 RSA-SHA1, version 2 RSA-SHA256,
 * PKCS#1 v1.5) fits. The list matters as much as the signature: every AWS account can send messages that SNS signs.
 */
export async function verifySns(
  request: WebhookRequest,
  context: VerificationContext,
  hosts: SnsHosts = amazonSns,
): Promise<Verification> {
  const envelopes = envelopesIn(request.body);
  if (envelopes.length === 0) return rejected('The body is not an SNS message.');
  for (const envelope of envelopes) {
    const verification = await verifyEnvelope(envelope, context, hosts);
    if (!verification.verified) return verification;
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
    envelopeText(envelope, 'SigningCertURL') ?? envelopeText(envelope, 'SigningCertUrl'),
    region,
    hosts,
  );
  if (certificateUrl === null || !hosts.certificatePath.test(certificateUrl.pathname)) {
    return rejected("The signing certificate is not at the service's own address.");
  }
  const confirmation = envelopeText(envelope, 'SubscribeURL');
  if (confirmation !== undefined && ownUrl(confirmation, region, hosts) === null) {
    return rejected("The confirmation link is not at the service's own address.");
  }
  const digest = digests.get(envelopeText(envelope, 'SignatureVersion') ?? '');
  const signature = bytesOfBase64(envelopeText(envelope, 'Signature') ?? '');
  const signed = signedText(envelope);
  if (!digest || signature === null || signed === null)
    return rejected('The message is not signed in a known way.');

  const key = await certificateKey(certificateUrl.href, context);
  if (key === null) return rejected('The signing certificate could not be fetched.');
  if (key.asymmetricKeyType !== 'rsa') return rejected('The signing certificate holds no RSA key.');
  return verify(digest, Buffer.from(signed), key, signature)
    ? verified()
    : rejected('The signature does not fit the message.');
}

const digests: ReadonlyMap<string, string> = new Map([
  ['1', 'RSA-SHA1'],
  ['2', 'RSA-SHA256'],
]);

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
