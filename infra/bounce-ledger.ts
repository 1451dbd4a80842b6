import { RemovalPolicy } from 'aws-cdk-lib';
import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { LedgerSettings } from '../shared/config/settings.ts';
import { providers } from '../shared/providers/registry.ts';
import { Alarms } from './alarms.ts';
import { ArchiveBucket } from './archive-bucket.ts';
import { AuditBucket } from './audit-bucket.ts';
import { LedgerDashboard } from './dashboard.ts';
import { Doctor } from './doctor.ts';
import { admitPublishers } from './encryption.ts';
import { EventSchemas } from './event-schemas.ts';
import type { FunctionOptions } from './function-options.ts';
import { LedgerHttpApi, type Throttle } from './http-api.ts';
import { IntakeQueue } from './intake-queue.ts';
import { LedgerTable } from './ledger-table.ts';
import { type LedgerNames, namesOf } from './names.ts';
import { Outputs } from './outputs.ts';
import { type Batch, PROCESSOR_TIMEOUT, Processor } from './processor.ts';
import type { BounceLedgerProps } from './props.ts';
import { Publisher } from './publisher.ts';
import { Manage, Query } from './query.ts';
import { ReputationAlarms } from './reputation-alarms.ts';
import { Secrets } from './secrets.ts';
import { SesIntake, type SesIntakeProps } from './ses-intake.ts';
import { Statistics } from './statistics.ts';
import { Sync } from './sync.ts';
import { validateProps } from './validate-props.ts';
import { Webhook } from './webhook.ts';

const DEFAULT_CONCURRENCY = { webhook: 50, processor: 20 };
const DEFAULT_BATCH: Batch = { size: 100, windowSeconds: 1 };
const DEFAULT_QUERY_THROTTLE: Throttle = { rateLimit: 500, burstLimit: 1_000 };
const DEFAULT_MEMORY_MB = 512;

/**
 * One ledger of bounces, complaints and suppressions over every e-mail service provider, in this account.
 *
 * @example
 * const ledger = new BounceLedger(this, 'Ledger', { settings: loadSettings('ledger.config.ts') });
 * ledger.grantRead(mailer);
 */
export class BounceLedger extends Construct {
  readonly settings: LedgerSettings;
  /** The DynamoDB table of records. */
  readonly table: LedgerTable;
  /** Raw events and large bodies. */
  readonly archive: ArchiveBucket;
  /** The audit trail. */
  readonly audit: AuditBucket;
  /** The queue before the processor, and its dead letters. */
  readonly intake: IntakeQueue;
  /** SES's ways in: the topic, and the rule on the default event bus. */
  readonly ses: SesIntake;
  /** The function that verifies webhooks and queues them. */
  readonly webhook: Webhook;
  /** The function that records events. */
  readonly processor: Processor;
  /** The function behind the query routes. */
  readonly query: Query;
  /** Makes the changes that callers ask for. */
  readonly manage: Manage;
  /** Counts events by hour and day. */
  readonly statistics: Statistics;
  /** Publishes changed verdicts on `publisher.bus`. */
  readonly publisher: Publisher;
  /** Keeps ESPs' own suppression lists in step; undefined where no source is configured so. */
  readonly sync: Sync | undefined;
  readonly api: LedgerHttpApi;
  /** Checks the webhooks at the ESPs once a day; undefined where no source's ESP takes an API key. */
  readonly doctor: Doctor | undefined;
  readonly secrets: Secrets;
  readonly alarms: Alarms;
  /** What happens, in CloudWatch; undefined where `dashboard` is false. */
  readonly dashboard: LedgerDashboard | undefined;

