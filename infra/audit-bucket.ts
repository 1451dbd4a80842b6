import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { type IBucket, ObjectLockRetention } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { AUDIT_FOLDER } from '../shared/intake/archive-folders.ts';
import { LedgerBucket } from './ledger-bucket.ts';

/** How long the audit trail is kept, and how firmly. */
export interface AuditOptions {
  /**
   * Days that an entry is kept; until then it can be neither changed nor deleted.
   * @default 1,095
   */
  readonly days?: number;
  /**
   * Object Lock's mode: `governance` lets principals with `s3:BypassGovernanceRetention` delete entries earlier,
   * `compliance` lets none, the account's root user included.
   * @default 'governance'
   */
  readonly mode?: 'governance' | 'compliance';
}

export interface AuditBucketProps extends AuditOptions {
  readonly existing: IBucket | undefined;
  readonly encryptionKey: IKey | undefined;
  readonly removalPolicy: RemovalPolicy;
}

const DEFAULT_DAYS = 1_095;

/** The bucket of the audit trail: each key is written once, and locked. With `DESTROY` it is versioned and not locked. */
export class AuditBucket extends Construct {
  readonly bucket: IBucket;

  constructor(scope: Construct, id: string, props: AuditBucketProps) {
    super(scope, id);
    this.bucket = props.existing ?? this.#createBucket(props);
  }

  /** ARN of every entry. */
  get entries(): string {
    return entriesOf(this.bucket);
  }

  #createBucket({ days = DEFAULT_DAYS, mode, encryptionKey, removalPolicy }: AuditBucketProps): LedgerBucket {
    const retention = Duration.days(days);
    const isLocked = removalPolicy !== RemovalPolicy.DESTROY;
    const bucket = new LedgerBucket(this, 'Bucket', {
      encryptionKey,
      removalPolicy,
      versioned: true,
      ...(isLocked && {
        objectLockDefaultRetention:
          mode === 'compliance'
            ? ObjectLockRetention.compliance(retention)
            : ObjectLockRetention.governance(retention),
      }),
      lifecycleRules: [{ expiration: retention, noncurrentVersionExpiration: Duration.days(1) }],
      whyNoAccessLog: 'It is a log itself, which functions of this stack write and none reads',
    });
    bucket.addToResourcePolicy(
      new PolicyStatement({
        sid: 'EachKeyOnce',
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: ['s3:PutObject'],
        resources: [entriesOf(bucket)],
        conditions: { Null: { 's3:if-none-match': 'true' } },
      }),
    );
    return bucket;
  }
}

function entriesOf(bucket: IBucket): string {
  return bucket.arnForObjects(`${AUDIT_FOLDER}*`);
}
