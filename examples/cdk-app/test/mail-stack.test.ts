import * as cdk from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { MailStack } from '../lib/mail-stack';

test('the mailer may read the ledger and nothing else', () => {
  const template = Template.fromStack(new MailStack(new cdk.App(), 'MailStack'));
  template.resourceCountIs('AWS::DynamoDB::Table', 1);
  const policies = Object.values(template.findResources('AWS::IAM::Policy'));
  const mailer = policies.find(({ Properties }) => Properties.PolicyName.startsWith('MailerServiceRole'));
  expect(JSON.stringify(mailer)).toContain('execute-api:Invoke');
  expect(JSON.stringify(mailer)).not.toContain('/DELETE/');
});
