import type { Construct } from 'constructs';
import type { ArchiveBucket } from './archive-bucket.ts';
import type { AuditBucket } from './audit-bucket.ts';
import { type CommonFunctionProps, LedgerFunction } from './ledger-function.ts';
import type { LedgerTable } from './ledger-table.ts';
import type { Secrets } from './secrets.ts';

/** In five minutes: more than an operator does by hand. */
const RELEASES_OF_A_CALLER = 50;
const ERASURES_OF_A_CALLER = 20;

export interface QueryProps extends CommonFunctionProps {
  readonly table: LedgerTable;
  readonly secrets: Secrets;
}

/** Answers look-ups, listings and statistics. Its role reads the table and writes nothing. */
export class Query extends LedgerFunction {
  constructor(scope: Construct, id: string, props: QueryProps) {
    const { table, secrets } = props;
    super(scope, id, {
      ...props,
      name: 'query',
      description: 'answers whether an address is suppressed, and why',
      timeout: 10,
      environment: { TABLE_NAME: table.table.tableName, SECRETS_PREFIX: secrets.prefix },
    });
    this.allow(['dynamodb:BatchGetItem', 'dynamodb:GetItem'], [table.table.tableArn]);
    this.allow(['dynamodb:Query'], [table.suppressedIndexArn]);
    this.allowStackKey(secrets);
  }
}

export interface ManageProps extends QueryProps {
  readonly archive: ArchiveBucket;
  readonly audit: AuditBucket;
}

/** Suppresses, releases, erases and decides about storms, for callers that are granted so; each change is audited. */
export class Manage extends LedgerFunction {
  constructor(scope: Construct, id: string, props: ManageProps) {
    const { archive, audit, table, secrets } = props;
    super(scope, id, {
      ...props,
      name: 'manage',
      description: 'suppresses, releases and erases addresses',
      timeout: 10,
      environment: {
        TABLE_NAME: table.table.tableName,
        ARCHIVE_BUCKET: archive.bucket.bucketName,
        AUDIT_BUCKET: audit.bucket.bucketName,
        SECRETS_PREFIX: secrets.prefix,
      },
    });
    this.allow(
      [
        'dynamodb:BatchGetItem',
        'dynamodb:DeleteItem',
        'dynamodb:GetItem',
        'dynamodb:PutItem',
        'dynamodb:UpdateItem',
      ],
      [table.table.tableArn],
    );
    this.allow(['dynamodb:Query'], [table.suppressedIndexArn]);
    this.allowStackKey(secrets);
    this.allow(['ssm:GetParameter'], [secrets.signingKeys]);
    this.allowPattern(
      ['s3:PutObject'],
      [audit.entries, archive.under('auditNames')],
      'Each manual change is an object of its own, and so is each address.',
    );
    props.alarms.addAlarm(this, 'ReleasesByCaller', {
      metric: props.alarms.counts('ManualReleases', 'Caller'),
      threshold: RELEASES_OF_A_CALLER,
      description: `One caller released ${RELEASES_OF_A_CALLER} addresses within five minutes.`,
      runbook: 'A caller releases or erases much',
    });
    props.alarms.addAlarm(this, 'ErasuresByCaller', {
      metric: props.alarms.counts('Erasures', 'Caller'),
      threshold: ERASURES_OF_A_CALLER,
      description: `One caller erased ${ERASURES_OF_A_CALLER} addresses within five minutes.`,
      runbook: 'A caller releases or erases much',
    });
  }
}
