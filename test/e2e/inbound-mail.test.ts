import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sample } from '../mail/samples.ts';
import { LocalLedger } from './ledger.ts';

let ledger: LocalLedger;
let aws: Awaited<ReturnType<LocalLedger['aws']>>;
let sns: SNSClient;

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

beforeAll(async () => {
  ledger = await LocalLedger.start();
  aws = await ledger.aws();
  sns = new SNSClient({ endpoint: aws.sns, region: aws.region, credentials });
});
afterAll(() => ledger.stop());

/** What SES publishes of a mail that its receipt rule took, as its documentation shows it. */
async function publishReceived(action: object, content?: string): Promise<void> {
  const notification = {
    notificationType: 'Received',
    mail: { destination: ['bounces@sender.example'], messageId: 'm1' },
    receipt: { recipients: ['bounces@sender.example'], action },
    ...(content !== undefined && { content }),
  };
  await sns.send(new PublishCommand({ TopicArn: aws.topicArn, Message: JSON.stringify(notification) }));
  await ledger.drained();
}

describe('a bounce mail that SES received is read', () => {
  test.each([
    ['UTF8', 'utf8', 'qmail', 'will@harbour.example'],
    ['BASE64', 'base64', 'dsn-utf8', '読者@mail.example'],
  ] as const)('out of the notification, in %s', async (encoding, form, name, address) => {
    await publishReceived({ type: 'SNS', topicArn: aws.topicArn, encoding }, sample(name).toString(form));
    expect(await ledger.verdict(address)).toMatchObject({ suppressed: true, code: 2001 });
  });

  test('out of the bucket that the notification points to', async () => {
    const s3 = new S3Client({ endpoint: aws.s3, region: aws.region, credentials, forcePathStyle: true });
    await s3.send(new PutObjectCommand({ Bucket: aws.bucket, Key: 'in/m1', Body: sample('sendmail') }));
    await publishReceived({ type: 'S3', bucketName: aws.bucket, objectKey: 'in/m1' });
    expect(await ledger.verdict('dina@harbour.example')).toMatchObject({ suppressed: true, code: 2001 });
  });

  test('and one that reports on nobody changes nothing, and is no fault', async () => {
    await publishReceived({ type: 'SNS', encoding: 'UTF8' }, sample('person').toString());
    expect(await (await fetch(`${ledger.url}/_local/status`)).json()).toMatchObject({ deadLettered: 0 });
  });
});
