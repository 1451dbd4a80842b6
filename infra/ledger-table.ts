import { CfnDeletionPolicy, Lazy, type RemovalPolicy } from 'aws-cdk-lib';
import {
  AttributeType,
  BillingMode,
  CfnTable,
  type ITable,
  ProjectionType,
  StreamViewType,
  Table,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { attribute, projectedAttributes, SUPPRESSED_INDEX } from '../shared/store/dynamodb/table.ts';

export interface LedgerTableProps {
  readonly existing: ITable | undefined;
  readonly tableName: string | undefined;
  readonly encryptionKey: IKey | undefined;
  readonly removalPolicy: RemovalPolicy;
}

/**
 * The ledger: one item an address, and a sparse index of those that are suppressed. It cannot be recreated, so by
 * default it outlives the stack, is protected from deletion, and can be restored to any second of the last 35 days.
 */
export class LedgerTable extends Construct {
  readonly table: ITable;
  /** ARN of the sparse index of suppressed addresses. */
  readonly suppressedIndexArn: string;

  constructor(scope: Construct, id: string, props: LedgerTableProps) {
    super(scope, id);
    this.table = props.existing ?? this.#createTable(props);
    this.suppressedIndexArn = `${this.table.tableArn}/index/${SUPPRESSED_INDEX}`;
  }

  /** Lets a principal read items whose keys it knows; neither queries nor scans. */
  grantLookUp(grantee: IGrantable): void {
    this.table.grant(grantee, 'dynamodb:BatchGetItem', 'dynamodb:GetItem');
    this.table.encryptionKey?.grantDecrypt(grantee);
  }

  #createTable({ tableName, encryptionKey, removalPolicy }: LedgerTableProps): Table {
    const table = new Table(this, 'Table', {
      ...(tableName !== undefined && { tableName }),
      partitionKey: { name: attribute.key, type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      ...(encryptionKey
        ? { encryption: TableEncryption.CUSTOMER_MANAGED, encryptionKey }
        : { encryption: TableEncryption.AWS_MANAGED }),
      stream: StreamViewType.NEW_AND_OLD_IMAGES,
      timeToLiveAttribute: attribute.expires,
      removalPolicy,
    });
    table.addGlobalSecondaryIndex({
      indexName: SUPPRESSED_INDEX,
      partitionKey: { name: attribute.shard, type: AttributeType.STRING },
      sortKey: { name: attribute.since, type: AttributeType.STRING },
      projectionType: ProjectionType.INCLUDE,
      nonKeyAttributes: [...projectedAttributes],
    });
    const resource = table.node.defaultChild;
    if (!(resource instanceof CfnTable))
      throw new Error('Table has no CfnTable: this release of aws-cdk-lib is not supported.');
    // The construct's property for it differs between the releases that are supported.
    resource.pointInTimeRecoverySpecification = { pointInTimeRecoveryEnabled: true };
    // Follows the removal policy even where RemovalPolicies or an aspect sets it later.
    resource.deletionProtectionEnabled = Lazy.any({
      produce: () => resource.cfnOptions.deletionPolicy !== CfnDeletionPolicy.DELETE,
    });
    return table;
  }
}
