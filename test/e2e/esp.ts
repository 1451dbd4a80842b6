/** What ESPs do: sign their events and send them. Signed here by their documentation, not by the project's code. */
import { sign } from 'node:crypto';
import { providerSamples } from '../../shared/providers/samples/registry.ts';
import type { ProviderSamples, Sample, SampleSubject } from '../../shared/providers/samples/sample.ts';
import type { Source } from './ledger.ts';

let counter = 0;
/** An address and an event that no test used before. */
export function someone(at = Date.now()): SampleSubject {
  counter += 1;
  return { address: `person-${counter}@recipients-${counter}.example`, id: `event-${counter}-${at}`, at };
}

export function samplesOf(provider: string): ProviderSamples {
  const samples = providerSamples.get(provider);
  if (samples === undefined) throw new Error(`No samples of ${provider}.`);
  return samples;
}

export function sampleNamed(provider: string, name: string): Sample {
  const sample = samplesOf(provider).samples.find((one) => one.name === name);
  if (sample === undefined) throw new Error(`${provider} has no sample ${name}.`);
  return sample;
}

/** Sends entries as the source's ESP would, in one request. */
export async function deliver(
  source: Source,
  entries: readonly unknown[],
  topicArn?: string,
): Promise<Response> {
  const { method, url, headers, body } = samplesOf(source.provider).request(entries, {
    url: source.url,
    secret: source.secret,
    ...(source.privateKey === undefined ? {} : { privateKey: source.privateKey }),
    ...(topicArn === undefined ? {} : { topicArn }),
    at: Date.now(),
  });
  return fetch(url, { method, headers, body: new Uint8Array(body) });
}

/** SendGrid's Event Webhook: ECDSA over the timestamp and the body. */
export async function deliverSendGrid(source: Source, body: string): Promise<Response> {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = sign('sha256', Buffer.from(timestamp + body), source.privateKey ?? '').toString('base64');
  return fetch(source.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-twilio-email-event-webhook-signature': signature,
      'x-twilio-email-event-webhook-timestamp': timestamp,
    },
    body,
  });
}

export interface SendGridEvent {
  readonly email: string;
  readonly timestamp: number;
  readonly event: string;
  readonly sg_event_id: string;
  readonly [field: string]: string | number;
}

/** A mailbox that does not exist, as SendGrid reports it. */
export function sendGridBounce({ address, id, at }: SampleSubject): SendGridEvent {
  return {
    email: address,
    timestamp: Math.floor(at / 1000),
    event: 'bounce',
    type: 'bounce',
    sg_event_id: id,
    sg_message_id: `${id}.filter0001`,
    status: '5.1.1',
    reason: '550 5.1.1 The email account that you tried to reach does not exist.',
  };
}

export interface SnsMessage {
  readonly Type: 'Notification' | 'SubscriptionConfirmation';
  readonly Message: string;
  readonly TopicArn: string;
  readonly Subject?: string;
  readonly Token?: string;
  readonly SubscribeURL?: string;
}

const signedFields = {
  Notification: ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
  SubscriptionConfirmation: [
    'Message',
    'MessageId',
    'SubscribeURL',
    'Timestamp',
    'Token',
    'TopicArn',
    'Type',
  ],
} as const;

/** SNS over HTTPS, signature version 1 (SHA-1) or 2 (SHA-256), as SNS's documentation signs. */
export async function deliverSns(
  source: Source,
  message: SnsMessage,
  version: '1' | '2',
  certificateHost = 'sns.us-east-1.amazonaws.com',
): Promise<Response> {
  const fields: Record<string, string> = {
    ...message,
    MessageId: crypto.randomUUID(),
    Timestamp: new Date().toISOString(),
  };
  const text = signedFields[message.Type]
    .map((name) => (name in fields ? `${name}\n${fields[name]}\n` : ''))
    .join('');
  const signature = sign(
    version === '1' ? 'RSA-SHA1' : 'RSA-SHA256',
    Buffer.from(text),
    source.privateKey ?? '',
  );
  return fetch(source.url, {
    method: 'POST',
    headers: { 'content-type': 'text/plain; charset=UTF-8', 'x-amz-sns-message-type': message.Type },
    body: JSON.stringify({
      ...fields,
      SignatureVersion: version,
      Signature: signature.toString('base64'),
      SigningCertURL: `https://${certificateHost}/SimpleNotificationService-7ff5318490ec183fbaddaa2a969abfda.pem`,
    }),
  });
}

/** A hard bounce in SES's words: `notificationType` from an identity, `eventType` from a configuration set. */
export function sesBounce(
  kind: 'notificationType' | 'eventType',
  { address, id, at }: SampleSubject,
): string {
  return JSON.stringify({
    [kind]: 'Bounce',
    bounce: {
      feedbackId: `${id}-feedback`,
      bounceType: 'Permanent',
      bounceSubType: 'General',
      timestamp: new Date(at).toISOString(),
      bouncedRecipients: [
        {
          emailAddress: address,
          action: 'failed',
          status: '5.1.1',
          diagnosticCode: 'smtp; 550 5.1.1 user unknown',
        },
      ],
    },
    mail: {
      timestamp: new Date(at - 1_000).toISOString(),
      messageId: id,
      source: 'news@shop.example',
      destination: [address, 'innocent@others.example'],
    },
  });
}
