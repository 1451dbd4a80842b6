import { Aws, Duration } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { Construct } from 'constructs';
import type { ArchiveBucket } from './archive-bucket.ts';
import type { IntakeQueue } from './intake-queue.ts';
import { type CommonFunctionProps, LedgerFunction } from './ledger-function.ts';
import type { LedgerTable } from './ledger-table.ts';
import type { Secrets } from './secrets.ts';

/** Seconds; the queue's visibility timeout follows from it. */
export const PROCESSOR_TIMEOUT = 30;

/** How many messages the processor takes at once, and how long it may wait for that many. */
export interface Batch {
  /** 1 to 10,000 messages; a webhook's body is one message. */
  readonly size: number;
  /** 0 to 300. */
  readonly windowSeconds: number;
}

export interface ProcessorProps extends CommonFunctionProps {
  readonly intake: IntakeQueue;
  readonly archive: ArchiveBucket;
  readonly table: LedgerTable;
  readonly secrets: Secrets;
  /** Batches at once, 2 to 1,000. */
  readonly concurrency: number;
  readonly batch: Batch;
  /** Keys of buckets with inbound mail. */
  readonly inboundMailKeys: readonly IKey[];
}

/** Takes batches from the queue into the archive and the ledger. */
export class Processor extends LedgerFunction {
  constructor(scope: Construct, id: string, props: ProcessorProps) {
    const { intake, archive, table, secrets } = props;
    super(scope, id, {
      ...props,
      name: 'processor',
      description: 'archives, reads, classifies and records events',
      timeout: PROCESSOR_TIMEOUT,
      environment: {
        TABLE_NAME: table.table.tableName,
        ARCHIVE_BUCKET: archive.bucket.bucketName,
        QUEUE_URL: intake.queue.queueUrl,
        DEAD_LETTER_QUEUE_URL: intake.deadLetters.queueUrl,
        SECRETS_PREFIX: secrets.prefix,
      },
    });
    this.lambda.addEventSource(
      new SqsEventSource(intake.queue, {
        batchSize: props.batch.size,
        maxBatchingWindow: Duration.seconds(props.batch.windowSeconds),
        maxConcurrency: props.concurrency,
        reportBatchItemFailures: true,
      }),
    );
    this.allow(
      ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
      [table.table.tableArn],
    );
    this.allow(['sqs:SendMessage'], [intake.queue.queueArn, intake.deadLetters.queueArn]);
    this.allowStackKey(secrets);
    this.allowPattern(
      ['s3:PutObject'],
      [archive.under('raw')],
      'Each batch is archived as an object of its own.',
    );
    this.allowPattern(['s3:GetObject'], [archive.under('big')], 'Each large body is an object of its own.');
    props.alarms.addAlarm(this, 'StormOpened', {
      metric: props.alarms.metric('StormsOpened'),
      threshold: 1,
      description: 'One domain turned many addresses permanent within minutes; their verdicts are held back.',
      runbook: 'A storm is open',
    });
    props.alarms.addAlarm(this, 'SourceIncidentOpened', {
      metric: props.alarms.metric('SourceIncidentsOpened'),
      threshold: 1,
      description: 'A source suppressed far more addresses than it usually does; they are held back.',
      runbook: 'A source suppresses too much',
    });

    if (props.inboundMailKeys.length > 0) {
      this.allow(
        ['kms:Decrypt'],
        props.inboundMailKeys.map(({ keyArn }) => keyArn),
      );
    }
    const { inboundMail } = props.settings;
    if (inboundMail) this.allow(['ssm:GetParameter'], [secrets.signingKeys]);
    if (inboundMail && inboundMail.buckets.length > 0) {
      this.allowPattern(
        ['s3:GetObject'],
        inboundMail.buckets.map((bucket) => `arn:${Aws.PARTITION}:s3:::${bucket}/*`),
        'SES stores each inbound mail as an object of its own.',
      );
    }
  }
}
