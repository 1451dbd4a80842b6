import type { RemovalPolicy } from 'aws-cdk-lib';
import type { IDomainName, IHttpRouteAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { EventPattern, IEventBus } from 'aws-cdk-lib/aws-events';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { LedgerSettings } from '../shared/config/settings.ts';
import type { AlarmOptions } from './alarms.ts';
import type { AuditOptions } from './audit-bucket.ts';
import type { VpcOptions } from './function-options.ts';
import type { Throttle } from './http-api.ts';
import type { Batch } from './processor.ts';

/** Reserved concurrency of the functions that strangers can keep busy. */
export interface Concurrency {
  /**
   * Webhooks handled at once; a flood is throttled here before it takes the queries' share. 0 stops the webhooks.
   * @default 50
   */
  readonly webhook?: number;
  /**
   * Batches processed at once, 2 to 1,000; the table's write rate follows from it.
   * @default 20
   */
  readonly processor?: number;
}

/** A domain of the operator's own in front of the API. */
export interface CustomDomain {
  /** The API Gateway domain name; its DNS record is the operator's. */
  readonly domainName: IDomainName;
  /**
   * Path under the domain, without slashes at its ends.
   * @default - the root
   */
  readonly path?: string;
  /**
   * Whether `https://<id>.execute-api...` answers no more.
   * @default false
   */
  readonly disableDefaultEndpoint?: boolean;
}

/** Properties of `BounceLedger`. */
export interface BounceLedgerProps {
  /** The checked configuration: `loadSettings('ledger.config.ts')`, or `resolveSettings(defineLedger({...}))`. */
  readonly settings: LedgerSettings;

  /**
   * SSM path of the sources' secrets, without a slash at its end.
   * @default - `/bounce-ledger/<stack>` for a construct named `Ledger`, else `/bounce-ledger/<stack>/<construct path>`
   */
  readonly secretsPrefix?: string;

  /**
   * Reserved concurrency, so that neither webhooks nor the processor can starve the queries. `unreserved` is for an
   * account whose quota is too small: the processor stays bounded by its event source, webhooks by the rates of the
   * sources.
   * @default - 50 webhooks and 20 batches
   */
  readonly concurrency?: Concurrency | 'unreserved';

  /**
   * How many messages the processor takes at once. Events of one address in a batch cost one write, and a batch one
   * archive object: large batches are cheap.
   * @default - 100 messages within one second
   */
  readonly batch?: Batch;

  /**
   * Rate limit of the query routes, all callers together.
   * @default - 500 a second, bursts of 1,000
   */
  readonly queryThrottle?: Throttle;

  /**
   * Where alarms go, and when they go off.
   * @default - alarms without actions
   * @example
   * { topics: [pager], emails: ['ops@example.com'], thresholds: { Rejected: 200 } }
   */
  readonly alarms?: AlarmOptions;

  /**
   * A CloudWatch dashboard of intake, events, delay, errors and what costs: three US dollars a month beyond the first
   * three of an account.
   * @default true
   */
  readonly dashboard?: boolean;

  /**
   * A key for table, buckets, queues, topics and function environments. It must be of the stack's Region; the key policy
   * of an imported key must admit SNS, EventBridge, SES and CloudWatch (docs/how-to/encryption-key.md).
   * @default - keys owned or managed by AWS
   */
  readonly encryptionKey?: IKey;

  /**
   * Keys of buckets with inbound mail that is encrypted by SSE-KMS.
   * @default - none
   */
  readonly inboundMailKeys?: readonly IKey[];

  /**
   * A domain of the operator's own in front of the API.
   * @default - the API's own endpoint
   */
  readonly customDomain?: CustomDomain;

  /**
   * The network that the functions run in.
   * @default - none
   */
  readonly vpc?: VpcOptions;

  /**
   * What becomes of table and buckets when they leave the stack. With `RETAIN` the table is protected from deletion;
   * with `DESTROY` it is not, and the buckets are emptied; the audit trail has no Object Lock then.
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;

  /**
   * How long logs are kept.
   * @default RetentionDays.ONE_MONTH
   */
  readonly logRetention?: RetentionDays;

  /**
   * Memory of each function, MB, 256 to 10,240.
   * @default 512
   */
  readonly memorySize?: number;

  /**
   * Active X-Ray tracing of the functions.
   * @default false
   */
  readonly tracing?: boolean;

  /**
   * Prefix of the physical names of functions, queues, topic, table and bus; also the name of the API. Two ledgers in
   * one account and Region need different ones.
   * @default - names made by CloudFormation
   */
  readonly namePrefix?: string;

  /**
   * The rule that takes SES's events from the default event bus: `false` leaves it out, `pattern` narrows it, to one
   * configuration set for example.
   * @default - every event of the account where a source has the provider `ses` or `ses-eventbridge`, else none
   * @example
   * { pattern: { detail: { mail: { tags: { 'ses:configuration-set': ['production'] } } } } }
   */
  readonly sesEvents?: false | { readonly pattern: Pick<EventPattern, 'account' | 'resources' | 'detail'> };

  /**
   * An existing table with the ledger's keys, index and a stream of new and old images.
   * @default - a new one
   */
  readonly table?: ITable;

  /**
   * An existing bucket for the archive; its lifecycle rules are the operator's.
   * @default - a new one
   */
  readonly bucket?: IBucket;

  /**
   * An existing bucket for the audit trail; Object Lock and lifecycle rules are the operator's.
   * @default - a new one
   */
  readonly auditBucket?: IBucket;

  /**
   * How long the audit trail is kept, and how firmly.
   * @default - three years, in governance mode
   */
  readonly audit?: AuditOptions;

  /**
   * An existing event bus for changes.
   * @default - a new one
   */
  readonly eventBus?: IEventBus;

  /**
   * The JSON Schemas of the events in a registry of EventBridge, which not every region has. The package has them as well:
   * `bounce-ledger/events/address.suppressed.json`.
   * @default false
   */
  readonly eventSchemas?: boolean;

  /**
   * Whether a function checks once a day, at each ESP whose API key is stored, that the webhook is set up as the ledger
   * needs it. It needs a source whose ESP takes an API key.
   * @default true
   */
  readonly doctor?: boolean;

  /**
   * Base URL that the ESPs call where it is not the API's own: a proxy in front of it, without a slash at its end.
   * @default - the API's endpoint, or its custom domain
   */
  readonly publicUrl?: string;

  /**
   * An existing authorizer for the query routes, instead of IAM or the JWT issuer of the configuration. It alone decides
   * which access levels a caller has: see docs/how-to/grant-access.md for the routes of each.
   * @default - by the configuration's `api`
   */
  readonly authorizer?: IHttpRouteAuthorizer;

  /**
   * Outputs with the names that the command line looks for.
   * @default true
   */
  readonly outputs?: boolean;
}
