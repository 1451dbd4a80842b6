import type { RemovalPolicy } from 'aws-cdk-lib';
import type { ISecurityGroup, IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';

/** The network that the functions run in. */
export interface VpcOptions {
  /** Needs a way to SQS, SSM, S3, DynamoDB, EventBridge and the ESPs' hosts of certificates and APIs: endpoints or a NAT gateway. */
  readonly vpc: IVpc;
  /** @default - the private subnets with egress */
  readonly subnets?: SubnetSelection;
  /** @default - one that allows all outbound traffic and no inbound */
  readonly securityGroups?: readonly ISecurityGroup[];
}

/** What every function of a ledger shares. */
export interface FunctionOptions {
  /** Prefix of physical names; undefined leaves them to CloudFormation. */
  readonly namePrefix: string | undefined;
  /** Value of the `Ledger` dimension of its metrics. */
  readonly ledgerName: string;
  /** MB, 256 to 10,240. */
  readonly memorySize: number;
  readonly logRetention: RetentionDays;
  readonly logRemovalPolicy: RemovalPolicy;
  /** Active X-Ray tracing. */
  readonly tracing: boolean;
  readonly vpc: VpcOptions | undefined;
  readonly encryptionKey: IKey | undefined;
}
