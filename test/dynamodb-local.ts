/**
 * `npm run test:dynamodb-local`: the store and end-to-end suites again, on Amazon's own DynamoDB Local, which knows
 * streams, true capacity and what dynalite forgives.
 */
import { startDynamoDbLocal } from './aws/dynamodb-local.ts';
import { runVitest, sum, writeClosingLine } from './running.ts';

const engine = await startDynamoDbLocal();
try {
  const env = { DYNAMODB_ENDPOINT: engine.endpoint };
  const counts = sum([
    runVitest(
      'the store',
      ['run', '--config', 'vitest.config.ts', 'test/ledger', 'test/store', 'test/api', 'test/faults'],
      env,
    ),
    runVitest('end to end', ['run', '--config', 'test/e2e/vitest.config.ts'], env),
  ]);
  writeClosingLine(counts);
  process.exitCode = counts.sound ? 0 : 1;
} finally {
  await engine.stop();
}
