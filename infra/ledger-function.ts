import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  ApplicationLogLevel,
  Architecture,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { LedgerSettings } from '../shared/config/settings.ts';
import { acknowledgePatterns } from './acknowledge.ts';
import { type Alarms, FIVE_MINUTES } from './alarms.ts';
import { type FunctionName, functionCode } from './function-code.ts';
import type { Secrets } from './secrets.ts';

/** What every function is given. */
export interface CommonFunctionProps {
  readonly settings: LedgerSettings;
  readonly alarms: Alarms;
  /** Instances set apart from the account's pool, and the most there can be; from the pool unless told. */
  readonly reservedConcurrency?: number | undefined;
}

export interface LedgerFunctionProps extends CommonFunctionProps {
  readonly name: FunctionName;
  readonly description: string;
  /** Seconds. */
  readonly timeout: number;
  /** Names and places, never secrets. */
  readonly environment: Readonly<Record<string, string>>;
}

/** MB. Under 256 a function starves of CPU; at 512 a cold start takes half as long for the same price. */
const MEMORY = 512;

/**
 * A function with what each of ours has: a role of its own that starts with nothing but its own log, a log that is
 * forgotten after a month, and alarms on errors and throttles.
 */
export abstract class LedgerFunction extends Construct {
  readonly lambda: LambdaFunction;
  protected readonly role: Role;
  readonly #hashesAddresses: boolean;

  constructor(scope: Construct, id: string, props: LedgerFunctionProps) {
    super(scope, id);
    this.#hashesAddresses = props.settings.addresses.stored === 'hashed';

    const logGroup = new LogGroup(this, 'Log', {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    this.allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [logGroup.logGroupArn]);

    this.lambda = new LambdaFunction(this, 'Function', {
      description: `Bounce Ledger: ${props.description}`,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: functionCode(props.name, props.settings),
      timeout: Duration.seconds(props.timeout),
      memorySize: MEMORY,
      environment: { ...props.environment },
      role: this.role,
      logGroup,
      // Lambda's own START, END and REPORT lines would be most of what an event costs in logs.
      loggingFormat: LoggingFormat.JSON,
      applicationLogLevelV2: ApplicationLogLevel.INFO,
      systemLogLevelV2: SystemLogLevel.WARN,
      ...(props.reservedConcurrency && { reservedConcurrentExecutions: props.reservedConcurrency }),
    });

    props.alarms.raise(this, 'Errors', {
      metric: this.lambda.metricErrors({ period: FIVE_MINUTES, statistic: Stats.SUM }),
      threshold: 1,
      says: `The ${props.name} function ended in an error.`,
      runbook: 'A function fails',
    });
    props.alarms.raise(this, 'Throttles', {
      metric: this.lambda.metricThrottles({ period: FIVE_MINUTES, statistic: Stats.SUM }),
      threshold: 1,
      says: `The ${props.name} function was asked more often than its concurrency allows.`,
      runbook: 'A function is throttled',
    });
  }

  /** Grants named actions on named resources. */
  protected allow(actions: readonly string[], resources: readonly string[]): void {
    this.role.addToPolicy(new PolicyStatement({ actions: [...actions], resources: [...resources] }));
  }

  /** Grants named actions on resources named by a pattern; `because` says why they cannot be named one by one. */
  protected allowPattern(actions: readonly string[], patterns: readonly string[], because: string): void {
    this.allow(actions, patterns);
    acknowledgePatterns(this.role, patterns, because);
  }

  /** Lets it read the key of hashed addresses, where addresses are stored so: elsewhere it has no use for one. */
  protected allowPepper(secrets: Secrets): void {
    if (this.#hashesAddresses) this.allow(['ssm:GetParameter'], [secrets.pepper]);
  }
}
