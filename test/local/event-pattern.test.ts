import { describe, expect, test } from 'vitest';
import { matchesPattern } from '../../local/aws/event-pattern.ts';
import type { Json } from '../../local/json.ts';

const event = {
  source: 'aws.ses',
  'detail-type': 'Email Bounced',
  resources: ['arn:1', 'arn:2'],
  dynamodb: { NewImage: { change: { S: 'suppressed' } } },
};

describe('a pattern', () => {
  test.each<[string, Json, boolean]>([
    ['of values matches any of them', { source: ['aws.ec2', 'aws.ses'] }, true],
    ['matches only when every field does', { source: ['aws.ses'], 'detail-type': ['Email Opened'] }, false],
    ['matches a list when an item does', { resources: ['arn:2'] }, true],
    ['reaches into objects', { dynamodb: { NewImage: { change: { S: [{ exists: true }] } } } }, true],
    [
      'sees that a field is missing',
      { dynamodb: { OldImage: { change: { S: [{ exists: true }] } } } },
      false,
    ],
    ['may want it missing', { dynamodb: { OldImage: [{ exists: false }] } }, true],
    ['tests a prefix', { source: [{ prefix: 'aws.' }] }, true],
    ['tests what it is not', { source: [{ 'anything-but': ['aws.ses'] }] }, false],
    ['takes either side of $or', { $or: [{ source: ['x'] }, { 'detail-type': ['Email Bounced'] }] }, true],
  ])('%s', (_how, pattern, expected) => {
    expect(matchesPattern(pattern, event)).toBe(expected);
  });

  test('with a test it does not know is refused rather than guessed', () => {
    expect(() => matchesPattern({ source: [{ cidr: '10.0.0.0/8' }] }, event)).toThrow('cidr');
  });
});
