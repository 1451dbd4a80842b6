import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { archiveFolders } from '../shared/intake/archive-folders.ts';
import { acknowledge } from './acknowledge.ts';

/** A body waits in the queue for 14 days at most and in the dead-letter queue for 14 more. */
const BIG_BODY_DAYS = 30;

/** The raw archive: what the ledger could be made from again. */
export class ArchiveBucket extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, props: { readonly archiveDays: number }) {
    super(scope, id);

    this.bucket = new Bucket(this, 'Bucket', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      // Objects are written once, under names of their own. Versions would only outlive an erasure.
      versioned: false,
      lifecycleRules: [
        {
          prefix: archiveFolders.raw,
          expiration: Duration.days(props.archiveDays),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
        { prefix: archiveFolders.big, expiration: Duration.days(BIG_BODY_DAYS) },
      ],
      removalPolicy: RemovalPolicy.RETAIN,
    });
    acknowledge(
      this.bucket,
      'AwsSolutions-S1',
      'Only the functions of this stack read and write it; an operator who must log every access turns on CloudTrail data events, which name the caller.',
    );
  }

  /** ARN of every object in one of the folders. */
  under(folder: keyof typeof archiveFolders): string {
    return this.bucket.arnForObjects(`${archiveFolders[folder]}*`);
  }
}
