/** A test of an app that uses the package, for runners that load ES modules. */
import assert from 'node:assert/strict';
import * as nodeTest from 'node:test';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { BounceLedger, defineLedger, resolveSettings } from 'bounce-ledger';
import { createLedgerClient } from 'bounce-ledger/client';

const test = globalThis.test ?? nodeTest.test;

test('the stack has a ledger', () => {
  const stack = new Stack(new App(), 'Mail');
  const settings = resolveSettings(defineLedger({ sources: { ses: 'ses' } }));
  new BounceLedger(stack, 'Ledger', { settings });
  Template.fromStack(stack).resourceCountIs('AWS::DynamoDB::Table', 1);
});

test('a sender has a client', () => {
  const ledger = createLedgerClient({ url: 'http://127.0.0.1:9', onUnavailable: 'hold' });
  assert.equal(typeof ledger.filter, 'function');
});
