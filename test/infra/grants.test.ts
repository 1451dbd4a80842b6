import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { expect, test } from 'vitest';
import { synthesise } from './synthesis.ts';

type Stack = Parameters<NonNullable<NonNullable<Parameters<typeof synthesise>[0]>['beside']>>[0];

function policyOf(grant: (stack: Stack, role: Role) => void): string {
  const granted = synthesise({
    checked: false,
    beside: (stack) => {
      grant(stack, new Role(stack, 'Mailer', { assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com') }));
    },
  });
  return JSON.stringify(granted.one('AWS::IAM::Policy', 'Mailer').Properties.PolicyDocument);
}

test('a sender may be let look addresses up in the table, and neither list nor change them', () => {
  const policy = policyOf(({ ledger }, role) => ledger.grantTableRead(role));
  expect(policy.match(/dynamodb:\w+/g)?.sort()).toEqual(['dynamodb:BatchGetItem', 'dynamodb:GetItem']);
});

test('a sender may be let read the signing keys, and no other secret', () => {
  const policy = policyOf(({ ledger }, role) => ledger.grantSigningKeys(role));
  expect(policy.match(/ssm:\w+/g)).toEqual(['ssm:GetParameter']);
  expect(policy).toContain('/bounce-ledger/BounceLedger/signing-keys');
});
