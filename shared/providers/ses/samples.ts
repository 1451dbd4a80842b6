import { hash, sign } from 'node:crypto';
import { privateKeyOf } from '../samples/key-pair.ts';
import { post } from '../samples/request.ts';
import type { ProviderSamples, SampleKey } from '../samples/sample.ts';
import { signedText } from '../sns/envelope.ts';
import { sesMessages } from './sample-messages.ts';

const TOPIC = 'arn:aws:sns:us-east-1:123456789012:ses-events';

export const samples: ProviderSamples = {
  provider: 'ses',
  keyPair: 'rsa-2048',
  batch: 1,
  samples: sesMessages,
  request: ([message], key) => {
    const text = JSON.stringify(message);
    return postEnvelope(key, {
      Type: 'Notification',
      Subject: 'Amazon SES Email Event Notification',
      Message: text,
    });
  },
};

/** What SNS sends when a subscription is made: it wants the link fetched. */
export function sesSubscriptionConfirmation(key: SampleKey) {
  const topic = key.topicArn ?? TOPIC;
  const token = hash('sha256', `${topic} ${key.url}`);
  return postEnvelope(key, {
    Type: 'SubscriptionConfirmation',
    Token: token,
    Message: `You have chosen to subscribe to the topic ${topic}.\nTo confirm the subscription, visit the SubscribeURL included in this message.`,
    SubscribeURL: `${snsHost(topic)}/?Action=ConfirmSubscription&TopicArn=${topic}&Token=${token}`,
  });
}

/** Where the certificate of a sample's signature would be. */
export function sampleCertificateUrl(topicArn: string = TOPIC): string {
  return `${snsHost(topicArn)}/SimpleNotificationService-${'0'.repeat(32)}.pem`;
}

function snsHost(topicArn: string): string {
  return `https://sns.${topicArn.split(':')[3]}.amazonaws.com`;
}

interface SnsMessage {
  readonly Type: string;
  readonly Message: string;
  readonly [field: string]: string;
}

function postEnvelope(key: SampleKey, message: SnsMessage) {
  const topic = key.topicArn ?? TOPIC;
  const envelope = {
    MessageId: hash('sha256', message.Message).slice(0, 32),
    TopicArn: topic,
    ...message,
    Timestamp: new Date(key.at).toISOString(),
    SignatureVersion: '2',
    SigningCertURL: sampleCertificateUrl(topic),
  };
  const signature = sign('RSA-SHA256', Buffer.from(signedText(envelope) ?? ''), privateKeyOf(key));
  const body = JSON.stringify({ ...envelope, Signature: signature.toString('base64') }, null, 2);
  return post(key, 'text/plain; charset=UTF-8', body, {
    'x-amz-sns-message-type': message.Type,
    'x-amz-sns-topic-arn': topic,
  });
}
