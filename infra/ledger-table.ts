import { RemovalPolicy } from 'aws-cdk-lib';
import {
  AttributeType,
  BillingMode,
  ProjectionType,
  StreamViewType,
  Table,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { attribute, projectedAttributes, SUPPRESSED_INDEX } from '../shared/store/dynamodb/table.ts';

/**
 * The ledger: one item an address, and a sparse index of those that are suppressed. It is the one thing that cannot
 * be made again, so it outlives the stack, refuses deletion, and can be restored to any second of the last 35 days.
 */
export class LedgerTable extends Construct {
  readonly table: Table;
  /** ARN of the sparse index of suppressed addresses. */
  readonly suppressedIndexArn: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);

    this.table = new Table(this, 'Table', {
      partitionKey: { name: attribute.key, type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.AWS_MANAGED,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      stream: StreamViewType.NEW_AND_OLD_IMAGES,
      timeToLiveAttribute: attribute.expires,
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.table.addGlobalSecondaryIndex({
      indexName: SUPPRESSED_INDEX,
      partitionKey: { name: attribute.shard, type: AttributeType.STRING },
      sortKey: { name: attribute.since, type: AttributeType.STRING },
      projectionType: ProjectionType.INCLUDE,
      nonKeyAttributes: [...projectedAttributes],
    });
    this.suppressedIndexArn = `${this.table.tableArn}/index/${SUPPRESSED_INDEX}`;
  }
}
