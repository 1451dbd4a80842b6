import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type IBucket,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { archiveFolders } from '../shared/intake/archive-folders.ts';
import { acknowledge } from './nag.ts';

/** A body waits in the queue for 14 days at most, before its delivery is archived. */
const QUEUED_DAYS = 14;

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

  #createBucket({ archiveDays, encryptionKey, removalPolicy }: ArchiveBucketProps): Bucket {
    const bucket = new Bucket(this, 'Bucket', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      ...(encryptionKey
        ? { encryption: BucketEncryption.KMS, encryptionKey, bucketKeyEnabled: true }
        : { encryption: BucketEncryption.S3_MANAGED }),
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      // Objects are written once, under names of their own. Versions would only outlive an erasure.
      versioned: false,
      lifecycleRules: [
        {
          prefix: archiveFolders.raw,
          expiration: Duration.days(archiveDays),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
        // As long as an archived delivery may name the body.
        { prefix: archiveFolders.big, expiration: Duration.days(archiveDays + QUEUED_DAYS) },
      ],
      removalPolicy,
      ...(removalPolicy === RemovalPolicy.DESTROY && { autoDeleteObjects: true }),
    });
    acknowledge(
      bucket,
      'AwsSolutions-S1',
      'Only the functions of this stack read and write it; an operator who must log every access turns on CloudTrail data events, which name the caller.',
    );
    return bucket;
  }
}
