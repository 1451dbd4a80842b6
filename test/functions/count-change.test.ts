import { expect, test } from 'vitest';
import { callerName } from '../../functions/manage/count-change.ts';

test.each([
  ['arn:aws:sts::111111111111:assumed-role/Support/ann@example.com', 'assumed-role/Support'],
  ['arn:aws-us-gov:iam::111111111111:user/teams/ops', 'user/teams/ops'],
  ['arn:aws:iam::111111111111:root', 'root'],
  ['auth0|5f7c8ec7c33c6c004bbafe82', 'auth0|5f7c8ec7c33c6c004bbafe82'],
  ['ann@example.com', 'an address'],
  [null, 'unknown'],
])('the caller %s is counted as %s', (caller, name) => {
  expect(callerName(caller)).toBe(name);
});
