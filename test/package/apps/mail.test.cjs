/** A test of an app that uses the package, for runners that load CommonJS. */
const assert = require('node:assert/strict');
const { App, Stack } = require('aws-cdk-lib');
const { Template } = require('aws-cdk-lib/assertions');
const { BounceLedger, defineLedger, resolveSettings } = require('bounce-ledger');
const { createLedgerClient } = require('bounce-ledger/client');

const test = globalThis.test ?? require('node:test').test;

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
