import type { Construct } from 'constructs';
import type { ArchiveBucket } from './archive-bucket.ts';
import { type CommonFunctionProps, LedgerFunction } from './ledger-function.ts';
import type { LedgerTable } from './ledger-table.ts';
import type { Secrets } from './secrets.ts';

export interface QueryProps extends CommonFunctionProps {
  readonly archive: ArchiveBucket;
  readonly table: LedgerTable;
  readonly secrets: Secrets;
}

/** The query function: look-ups, and the manual changes of operators. */
export class Query extends LedgerFunction {
  constructor(scope: Construct, id: string, props: QueryProps) {
    const { archive, table, secrets } = props;
    super(scope, id, {
      ...props,
      name: 'query',
      description: 'answers whether an address is suppressed, and why',
      timeout: 10,
      environment: {
        TABLE_NAME: table.table.tableName,
        ARCHIVE_BUCKET: archive.bucket.bucketName,
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
    this.allowPepper(secrets);
    this.allowPattern(
      ['s3:PutObject'],
      [archive.under('audit')],
      'Each manual change is an object of its own.',
    );
  }
}
