/** A folder outside the project with the packed package, where the checks install, compile and synthesise. */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { functionNames } from '../../infra/function-code.ts';

export const root = join(import.meta.dirname, '..', '..');

/** Releases that the package is tested with; a consumer may have any from the oldest on. */
export const CDK = { oldest: '2.150.0', newest: '2.276.0', cli: '2.1148.1' } as const;
export const CONSTRUCTS = { oldest: '10.0.0', newest: '10.8.1' } as const;
export const NODE = ['20.20.2', '22.23.3', '24.21.0'] as const;
/** The oldest and the newest; the examples and `cdk init` compile with some between. */
export const TYPESCRIPT = ['5.4.5', '7.0.2'] as const;

export interface Run {
  readonly cwd: string;
  /** Folder of the Node to run under, before all others on the path. */
  readonly node?: string;
}

export class Workbench {
  readonly folder = mkdtempSync(join(tmpdir(), 'bounce-ledger-package-'));
  readonly tarball: string;
  /** Yarn from 2 on does not read npm's configuration. */
  readonly #registry = execFileSync('npm', ['config', 'get', 'registry'], { encoding: 'utf8' }).trim();
  passed = 0;
  readonly failures: string[] = [];

  /** @param tarball a packed package; without it the project is packed */
  constructor(tarball?: string) {
    this.tarball = join(this.folder, 'bounce-ledger.tgz');
    if (tarball === undefined) {
      const output = this.run('npm', ['pack', '--pack-destination', this.folder, '--silent'], { cwd: root });
      cpSync(join(this.folder, output.trim().split('\n').at(-1) ?? ''), this.tarball);
    } else {
      cpSync(tarball, this.tarball);
    }
  }

  inside(...path: readonly string[]): string {
    return join(this.folder, ...path);
  }

  /** Standard output of a program. @throws Error when it fails, with all that it printed */
  run(command: string, args: readonly string[], { cwd, node }: Run): string {
    const { status, stdout, stderr, error } = spawnSync(command, args, {
      cwd,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
      timeout: 600_000,
      env: {
        ...process.env,
        ...(node !== undefined && { PATH: `${node}${delimiter}${process.env.PATH}` }),
        CI: '1',
        YARN_NPM_REGISTRY_SERVER: this.#registry,
        YARN_ENABLE_IMMUTABLE_INSTALLS: 'false',
        YARN_ENABLE_TELEMETRY: '0',
        JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION: '1',
        JSII_SILENCE_WARNING_DEPRECATED_NODE_VERSION: '1',
      },
    });
    if (error) throw error;
    if (status !== 0)
      throw new Error(`${command} ${args.join(' ')} exited with ${status}:\n${stdout}\n${stderr}`);
    return stdout;
  }

  /** Installs packages with npm into a folder, which gets a package.json where it has none. */
  install(folder: string, packages: readonly string[], ...options: readonly string[]): void {
    this.packageIn(folder);
    // A registry that stops answering is asked again soon, not after npm's five minutes.
    const npm = ['install', '--no-audit', '--no-fund', '--prefer-offline', '--fetch-timeout=60000'];
    this.run('npm', [...npm, ...options, ...packages], { cwd: folder });
  }

  /** A folder with a package.json. */
  packageIn(folder: string, manifest: Readonly<Record<string, unknown>> = {}): string {
    mkdirSync(folder, { recursive: true });
    if (!readdirSync(folder).includes('package.json')) {
      const text = JSON.stringify({ name: 'stranger', private: true, ...manifest });
      writeFileSync(join(folder, 'package.json'), `${text}\n`);
    }
    return folder;
  }

  check(name: string, body: () => void): void {
    const started = performance.now();
    const seconds = () => `${((performance.now() - started) / 1_000).toFixed(0)} s`.padStart(6);
    try {
      body();
      this.passed++;
      console.log(`ok     ${seconds()}  ${name}`);
    } catch (error) {
      this.failures.push(name);
      console.log(
        `failed ${seconds()}  ${name}\n${error instanceof Error ? error.message.slice(-6_000) : error}`,
      );
    }
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The functions of every app; `doctor` and `sync` come with the sources that need them. */
export const functionsOfEveryApp = functionNames.filter((name) => name !== 'doctor' && name !== 'sync');

/** The names of the assets in a cloud assembly, which are hashes of their content. */
export function assetsIn(assembly: string): readonly string[] {
  return readdirSync(assembly)
    .filter((name) => name.startsWith('asset.'))
    .sort();
}

/** The template of a stack in a cloud assembly. */
export function templateIn(assembly: string, stack: string): unknown {
  return JSON.parse(readFileSync(join(assembly, `${stack}.template.json`), 'utf8'));
}
