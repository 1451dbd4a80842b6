import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LOCAL_SIGNING_KEY } from '../../local/sources.ts';
import { createReturnPathSigner } from '../../shared/return-path/return-path.ts';
import { sample } from '../mail/samples.ts';
import { deliverSns } from './esp.ts';
import { LocalLedger } from './ledger.ts';

let ledger: LocalLedger;
let aws: Awaited<ReturnType<LocalLedger['aws']>>;
let sns: SNSClient;

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
/** As the local host's configuration has it. */
const DOMAIN = 'bounces.local.example';
const BUCKET = 'inbound-mail';
const signer = createReturnPathSigner({ keys: [LOCAL_SIGNING_KEY], domain: DOMAIN });

beforeAll(async () => {
  ledger = await LocalLedger.start();
  aws = await ledger.aws();
  sns = new SNSClient({ endpoint: aws.sns, region: aws.region, credentials });
});
afterAll(() => ledger.stop());

/** What SES publishes of a mail that its receipt rule took, as its documentation shows it. */
function received(returnPath: string, action: object, content?: string): string {
  return JSON.stringify({
    notificationType: 'Received',
    mail: { destination: [returnPath], messageId: 'm1' },
    receipt: {
      recipients: [returnPath],
      spamVerdict: { status: 'PASS' },
      virusVerdict: { status: 'PASS' },
      action,
    },
    ...(content !== undefined && { content }),
  });
}

async function publish(message: string): Promise<void> {
  await sns.send(new PublishCommand({ TopicArn: aws.topicArn, Message: message }));
  await ledger.drained();
}

describe('a bounce mail that SES received', () => {
  test.each([
    ['UTF8', 'utf8', 'qmail', 'will@harbour.example'],
    ['BASE64', 'base64', 'dsn-utf8', '読者@mail.example'],
  ] as const)(
    'counts to a signed return path, out of the notification in %s',
    async (encoding, form, name, address) => {
      const action = { type: 'SNS', topicArn: aws.topicArn, encoding };
      await publish(received(signer.returnPathFor(address), action, sample(name).toString(form)));
      expect(await ledger.verdict(address)).toMatchObject({ suppressed: true, code: 2001 });
    },
  );

  test('counts out of the bucket that the notification points to', async () => {
    const s3 = new S3Client({ endpoint: aws.s3, region: aws.region, credentials, forcePathStyle: true });
    await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
    await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'in/m1', Body: sample('sendmail') }));
    const address = 'dina@harbour.example';
    const action = { type: 'S3', bucketName: BUCKET, objectKey: 'in/m1' };
    await publish(received(signer.returnPathFor(address), action));
    expect(await ledger.verdict(address)).toMatchObject({ suppressed: true, code: 2001 });
  });

  test('counts when SNS calls the webhook with it', async () => {
    const address = 'will@harbour.example';
    const Message = received(
      signer.returnPathFor(address),
      { type: 'SNS', encoding: 'UTF8' },
      sample('qmail').toString('utf8').replace('GMT', 'UTC'),
    );
    const ses = await ledger.source('ses');
    const response = await deliverSns(ses, { Type: 'Notification', Message, TopicArn: aws.topicArn }, '2');
    expect([response.status, await response.json()]).toEqual([200, { accepted: 1 }]);
    await ledger.drained();
    expect(await ledger.verdict(address)).toMatchObject({ suppressed: true });
  });

  test('is no error where it reports on no recipient', async () => {
    const path = `bounces@${DOMAIN}`;
    await publish(received(path, { type: 'SNS', encoding: 'UTF8' }, sample('person').toString()));
    expect(await ledger.status()).toMatchObject({ deadLettered: 0 });
  });
});
