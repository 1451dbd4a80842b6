/** Programs of the documentation compile, and its configurations are valid; those of one page are run by its own test. */
import { spawnSync } from 'node:child_process';
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BounceLedger } from '../../infra/bounce-ledger.ts';
import { resolveSettings } from '../../shared/config/resolve.ts';

const root = join(import.meta.dirname, '..', '..');
/** `ask-before-sending.test.ts` runs them. */
const RUN = 'docs/how-to/ask-before-sending.md';
const pages = globSync(['README.md', 'docs/**/*.md'], { cwd: root }).filter((page) => page !== RUN);
const snippets = pages.flatMap((page) =>
  [...readFileSync(join(root, page), 'utf8').matchAll(/^```ts\n(.*?)^```/gms)].map(
    ([, code = ''], index) => ({ page, code, file: `${page.replaceAll(/\W+/g, '-')}-${index}.ts` }),
  ),
);

/** Where a reader's program has what the snippet names without saying where it is from. */
const IMPORTS: Readonly<Record<string, string>> = {
  Aws: 'aws-cdk-lib',
  BounceLedger: 'bounce-ledger',
  defineLedger: 'bounce-ledger',
  Key: 'aws-cdk-lib/aws-kms',
  loadSettings: 'bounce-ledger',
  Table: 'aws-cdk-lib/aws-dynamodb',
};
/** What the text before the snippet speaks of. */
const NAMES: Readonly<Record<string, string>> = {
  ledger: "import('bounce-ledger').BounceLedger",
  mailer: "import('aws-cdk-lib/aws-iam').IGrantable",
  privacyOffice: "import('aws-cdk-lib/aws-iam').IGrantable",
  reports: "import('aws-cdk-lib/aws-iam').IGrantable",
  settings: "import('bounce-ledger').LedgerSettings",
  support: "import('aws-cdk-lib/aws-iam').IGrantable",
};

/** Whether a snippet is some settings of a configuration. */
function isPart(code: string): boolean {
  return /^\w+: \{/.test(code.trim());
}

/** A configuration with those settings; `sources` is the one that none can be without. */
function whole(part: string): string {
  return part.includes('sources:') ? `{ ${part} }` : `{ sources: { ses: 'ses' }, ${part} }`;
}

/** The snippet as a module: in the constructor of a stack where it uses `this`, in a configuration where it is a part of one. */
function moduleOf(code: string): string {
  const [, imports = '', rest = ''] = /^((?:import .*\n)*)([\s\S]*)$/.exec(code) ?? [];
  const uses = (name: string) => new RegExp(`\\b${name}\\b`).test(rest) && !imports.includes(name);
  const body = isPart(rest) ? `export default defineLedger(${whole(rest)});` : rest;
  const added = Object.entries(IMPORTS)
    .filter(([name]) => new RegExp(`\\b${name}\\b`).test(body) && !imports.includes(name))
    .map(([name, module]) => `import { ${name} } from '${module}';`);
  const names = Object.entries(NAMES)
    .filter(([name]) => uses(name) && !rest.includes(`const ${name} `))
    .map(([name, type]) => `declare const ${name}: ${type};`);
  // A snippet need not use what it declares.
  const used = [...body.matchAll(/^const (\w+) =/gm)].map(([, name]) => `void ${name};`);
  const inStack = body.includes('this')
    ? `export function build(this: import('aws-cdk-lib').Stack) {\n${body}\n${used.join('\n')}\n}`
    : body;
  return [imports, ...added, ...names, inStack, 'export {};'].join('\n');
}

let folder: string;
beforeAll(() => {
  const cache = join(root, '.cache');
  mkdirSync(cache, { recursive: true });
  folder = mkdtempSync(join(cache, 'snippets-'));
  for (const { file, code } of snippets) writeFileSync(join(folder, file), moduleOf(code));
  const compilerOptions = {
    paths: {
      'bounce-ledger': ['../../infra/index.ts'],
      'bounce-ledger/config': ['../../shared/config/index.ts'],
    },
  };
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ extends: '../../tsconfig.json', compilerOptions, include: ['*.ts'], exclude: [] }),
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('every snippet compiles', () => {
  expect(snippets.length).toBeGreaterThan(8);
  const { stdout } = spawnSync(join(root, 'node_modules', '.bin', 'tsc'), ['--noEmit', '-p', folder], {
    encoding: 'utf8',
  });
  const errors = stdout.split('\n').filter((line) => line.includes('error'));
  expect(errors.map((line) => line.slice(line.lastIndexOf('/') + 1))).toEqual([]);
});

const configurations = snippets.filter(({ code }) => code.includes('defineLedger(') || isPart(code));

describe('a configuration is valid', () => {
  test.each(configurations.map(({ page, code }) => [page, code] as const))('%s', (_, code) => {
    const text = isPart(code) ? whole(code) : /defineLedger\(([\s\S]*)\);/.exec(code)?.[1];
    const config = new Function(`return ${text};`)();
    expect(() => resolveSettings(config)).not.toThrow();
  });
});

test('every method of the ledger that a page names is one of the construct', () => {
  const named = pages.flatMap((page) =>
    [...readFileSync(join(root, page), 'utf8').matchAll(/`ledger\.(\w+)\(/g)].map(([, name = '']) => name),
  );
  expect(named).not.toEqual([]);
  expect(named.filter((name) => !(name in BounceLedger.prototype))).toEqual([]);
});

test('every script that the documentation runs is one of the package', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const named = [...pages, 'CONTRIBUTING.md', 'SECURITY.md'].flatMap((page) =>
    [...readFileSync(join(root, page), 'utf8').matchAll(/npm run (?:--silent )?([\w:-]+)/g)].map(
      ([, name = '']) => name,
    ),
  );
  expect(named.length).toBeGreaterThan(15);
  expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
});
