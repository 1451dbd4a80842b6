/**
 * `npm run test:template`: cfn-lint, AWS's own reader of templates, over what `cdk deploy` would send: with the
 * configuration of this folder, and with one source of every ESP.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { defaultConfig, synthesise } from '../local/synthesis.ts';
import { installPythonTool } from './python-tool.ts';
import { writeClosingLine } from './running.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const cfnLint = installPythonTool({ package: 'cfn-lint', version: '1.58.0' });

const findings = v.array(
  v.object({ Rule: v.object({ Id: v.string() }), Message: v.string(), Level: v.string() }),
);

let passed = 0;
let failed = 0;
for (const config of [join(root, 'ledger.config.ts'), defaultConfig]) {
  const template = join(await synthesise(config), 'BounceLedger.template.json');
  const { status, stdout, stderr } = cfnLint(['--format', 'json', template]);
  const resources = Object.keys(
    v.parse(v.object({ Resources: v.looseObject({}) }), JSON.parse(readFileSync(template, 'utf8'))).Resources,
  );
  const found = stdout.trim() === '' ? null : v.parse(findings, JSON.parse(stdout));
  if (status === 0 && found?.length === 0) {
    passed++;
    console.log(`cfn-lint finds nothing in ${resources.length} resources of ${config.slice(root.length)}`);
    continue;
  }
  failed++;
  for (const { Level, Rule, Message } of found ?? []) console.log(`${Level} ${Rule.Id} ${Message}`);
  if (found === null) console.log(stderr.trim());
}
writeClosingLine({ passed, failed, skipped: 0, sound: failed === 0 });
process.exitCode = failed === 0 ? 0 : 1;
