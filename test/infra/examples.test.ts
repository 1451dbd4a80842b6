import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { expect, test } from 'vitest';
// @ts-expect-error: the example is JavaScript
import { listenToSuppressions } from '../../examples/suppressed-listener/stack.js';

test("the listener's function is behind a rule on the ledger's bus, and may write the table of customers", () => {
  const stack = new Stack(new App({ context: { 'aws:cdk:bundling-stacks': [] } }), 'Shop');
  const customers = new Table(stack, 'Customers', {
    partitionKey: { name: 'email', type: AttributeType.STRING },
  });
  const ledger = { publisher: { bus: new EventBus(stack, 'Bus') } };
  listenToSuppressions(stack, { ledger, customers });
  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::Events::Rule', {
    EventPattern: { source: ['bounce-ledger'], 'detail-type': ['address.suppressed', 'address.released'] },
    EventBusName: stack.resolve(ledger.publisher.bus.eventBusName),
  });
  const [policy] = Object.values(template.findResources('AWS::IAM::Policy'));
  expect(JSON.stringify(policy)).toContain('dynamodb:UpdateItem');
});
