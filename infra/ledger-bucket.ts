import { RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type BucketProps,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { acknowledge } from './nag.ts';

export interface LedgerBucketProps
  extends Pick<BucketProps, 'versioned' | 'objectLockDefaultRetention' | 'lifecycleRules'> {
  /** @default - SSE-S3 */
  readonly encryptionKey: IKey | undefined;
  /** With `DESTROY` it is emptied when it leaves the stack. */
  readonly removalPolicy: RemovalPolicy;
  /** Why there is no log of every access: the beginning of a sentence. */
  readonly whyNoAccessLog: string;
}

/** A bucket of the ledger: private, encrypted, TLS only. */
export class LedgerBucket extends Bucket {
  constructor(
    scope: Construct,
    id: string,
    { encryptionKey, removalPolicy, whyNoAccessLog, ...props }: LedgerBucketProps,
  ) {
    super(scope, id, {
      ...props,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      ...(encryptionKey
        ? { encryption: BucketEncryption.KMS, encryptionKey, bucketKeyEnabled: true }
        : { encryption: BucketEncryption.S3_MANAGED }),
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      removalPolicy,
      ...(removalPolicy === RemovalPolicy.DESTROY && { autoDeleteObjects: true }),
    });
    acknowledge(
      this,
      'AwsSolutions-S1',
      `${whyNoAccessLog}; an operator who must log every access turns on CloudTrail data events, which name the caller.`,
    );
  }
}
