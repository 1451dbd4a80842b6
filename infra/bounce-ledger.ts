import { Stack } from 'aws-cdk-lib';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { LedgerSettings } from '../shared/config/settings.ts';
import { Alarms } from './alarms.ts';
import { ArchiveBucket } from './archive-bucket.ts';
import { LedgerHttpApi, type Throttle } from './http-api.ts';
import { IntakeQueue } from './intake-queue.ts';
import { LedgerTable } from './ledger-table.ts';
import { type Batch, PROCESSOR_TIMEOUT, Processor } from './processor.ts';
import { Publisher } from './publisher.ts';
import { Query } from './query.ts';
import { Secrets } from './secrets.ts';
import { SesIntake } from './ses-intake.ts';
import { Webhook } from './webhook.ts';

/** How much of the account's Lambda concurrency the ledger sets apart for itself. */
export interface Concurrency {
  /** Webhooks handled at once. A flood of them is throttled here before it takes the queries' share. */
  readonly webhook: number;
  /** Batches processed at once, 2 to 1,000; also what the table's write rate follows from. */
  readonly processor: number;
}

export interface BounceLedgerProps {
  /** The checked configuration: `loadSettings('ledger.config.ts')`, or `resolveSettings(defineLedger({...}))`. */
  readonly settings: LedgerSettings;
  /**
   * SSM path of the sources' secrets, without a slash at the end.
   * @default `/bounce-ledger/<name of the stack>`
   */
  readonly secretsPrefix?: string;
  /**
   * Reserved concurrency, so that neither webhooks nor the processor can starve the queries.
   * `unreserved` is for an account whose quota is too small to set any apart: the processor stays bounded by its
   * event source, webhooks by the sources' rates.
   * @default 50 webhooks and 20 batches
   */
  readonly concurrency?: Concurrency | 'unreserved';
  /**
   * Events of one address in a batch cost one write, and a batch one archive object: large batches are cheap ones.
   * @default 100 messages, one second
   */
  readonly batch?: Batch;
  /**
   * Rate limit of the query routes, all callers together.
   * @default 500 a second, bursts of 1,000
   */
  readonly queryThrottle?: Throttle;
  /**
   * Where alarms go.
   * @default - `alarmEmail`, or nowhere: the alarms are there to be looked at
   */
  readonly alarmTopic?: ITopic;
  /** An e-mail address that gets the alarms, after it has confirmed the subscription. */
  readonly alarmEmail?: string;
  /**
   * Where alarms' descriptions find the operators' page.
   * @default `docs/operating.md`
   */
  readonly runbookUrl?: string;
}

const DEFAULT_CONCURRENCY: Concurrency = { webhook: 50, processor: 20 };
const DEFAULT_BATCH: Batch = { size: 100, windowSeconds: 1 };
const DEFAULT_QUERY_THROTTLE: Throttle = { rateLimit: 500, burstLimit: 1_000 };

/**
 * One ledger of bounces, complaints and suppressions over every e-mail service provider, in this account.
 *
 * ```ts
 * const ledger = new BounceLedger(this, 'Ledger', { settings: loadSettings('ledger.config.ts') });
 * ledger.grantQuery(mailer);
 * new CfnOutput(this, 'SendGrid', { value: ledger.webhookUrl('sendgrid') });
 * ```
 */
export class BounceLedger extends Construct {
  /** The DynamoDB table of records. */
  readonly table: LedgerTable;
  /** Raw events, large bodies, and the audit trail. */
  readonly archive: ArchiveBucket;
  /** The queue before the processor, and its dead letters. */
  readonly intake: IntakeQueue;
  /** SES's ways in: the topic, and the rule on the default event bus. */
  readonly ses: SesIntake;
  /** Publishes changed verdicts on `publisher.bus`. */
  readonly publisher: Publisher;
  readonly api: LedgerHttpApi;
  readonly secrets: Secrets;
  readonly settings: LedgerSettings;

  constructor(scope: Construct, id: string, props: BounceLedgerProps) {
    super(scope, id);
    const { settings, concurrency = DEFAULT_CONCURRENCY } = props;
    const reserved = concurrency === 'unreserved' ? undefined : concurrency;
    this.settings = settings;
    this.secrets = new Secrets(this, props.secretsPrefix ?? `/bounce-ledger/${Stack.of(this).stackName}`);

    const alarms = new Alarms(this, 'Alarms', {
      ...(props.alarmTopic && { topic: props.alarmTopic }),
      ...(props.alarmEmail && { email: props.alarmEmail }),
      ...(props.runbookUrl && { runbookUrl: props.runbookUrl }),
    });
    this.table = new LedgerTable(this, 'Records');
    this.archive = new ArchiveBucket(this, 'Archive', { archiveDays: settings.archiveDays });
    this.intake = new IntakeQueue(this, 'Intake', { alarms, processorTimeout: PROCESSOR_TIMEOUT });
    this.ses = new SesIntake(this, 'Ses', {
      intake: this.intake,
      configurationSet: settings.sesConfigurationSet,
    });

    const { archive, intake, secrets, ses, table } = this;
    const common = { settings, alarms, archive, intake, secrets, ses, table };
    const webhook = new Webhook(this, 'Webhook', {
      ...common,
      reservedConcurrency: reserved?.webhook,
    });
    new Processor(this, 'Processor', {
      ...common,
      batch: props.batch ?? DEFAULT_BATCH,
      concurrency: (reserved ?? DEFAULT_CONCURRENCY).processor,
      reservedConcurrency: reserved?.processor,
    });
    const query = new Query(this, 'Query', common);
    this.publisher = new Publisher(this, 'Publisher', common);
    this.api = new LedgerHttpApi(this, 'Http', {
      settings,
      alarms,
      webhook,
      query,
      queryThrottle: props.queryThrottle ?? DEFAULT_QUERY_THROTTLE,
    });
  }

  /** The URL to enter in an ESP's console. @throws Error when the configuration has no source of that name. */
  webhookUrl(source: string): string {
    if (!this.settings.sources.some(({ name }) => name === source)) {
      throw new Error(`No source "${source}" is configured; add it to the ledger's configuration.`);
    }
    return this.api.webhookUrl(source);
  }

  /** Lets a role of the account ask the query routes. */
  grantQuery(grantee: IGrantable): void {
    this.api.grantQuery(grantee);
  }
}
