import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import type { SyncConfig } from '../../shared/config/define.ts';
import { synthesise } from './synthesis.ts';

const environmentShape = v.object({ Variables: v.record(v.string(), v.unknown()) });

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

  test('leaves each variable the same place in every function that has it', () => {
    const queue = stack.one('AWS::SQS::Queue', 'LedgerSyncQueue');
    const intake = stack.one('AWS::SQS::Queue', 'LedgerIntakeQueue');
    const places = new Map<string, Set<string>>();
    for (const { Properties } of stack.all('AWS::Lambda::Function', 'Ledger')) {
      const { Variables } = v.parse(environmentShape, Properties.Environment);
      for (const [name, value] of Object.entries(Variables)) {
        places.set(name, (places.get(name) ?? new Set()).add(JSON.stringify(value)));
      }
    }
    expect([...places].filter(([, values]) => values.size > 1)).toEqual([]);
    expect(places.get('QUEUE_URL')).toEqual(new Set([JSON.stringify({ Ref: intake.id })]));
    expect(places.get('SYNC_QUEUE_URL')).toEqual(new Set([JSON.stringify({ Ref: queue.id })]));
  });

  test('gives its function that source’s API key, and no right to write a record or delete an object', () => {
    const policy = JSON.stringify(stack.one('AWS::IAM::Policy', 'LedgerSync').Properties.PolicyDocument);
    expect(policy).toContain('/bounce-ledger/BounceLedger/api-keys/news');
    expect(policy).not.toContain('/api-keys/shop');
    expect(policy).not.toMatch(/dynamodb:(Put|Update|Delete|\*)/);
    expect(policy).not.toMatch(/s3:(Delete|\*)/);
  });
});

describe('the list of Amazon SES', () => {
  const actionsWith = (sync: SyncConfig) => {
    const { one } = synthesise({ config: { sources: { shop: { provider: 'ses', sync } } } });
    const policy = JSON.stringify(one('AWS::IAM::Policy', 'LedgerSync').Properties.PolicyDocument);
    return [...policy.matchAll(/ses:\w+/g)].map(([action]) => action).sort();
  };

  test('is read by the role of the function', () => {
    expect(actionsWith({ every: '1 day' })).toEqual([
      'ses:GetSuppressedDestination',
      'ses:ListSuppressedDestinations',
    ]);
  });

  test('is changed only as the configuration says', () => {
    expect(actionsWith({ every: '1 day', push: ['complaint'] })).toContain('ses:PutSuppressedDestination');
    expect(actionsWith({ every: '1 day', push: ['complaint'] })).not.toContain(
      'ses:DeleteSuppressedDestination',
    );
    expect(actionsWith({ every: '1 day', lift: true })).toContain('ses:DeleteSuppressedDestination');
    expect(actionsWith({ every: '1 day', lift: true })).not.toContain('ses:PutSuppressedDestination');
  });

  test('gives no other function, and no stack without it, a right at Amazon SES', () => {
    const { all } = withSync({ every: '1 day', push: ['complaint'], lift: true });
    expect(JSON.stringify(all('AWS::IAM::Policy', ''))).not.toContain('SuppressedDestination');
  });
});

test('API keys of many sources are named by a pattern, where a policy would be too large', () => {
  const policyWith = (count: number) => {
    const sources = Object.fromEntries(
      Array.from({ length: count }, (_, index) => [
        `s-${index}`,
        { provider: 'mailgun' as const, sync: { every: '1 day' as const } },
      ]),
    );
    const { one } = synthesise({ config: { sources } });
    return JSON.stringify(one('AWS::IAM::Policy', 'LedgerSync').Properties.PolicyDocument);
  };
  expect(policyWith(60)).toContain('/api-keys/s-59');
  const policy = policyWith(61);
  expect(policy).toContain('/api-keys/*');
  expect(policy).not.toContain('/api-keys/s-1');
});
