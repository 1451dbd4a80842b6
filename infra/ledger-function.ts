import { Duration } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import {
  type IGrantable,
  type IPrincipal,
  PolicyStatement,
  Role,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import {
  ApplicationLogLevel,
  Architecture,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  RuntimeFamily,
  SystemLogLevel,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { LedgerSettings } from '../shared/config/settings.ts';
import { type Alarms, FIVE_MINUTES } from './alarms.ts';
import { type FunctionName, functionCode } from './function-code.ts';
import type { FunctionOptions } from './function-options.ts';
import { acknowledgePatterns } from './nag.ts';
import type { Secrets } from './secrets.ts';

/** What every function is given. */
export interface CommonFunctionProps {
  readonly settings: LedgerSettings;
  readonly alarms: Alarms;
  readonly functions: FunctionOptions;
  /**
   * Reserved concurrency, and the most instances there can be.
   * @default - from the account's pool
   */
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

/** Named here so that a CDK older than the runtime can deploy it. */
const NODEJS_24 = new Runtime('nodejs24.x', RuntimeFamily.NODEJS, { supportsInlineCode: true });

/** IAM takes 10,240 characters in the inline policies of a role. */
const MAX_NAMED_PARAMETERS = 60;

/** What Lambda needs to attach a function to a VPC. */
const VPC_ACTIONS = [
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:AssignPrivateIpAddresses',
  'ec2:UnassignPrivateIpAddresses',
];

/**
 * A function of the ledger: a role of its own that may write its own log and nothing else, a log group with a
 * retention, alarms on errors and throttles.
 */
export abstract class LedgerFunction extends Construct implements IGrantable {
  readonly lambda: LambdaFunction;
  readonly logGroup: LogGroup;
  readonly grantPrincipal: IPrincipal;
  protected readonly role: Role;

  constructor(scope: Construct, id: string, props: LedgerFunctionProps) {
    super(scope, id);
    const { functions } = props;

    this.logGroup = new LogGroup(this, 'Log', {
      retention: functions.logRetention,
      removalPolicy: functions.logRemovalPolicy,
    });
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    this.grantPrincipal = this.role;
    this.allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [this.logGroup.logGroupArn]);
    if (functions.encryptionKey) {
      this.allow(['kms:Decrypt', 'kms:GenerateDataKey'], [functions.encryptionKey.keyArn]);
    }
    if (functions.vpc) {
      this.allowPattern(
        VPC_ACTIONS,
        ['*'],
        'Network interfaces of a function in a VPC have no ARN in advance.',
      );
    }
    if (functions.tracing) {
      acknowledgePatterns(
        this.role,
        ['*'],
        'CDK lets the function write traces; X-Ray has no resource to name.',
      );
    }

    this.lambda = new LambdaFunction(this, 'Function', {
      ...(functions.namePrefix !== undefined && { functionName: `${functions.namePrefix}-${props.name}` }),
      description: `Bounce Ledger: ${props.description}`,
      runtime: NODEJS_24,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: functionCode(props.name, props.settings),
      timeout: Duration.seconds(props.timeout),
      memorySize: functions.memorySize,
      environment: { ...props.environment, LEDGER_NAME: functions.ledgerName },
      ...(functions.encryptionKey && { environmentEncryption: functions.encryptionKey }),
      ...(functions.vpc && {
        vpc: functions.vpc.vpc,
        ...(functions.vpc.subnets && { vpcSubnets: functions.vpc.subnets }),
        ...(functions.vpc.securityGroups && { securityGroups: [...functions.vpc.securityGroups] }),
      }),
      ...(functions.tracing && { tracing: Tracing.ACTIVE }),
      role: this.role,
      logGroup: this.logGroup,
      // Lambda's own START, END and REPORT lines would be most of what an event costs in logs.
      loggingFormat: LoggingFormat.JSON,
      applicationLogLevelV2: ApplicationLogLevel.INFO,
      systemLogLevelV2: SystemLogLevel.WARN,
      ...(props.reservedConcurrency !== undefined && {
        reservedConcurrentExecutions: props.reservedConcurrency,
      }),
    });

    props.alarms.addAlarm(this, 'Errors', {
      metric: this.lambda.metricErrors({ period: FIVE_MINUTES, statistic: Stats.SUM }),
      threshold: 1,
      description: `Errors in the ${props.name} function.`,
      runbook: 'A function fails',
    });
    props.alarms.addAlarm(this, 'Throttles', {
      metric: this.lambda.metricThrottles({ period: FIVE_MINUTES, statistic: Stats.SUM }),
      threshold: 1,
      description: `The ${props.name} function was invoked more often than its concurrency allows.`,
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

  /** Lets it read parameters of sources, each by its name; of many sources by a pattern, which fits into a policy. */
  protected allowSourceParameters(
    sources: readonly { readonly name: string }[],
    parametersOf: (source: string) => readonly string[],
  ): void {
    const named = sources.flatMap(({ name }) => parametersOf(name));
    if (named.length <= MAX_NAMED_PARAMETERS) this.allow(['ssm:GetParameter'], named);
    else {
      this.allowPattern(
        ['ssm:GetParameter'],
        parametersOf('*'),
        'A policy that names the parameters of so many sources would be larger than IAM takes.',
      );
    }
  }

  /** Lets it read the stack's key, and make it where there is none: never replace it. */
  protected allowStackKey(secrets: Secrets): void {
    this.allow(['ssm:GetParameter'], [secrets.stackKey]);
    this.role.addToPolicy(
      new PolicyStatement({
        actions: ['ssm:PutParameter'],
        resources: [secrets.stackKey],
        conditions: { StringEquals: { 'ssm:Overwrite': 'false' } },
      }),
    );
  }
}
