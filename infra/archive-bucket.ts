import { Duration, type RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { archiveFolders } from '../shared/intake/archive-folders.ts';
import { LedgerBucket } from './ledger-bucket.ts';
import { QUEUE_RETENTION_DAYS } from './ledger-queue.ts';

export interface ArchiveBucketProps {
  readonly existing: IBucket | undefined;
  readonly archiveDays: number;
  readonly encryptionKey: IKey | undefined;
  readonly removalPolicy: RemovalPolicy;
}

/** The bucket of the raw archive, from which the ledger can be recreated, and of large bodies. */
export class ArchiveBucket extends Construct {
  readonly bucket: IBucket;

  constructor(scope: Construct, id: string, props: ArchiveBucketProps) {
    super(scope, id);
    this.bucket = props.existing ?? this.#createBucket(props);
  }

  /** ARN of every object in one of the folders. */
  under(folder: keyof typeof archiveFolders): string {
    return this.bucket.arnForObjects(`${archiveFolders[folder]}*`);
  }

  #createBucket({ archiveDays, encryptionKey, removalPolicy }: ArchiveBucketProps): LedgerBucket {
    return new LedgerBucket(this, 'Bucket', {
      encryptionKey,
      removalPolicy,
      // Objects are written once, under names of their own. Versions would only outlive an erasure.
      versioned: false,
      lifecycleRules: [
        {
          prefix: archiveFolders.raw,
          expiration: Duration.days(archiveDays),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
        // As long as an archived delivery may name the body.
        { prefix: archiveFolders.big, expiration: Duration.days(archiveDays + QUEUE_RETENTION_DAYS) },
      ],
      whyNoAccessLog: 'Only the functions of this stack read and write it',
    });
  }
}
