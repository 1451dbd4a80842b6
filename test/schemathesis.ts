/**
 * `npm run test:schemathesis`: Schemathesis generates requests from the OpenAPI document, valid and invalid ones, and
 * holds the answers of a local host against it: statuses, media types, schemas, methods. `--max-examples N` asks more
 * of each operation than the default, which takes about a minute. `schemathesis.toml` says what is accepted, and why.
 */
import { parseArgs } from 'node:util';
import { LocalLedger } from './e2e/ledger.ts';
import { installPythonTool } from './python-tool.ts';
import { writeClosingLine } from './running.ts';

const { values } = parseArgs({ options: { 'max-examples': { type: 'string', default: '20' } } });

/** A run that hangs is a failure. */
const TIMEOUT_MS = 10 * 60 * 1000;

const schemathesis = installPythonTool({ package: 'schemathesis', version: '4.32.5' });
const ledger = await LocalLedger.start(null, []);
try {
  const { status } = schemathesis(
    [
      ...['run', `${ledger.url}/v1/openapi.json`],
      ...['--max-examples', values['max-examples'], '--generation-deterministic'],
    ],
    { inherit: true, timeoutMs: TIMEOUT_MS },
  );
  const sound = status === 0;
  writeClosingLine({ passed: sound ? 1 : 0, failed: sound ? 0 : 1, skipped: 0, sound });
  process.exitCode = sound ? 0 : 1;
} finally {
  await ledger.stop();
}
