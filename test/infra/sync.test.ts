import { describe, expect, test } from 'vitest';
import type { SyncConfig } from '../../shared/config/define.ts';
import { synthesise } from './synthesis.ts';

const withSync = (sync: SyncConfig) =>
  synthesise({ config: { sources: { shop: 'ses', news: { provider: 'mailgun', sync } } } });

test('no source is kept in step unless its configuration says so', () => {
  expect(synthesise().all('AWS::Lambda::Function', 'LedgerSync')).toEqual([]);
});

describe('a source that is kept in step', () => {
  const stack = withSync({ every: '12 hours', push: ['complaint'], lift: true });

  test('is read by a schedule, through a queue that webhooks do not share', () => {
    const queue = stack.one('AWS::SQS::Queue', 'LedgerSyncQueue');
    const rule = stack.one('AWS::Events::Rule', 'LedgerSyncEverynews');
    expect(rule.Properties).toMatchObject({
      ScheduleExpression: 'rate(12 hours)',
      Targets: [{ Arn: { 'Fn::GetAtt': [queue.id, 'Arn'] }, Input: '{"kind":"start","source":"news"}' }],
    });
    const mapping = stack.one('AWS::Lambda::EventSourceMapping', 'LedgerSync');
    expect(mapping.Properties).toMatchObject({
      BatchSize: 1,
      EventSourceArn: { 'Fn::GetAtt': [queue.id, 'Arn'] },
      ScalingConfig: { MaximumConcurrency: 2 },
    });
  });

  test('follows changed verdicts on the ledger’s own bus', () => {
    expect(stack.one('AWS::Events::Rule', 'LedgerSyncChanges').Properties).toMatchObject({
      EventPattern: {
        source: ['bounce-ledger'],
        'detail-type': ['address.suppressed', 'address.released'],
      },
    });
    const onlyRead = withSync({ every: '1 day' });
    expect(onlyRead.all('AWS::Events::Rule', 'LedgerSyncChanges')).toEqual([]);
  });

  test('gives its function that source’s API key, and no right to write a record or delete an object', () => {
    const policy = JSON.stringify(stack.one('AWS::IAM::Policy', 'LedgerSync').Properties.PolicyDocument);
    expect(policy).toContain('/bounce-ledger/BounceLedger/api-keys/news');
    expect(policy).not.toContain('/api-keys/shop');
    expect(policy).not.toMatch(/dynamodb:(Put|Update|Delete|\*)/);
    expect(policy).not.toMatch(/s3:(Delete|\*)/);
  });
});
