import { RemovalPolicy } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { attribute } from '../../shared/store/dynamodb/table.ts';
import { synthesise } from './synthesis.ts';

const stack = synthesise();

describe('the table', () => {
  const table = stack.one('AWS::DynamoDB::Table');

  test.each([
    ['is paid by the request', { BillingMode: 'PAY_PER_REQUEST' }],
    [
      'can be restored to any second',
      { PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } },
    ],
    ['is encrypted', { SSESpecification: { SSEEnabled: true } }],
    ['refuses deletion', { DeletionProtectionEnabled: true }],
    [
      'forgets what expired',
      { TimeToLiveSpecification: { AttributeName: attribute.expires, Enabled: true } },
    ],
    ['streams before and after', { StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' } }],
    ['has one key', { KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }] }],
  ])('%s', (_, properties) => {
    expect(table.Properties).toMatchObject(properties);
  });

  test('outlives the stack', () => {
    expect(table.DeletionPolicy).toBe('Retain');
  });

  test('has the sparse index of suppressed addresses, and copies no events into it', () => {
    stack.template.hasResourceProperties('AWS::DynamoDB::Table', {
      GlobalSecondaryIndexes: [
        {
          IndexName: 'suppressed',
          KeySchema: [
            { AttributeName: 'sx', KeyType: 'HASH' },
            { AttributeName: 'sk', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: Match.not(Match.arrayWith(['events'])) },
        },
      ],
    });
  });
});

describe('the archive', () => {
  const bucket = stack.one('AWS::S3::Bucket', 'LedgerArchive');

  test('is readable by no other account', () => {
    expect(bucket.Properties).toMatchObject({
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
    });
    stack.template.hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
        ]),
      },
    });
  });

  test('is encrypted, and outlives the stack', () => {
    expect(bucket.Properties).toHaveProperty('BucketEncryption');
    expect(bucket.DeletionPolicy).toBe('Retain');
  });

  test('keeps raw events as long as the configuration says, and the names of the audit trail without end', () => {
    const { Properties } = synthesise({ config: { sources: { ses: 'ses' }, archiveDays: 30 } }).one(
      'AWS::S3::Bucket',
      'LedgerArchive',
    );
    expect(Properties).toMatchObject({
      LifecycleConfiguration: {
        Rules: [
          { Prefix: 'raw/', ExpirationInDays: 30 },
          { Prefix: 'big/', ExpirationInDays: 44 },
        ],
      },
    });
    expect(JSON.stringify(Properties.LifecycleConfiguration)).not.toContain('audit/');
  });

  test('keeps no versions: an erasure would leave them behind', () => {
    expect(bucket.Properties).not.toHaveProperty('VersioningConfiguration');
  });
});

describe('the audit trail', () => {
  const bucket = stack.one('AWS::S3::Bucket', 'LedgerAudit');

  test('cannot be changed or deleted for three years, and is gone after', () => {
    expect(bucket.Properties).toMatchObject({
      ObjectLockEnabled: true,
      ObjectLockConfiguration: { Rule: { DefaultRetention: { Days: 1_095, Mode: 'GOVERNANCE' } } },
      VersioningConfiguration: { Status: 'Enabled' },
      LifecycleConfiguration: {
        Rules: [{ ExpirationInDays: 1_095, NoncurrentVersionExpiration: { NoncurrentDays: 1 } }],
      },
    });
    expect(bucket.DeletionPolicy).toBe('Retain');
  });

  test('takes each key once, from every principal', () => {
    stack.template.hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Sid: 'EachKeyOnce',
            Effect: 'Deny',
            Principal: { AWS: '*' },
            Action: 's3:PutObject',
            Condition: { Null: { 's3:if-none-match': 'true' } },
          }),
        ]),
      },
    });
  });

  test('is kept as long and as firmly as the operator says', () => {
    const strict = synthesise({ checked: false, audit: { days: 30, mode: 'compliance' } });
    expect(strict.one('AWS::S3::Bucket', 'LedgerAudit').Properties).toMatchObject({
      ObjectLockConfiguration: { Rule: { DefaultRetention: { Days: 30, Mode: 'COMPLIANCE' } } },
    });
  });

  test('is not locked in a stack that is removed with its data', () => {
    const passing = synthesise({ checked: false, removalPolicy: RemovalPolicy.DESTROY });
    const { Properties, DeletionPolicy } = passing.one('AWS::S3::Bucket', 'LedgerAudit');
    expect(Properties).not.toHaveProperty('ObjectLockConfiguration');
    expect(Properties).toMatchObject({ VersioningConfiguration: { Status: 'Enabled' } });
    expect(DeletionPolicy).toBe('Delete');
  });
});
