import { Duration } from 'aws-cdk-lib';
import { type IEventBus, Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { Construct } from 'constructs';
import type { SourceSettings } from '../shared/config/settings.ts';
import { EVENT_SOURCE } from '../shared/events/ledger-event.ts';
import { providers } from '../shared/providers/registry.ts';
import type { ArchiveBucket } from './archive-bucket.ts';
import type { AuditBucket } from './audit-bucket.ts';
import type { IntakeQueue } from './intake-queue.ts';
import { type CommonFunctionProps, LedgerFunction } from './ledger-function.ts';
import { LedgerQueue } from './ledger-queue.ts';
import type { LedgerTable } from './ledger-table.ts';
import type { Secrets } from './secrets.ts';

/** Seconds: a page of an ESP that limits its calls takes up to a minute of waiting. */
const TIMEOUT = 300;
/** Receives before a message is a dead letter: an ESP may be away for some hours. */
const MAX_RECEIVES = 10;
/** The least that SQS takes: two ESPs are read at once. */
const CONCURRENCY = 2;

export interface SyncProps extends CommonFunctionProps {
  readonly archive: ArchiveBucket;
  readonly audit: AuditBucket;
  readonly intake: IntakeQueue;
  readonly secrets: Secrets;
  readonly table: LedgerTable;
  /** Carries the changed verdicts. */
  readonly bus: IEventBus;
}

/**
 * Keeps ESPs' own suppression lists in step with the ledger, for the sources that are configured so. It has a queue of its
 * own: a list of any length, and an ESP that does not answer, delay no webhook.
 */
export class Sync extends LedgerFunction {
  readonly queue: LedgerQueue;
  readonly deadLetters: LedgerQueue;

  constructor(scope: Construct, id: string, props: SyncProps) {
    const { archive, audit, intake, secrets, table, settings, functions } = props;
    const { encryptionKey, namePrefix } = functions;
    const deadLetters = new LedgerQueue(scope, `${id}DeadLetters`, {
      encryptionKey,
      ...(namePrefix !== undefined && { queueName: `${namePrefix}-sync-dead-letters` }),
    });
    const queue = new LedgerQueue(scope, `${id}Queue`, {
      encryptionKey,
      ...(namePrefix !== undefined && { queueName: `${namePrefix}-sync` }),
      visibilityTimeout: Duration.seconds(6 * TIMEOUT),
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: MAX_RECEIVES },
    });
    super(scope, id, {
      ...props,
      name: 'sync',
      description: "keeps ESPs' suppression lists in step",
      timeout: TIMEOUT,
      environment: {
        TABLE_NAME: table.table.tableName,
        SECRETS_PREFIX: secrets.prefix,
        ARCHIVE_BUCKET: archive.bucket.bucketName,
        AUDIT_BUCKET: audit.bucket.bucketName,
        QUEUE_URL: intake.queue.queueUrl,
        SYNC_QUEUE_URL: queue.queueUrl,
      },
    });
    this.queue = queue;
    this.deadLetters = deadLetters;
    this.lambda.addEventSource(
      new SqsEventSource(queue, {
        batchSize: 1,
        maxConcurrency: CONCURRENCY,
        reportBatchItemFailures: true,
      }),
    );
    const synced = settings.sources.filter(({ sync }) => sync !== null);
    for (const source of synced) this.#schedule(source);
    if (synced.some(({ sync }) => sync?.lift || (sync?.push.length ?? 0) > 0)) this.#followChanges(props.bus);
    this.#grant(props, synced);
    deadLetters.alarmWhenNotEmpty(this, 'SyncFailed', props.alarms, {
      description: "An ESP's suppression list could not be read or changed for hours.",
      runbook: 'A list is not kept in step',
    });
  }

  #schedule({ name, sync }: SourceSettings): void {
    if (sync === null) return;
    new Rule(this, `Every-${name}`, {
      description: `Bounce Ledger: reads the suppression list of ${name}`,
      schedule: Schedule.rate(Duration.minutes(sync.everyMinutes)),
      targets: [
        new SqsQueue(this.queue, { message: RuleTargetInput.fromObject({ kind: 'start', source: name }) }),
      ],
    });
  }

  #followChanges(bus: IEventBus): void {
    new Rule(this, 'Changes', {
      description: "Changed verdicts, to ESPs' suppression lists",
      eventBus: bus,
      eventPattern: {
        source: [EVENT_SOURCE],
        detailType: ['address.suppressed', 'address.released'],
      },
      targets: [new SqsQueue(this.queue, { deadLetterQueue: this.deadLetters })],
    });
  }

  #grant({ archive, audit, intake, secrets, table }: SyncProps, synced: readonly SourceSettings[]): void {
    this.allowSourceParameters(synced, (name) => [secrets.apiKeyOf(name)]);
    const atSes = synced.filter(({ provider }) => providers.get(provider)?.takesAwsCredentials);
    if (atSes.length > 0) {
      this.allowPattern(
        sesActions(atSes),
        ['*'],
        'The suppression list of Amazon SES is the account’s, and has no ARN.',
      );
    }
    this.allowStackKey(secrets);
    this.allow(['sqs:SendMessage'], [intake.queue.queueArn, this.queue.queueArn]);
    this.allow(['dynamodb:BatchGetItem', 'dynamodb:GetItem'], [table.table.tableArn]);
    this.allow(['dynamodb:Query'], [table.suppressedIndexArn]);
    this.allow(['s3:ListBucket'], [archive.bucket.bucketArn]);
    this.allowPattern(
      ['s3:GetObject', 's3:PutObject'],
      [archive.under('sync')],
      'Each change that is made at an ESP is an object of its own.',
    );
    this.allowPattern(
      ['s3:PutObject'],
      [archive.under('auditNames'), audit.entries],
      'Each batch of audit lines is an object of its own.',
    );
  }
}

/** What the configuration asks for, and no more. */
function sesActions(sources: readonly SourceSettings[]): readonly string[] {
  const isAdded = sources.some(({ sync }) => sync !== null && sync.push.length > 0);
  const isLifted = sources.some(({ sync }) => sync?.lift);
  return [
    'ses:GetSuppressedDestination',
    'ses:ListSuppressedDestinations',
    ...(isAdded ? ['ses:PutSuppressedDestination'] : []),
    ...(isLifted ? ['ses:DeleteSuppressedDestination'] : []),
  ];
}
