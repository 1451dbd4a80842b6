/** The types of the package, for each kind of module resolution and the releases of TypeScript that are supported. */
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CDK, CONSTRUCTS, TYPESCRIPT, type Workbench } from './workbench.ts';

interface Resolution {
  readonly name: string;
  readonly packageType: 'commonjs' | 'module';
  readonly options: Readonly<Record<string, string>>;
  /** TypeScript releases that have it no more. */
  readonly until?: string;
}

const RESOLUTIONS: readonly Resolution[] = [
  {
    name: 'NodeNext, CommonJS',
    packageType: 'commonjs',
    options: { module: 'NodeNext', moduleResolution: 'NodeNext' },
  },
  {
    name: 'NodeNext, ESM',
    packageType: 'module',
    options: { module: 'NodeNext', moduleResolution: 'NodeNext' },
  },
  {
    name: 'Bundler',
    packageType: 'module',
    options: { module: 'ESNext', moduleResolution: 'Bundler' },
  },
  {
    name: 'node10',
    packageType: 'commonjs',
    options: { module: 'CommonJS', moduleResolution: 'node10' },
    until: '6.0.0',
  },
];

export function checkDeclarations(bench: Workbench): void {
  const folder = bench.packageIn(bench.inside('declarations'));
  bench.install(folder, [
    bench.tarball,
    // The oldest releases: what their declarations have, later ones have, too.
    `aws-cdk-lib@${CDK.oldest}`,
    `constructs@${CONSTRUCTS.oldest}`,
    // `bounce-ledger/client/table` is for programs that have it.
    '@aws-sdk/client-dynamodb@3.1164.0',
    '@types/node@20.19.0',
    'publint@0.3.25',
    '@arethetypeswrong/cli@0.18.5',
    ...TYPESCRIPT.map((version) => `typescript-${version}@npm:typescript@${version}`),
  ]);

  bench.check('publint has no finding', () => {
    const installed = join(folder, 'node_modules', 'bounce-ledger');
    bench.run(join(folder, 'node_modules', '.bin', 'publint'), ['--strict', installed], { cwd: folder });
  });
  bench.check('Are the Types Wrong has no finding in any mode', () => {
    const options = ['--format', 'ascii', '--exclude-entrypoints', './package.json'];
    bench.run(join(folder, 'node_modules', '.bin', 'attw'), [bench.tarball, ...options], { cwd: folder });
  });

  for (const { name, packageType, options, until } of RESOLUTIONS) {
    const app = bench.packageIn(join(folder, name.replaceAll(/\W+/g, '-').toLowerCase()), {
      type: packageType,
    });
    cpSync(join(import.meta.dirname, 'apps', 'every-entry.ts'), join(app, 'every-entry.ts'));
    const compilerOptions = {
      ...options,
      target: 'ES2022',
      lib: ['ES2022'],
      types: ['node'],
      strict: true,
      exactOptionalPropertyTypes: false,
      skipLibCheck: false,
      noEmit: true,
    };
    writeFileSync(join(app, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
    for (const version of TYPESCRIPT.filter((one) => until === undefined || one < until)) {
      bench.check(`types compile with TypeScript ${version}, ${name}`, () => {
        const tsc = join(folder, 'node_modules', `typescript-${version}`, 'bin', 'tsc');
        bench.run(process.execPath, [tsc, '-p', app], { cwd: folder });
      });
    }
  }
}
