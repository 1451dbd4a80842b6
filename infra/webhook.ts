import type { Construct } from 'constructs';
import type { ArchiveBucket } from './archive-bucket.ts';
import type { IntakeQueue } from './intake-queue.ts';
import { type CommonFunctionProps, LedgerFunction } from './ledger-function.ts';
import type { Secrets } from './secrets.ts';
import type { SesIntake } from './ses-intake.ts';

export interface WebhookProps extends CommonFunctionProps {
  readonly intake: IntakeQueue;
  readonly archive: ArchiveBucket;
  readonly ses: SesIntake;
  readonly secrets: Secrets;
}

/** A rejected request now and then is normal; this many within five minutes are a wrong secret. */
const REJECTED = 50;
const REJECTED_OF_A_SOURCE = 20;

/** The webhook receiver: verifies that a request is its ESP's and queues it. It cannot touch the ledger. */
export class Webhook extends LedgerFunction {
  constructor(scope: Construct, id: string, props: WebhookProps) {
    const { intake, archive, ses, secrets } = props;
    super(scope, id, {
      ...props,
      name: 'webhook',
      description: 'verifies webhooks and queues them',
      timeout: 10,
      environment: {
        QUEUE_URL: intake.queue.queueUrl,
        ARCHIVE_BUCKET: archive.bucket.bucketName,
        SECRETS_PREFIX: secrets.prefix,
        TOPIC_ARN: ses.topic.topicArn,
      },
    });
    this.allow(['sqs:SendMessage'], [intake.queue.queueArn]);
    this.allowPattern(['s3:PutObject'], [archive.under('big')], 'Each large body is an object of its own.');
    this.allowPattern(['ssm:GetParameter'], [secrets.ofSources], 'Each source has a parameter of its own.');

    props.alarms.addAlarm(this, 'Rejected', {
      metric: props.alarms.metric('Rejected'),
      threshold: REJECTED,
      description: `${REJECTED} webhooks in five minutes did not verify that they are from their ESP.`,
      runbook: 'Webhooks are rejected',
    });
    props.alarms.addAlarm(this, 'RejectedBySource', {
      metric: props.alarms.counts('Rejected', 'Source'),
      threshold: REJECTED_OF_A_SOURCE,
      description: `${REJECTED_OF_A_SOURCE} webhooks of one source in five minutes did not verify: its secret is wrong, or someone tries others.`,
      runbook: 'Webhooks are rejected',
    });
  }
}