  /** @throws InvalidPropsError for properties that contradict each other or that AWS would reject */
  constructor(scope: Construct, id: string, props: BounceLedgerProps) {
    super(scope, id);
    validateProps(props);
    const { settings, encryptionKey, namePrefix } = props;
    const names = namesOf(this);
    const removalPolicy = props.removalPolicy ?? RemovalPolicy.RETAIN;
    if (encryptionKey) admitPublishers(encryptionKey);

    this.settings = settings;
    this.secrets = new Secrets(this, props.secretsPrefix ?? names.secretsPrefix);
    this.alarms = new Alarms(this, 'Alarms', {
      ...props.alarms,
      ledgerName: names.ledgerName,
      ...(encryptionKey && { encryptionKey }),
    });
    this.table = new LedgerTable(this, 'Records', {
      existing: props.table,
      tableName: namePrefix,
      encryptionKey,
      removalPolicy,
    });
    this.archive = new ArchiveBucket(this, 'Archive', {
      existing: props.bucket,
      archiveDays: settings.archiveDays,
      encryptionKey,
      removalPolicy,
    });
    this.audit = new AuditBucket(this, 'Audit', {
      ...props.audit,
      existing: props.auditBucket,
      encryptionKey,
      removalPolicy,
    });
    this.intake = new IntakeQueue(this, 'Intake', {
      alarms: this.alarms,
      processorTimeout: PROCESSOR_TIMEOUT,
      namePrefix,
      encryptionKey,
    });
    this.ses = new SesIntake(this, 'Ses', {
      intake: this.intake,
      configurationSet: settings.sesConfigurationSet,
      eventPattern: sesPatternOf(props),
      topicName: namePrefix && `${namePrefix}-ses`,
      encryptionKey,
    });

    const { alarms, archive, audit, intake, secrets, ses, table } = this;
    const functions = functionOptionsOf(props, names);
    const common = { settings, alarms, archive, audit, functions, intake, secrets, ses, table };
    const isReserved = props.concurrency !== 'unreserved';
    const concurrency = {
      ...DEFAULT_CONCURRENCY,
      ...(typeof props.concurrency === 'object' && props.concurrency),
    };
    this.webhook = new Webhook(this, 'Webhook', {
      ...common,
      reservedConcurrency: isReserved ? concurrency.webhook : undefined,
    });
    this.processor = new Processor(this, 'Processor', {
      ...common,
      batch: props.batch ?? DEFAULT_BATCH,
      concurrency: concurrency.processor,
      reservedConcurrency: isReserved ? concurrency.processor : undefined,
      inboundMailKeys: props.inboundMailKeys ?? [],
    });
    this.query = new Query(this, 'Query', common);
    this.manage = new Manage(this, 'Manage', common);
    this.statistics = new Statistics(this, 'Statistics', common);
    this.publisher = new Publisher(this, 'Publisher', { ...common, existingBus: props.eventBus });
    this.sync = settings.sources.some(({ sync }) => sync !== null)
      ? new Sync(this, 'Sync', { ...common, bus: this.publisher.bus })
      : undefined;
    this.api = new LedgerHttpApi(this, 'Http', {
      settings,
      alarms,
      functions,
      webhook: this.webhook,
      query: this.query,
      manage: this.manage,
      queryThrottle: props.queryThrottle ?? DEFAULT_QUERY_THROTTLE,
      customDomain: props.customDomain,
      authorizer: props.authorizer,
    });
    this.doctor = wantsDoctor(props)
      ? new Doctor(this, 'Doctor', { ...common, apiUrl: props.publicUrl ?? this.api.url })
      : undefined;
    new ReputationAlarms(this, 'Reputation', { alarms, reputation: settings.reputation });
    this.dashboard =
      (props.dashboard ?? true) ? new LedgerDashboard(this, 'Overview', this, namePrefix) : undefined;
    if (props.eventSchemas) new EventSchemas(this, 'Schemas', names);
    if (props.outputs ?? true) new Outputs(this, 'Outputs', this, names.outputPrefix);
  }

  /**
   * The URL of a source's webhook without its last part, the key, which is a secret: `bounce-ledger sources list` shows
   * it whole.
   *
   * @throws Error when the configuration has no source of that name
   */
  webhookBaseUrl(source: string): string {
    if (!this.settings.sources.some(({ name }) => name === source)) {
      throw new Error(`No source "${source}" is configured; add it to the ledger's configuration.`);
    }
    return this.api.webhookBaseUrl(source);
  }

  /**
   * Lets a principal of this account look up addresses that it names: what a sender's program needs.
   *
   * @throws Error for a principal of another account, and where callers have tokens
   * @example ledger.grantRead(mailer);
   */
  grantRead(grantee: IGrantable): Grant {
    return this.api.grant(grantee, 'read');
  }

  /** Lets a principal list the suppressed addresses and read the statistics. */
  grantList(grantee: IGrantable): Grant {
    return this.api.grant(grantee, 'list');
  }

  /** Lets a principal suppress and release addresses, and decide about storms. */
  grantWrite(grantee: IGrantable): Grant {
    return this.api.grant(grantee, 'write');
  }

  /** Lets a principal erase addresses. */
  grantErase(grantee: IGrantable): Grant {
    return this.api.grant(grantee, 'erase');
  }

  /**
   * Lets a principal look addresses up in the table itself, one by one and not by listing it: what
   * `createTableClient` of `bounce-ledger/client/table` needs.
   */
  grantTableRead(grantee: IGrantable): void {
    this.table.grantLookUp(grantee);
  }

  /**
   * Lets a principal read the keys that sign return paths and unsubscribe URLs: a sender's program reads the
   * SecureString `<secretsPrefix>/signing-keys` when it starts.
   */
  grantSigningKeys(grantee: IGrantable): void {
    this.secrets.grantSigningKeys(grantee);
  }
}

function functionOptionsOf(props: BounceLedgerProps, { ledgerName }: LedgerNames): FunctionOptions {
  return {
    namePrefix: props.namePrefix,
    ledgerName,
    memorySize: props.memorySize ?? DEFAULT_MEMORY_MB,
    logRetention: props.logRetention ?? RetentionDays.ONE_MONTH,
    logRemovalPolicy: RemovalPolicy.DESTROY,
    tracing: props.tracing ?? false,
    vpc: props.vpc,
    encryptionKey: props.encryptionKey,
  };
}

function wantsDoctor({ doctor, settings }: BounceLedgerProps): boolean {
  return doctor !== false && settings.sources.some(({ provider }) => providers.get(provider)?.takesApiKey);
}

function sesPatternOf({ sesEvents, settings }: BounceLedgerProps): SesIntakeProps['eventPattern'] {
  if (sesEvents === false) return null;
  if (sesEvents !== undefined) return sesEvents.pattern;
  return settings.sources.some(({ provider }) => provider === 'ses' || provider === 'ses-eventbridge')
    ? {}
    : null;
}
