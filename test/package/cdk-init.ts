/** Apps as `cdk init` writes them, in its language forms and of several ages, with a ledger added to their stack. */

import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assetsIn, CDK, functionsOfEveryApp, type Workbench } from './workbench.ts';

/** Each age of the template has other versions of CDK, TypeScript, Jest and the module settings. */
const FORMS = [
  { cli: CDK.cli, language: 'typescript' },
  { cli: CDK.cli, language: 'javascript' },
  { cli: '2.1030.0', language: 'typescript' },
  { cli: '2.1010.0', language: 'typescript' },
  { cli: '2.170.0', language: 'typescript' },
  { cli: CDK.oldest, language: 'typescript' },
] as const;

type Form = (typeof FORMS)[number];

const NAMES = 'BounceLedger, defineLedger, resolveSettings';
const IMPORT = {
  typescript: `import { ${NAMES} } from 'bounce-ledger';`,
  javascript: `const { ${NAMES} } = require('bounce-ledger');`,
} as const;
const CONSTRUCT = `
    new BounceLedger(this, 'Ledger', {
      settings: resolveSettings(defineLedger({ sources: { ses: 'ses', sendgrid: 'sendgrid' } })),
    });`;

export function checkCdkInit(bench: Workbench): void {
  const tools = bench.packageIn(bench.inside('cdk-releases'));
  const releases = [...new Set(FORMS.map(({ cli }) => cli))];
  bench.install(
    tools,
    releases.map((version) => `cdk-${version}@npm:aws-cdk@${version}`),
  );

  for (const form of FORMS) {
    bench.check(
      `cdk init of ${form.cli}, ${form.language}: compiles, passes its Jest test, is synthesised`,
      () => {
        const folder = bench.inside(`init-${form.cli}-${form.language}`, 'mail');
        mkdirSync(folder, { recursive: true });
        const cdk = join(tools, 'node_modules', `cdk-${form.cli}`, 'bin', 'cdk');
        const options = ['--language', form.language, '--generate-only'];
        bench.run('node', [cdk, 'init', 'app', ...options], { cwd: folder });
        addLedger(folder, form);
        bench.install(folder, [bench.tarball]);
        const bin = (name: string) => join(folder, 'node_modules', '.bin', name);
        if (form.language === 'typescript') bench.run(bin('tsc'), ['--noEmit', '-p', '.'], { cwd: folder });
        bench.run(bin('jest'), [], { cwd: folder });
        bench.run(bin('cdk'), ['synth', '--quiet', '--output', 'assembly'], { cwd: folder });
        // With an ESP that takes an API key comes the daily check of its webhook.
        assert.equal(assetsIn(join(folder, 'assembly')).length, functionsOfEveryApp.length + 1);
      },
    );
  }
}

/** Adds a ledger to the stack of the template, and makes its commented test look for the table. */
function addLedger(folder: string, { language }: Form): void {
  const extension = language === 'typescript' ? 'ts' : 'js';
  edit(join(folder, 'lib', `mail-stack.${extension}`), (text) =>
    `${IMPORT[language]}\n${text}`.replace(/^ *\/\/ The code that defines your stack goes here$/m, CONSTRUCT),
  );
  edit(join(folder, 'test', `mail.test.${extension}`), (text) =>
    text
      .replaceAll(/^\/\/ (?=import|const| {2})/gm, '')
      .replace(
        /template\.hasResourceProperties\('AWS::SQS::Queue', \{[^}]*\}\);/,
        "template.resourceCountIs('AWS::DynamoDB::Table', 1);",
      ),
  );
}

function edit(file: string, change: (text: string) => string): void {
  const text = readFileSync(file, 'utf8');
  const changed = change(text);
  assert.notEqual(changed, text, `${file} has another form than expected`);
  writeFileSync(file, changed);
}
