/** The function behind a rule on the ledger's bus, for a CDK app that has a ledger. */
import { fileURLToPath } from 'node:url';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';

export function listenToSuppressions(scope, { ledger, customers }) {
  const listener = new NodejsFunction(scope, 'SuppressedListener', {
    entry: fileURLToPath(new URL('./handler.js', import.meta.url)),
    runtime: Runtime.NODEJS_22_X,
    environment: { CUSTOMERS_TABLE: customers.tableName },
  });
  customers.grantWriteData(listener);
  new Rule(scope, 'AddressChanges', {
    eventBus: ledger.publisher.bus,
    eventPattern: { source: ['bounce-ledger'], detailType: ['address.suppressed', 'address.released'] },
    targets: [new LambdaFunction(listener)],
  });
  return listener;
}
