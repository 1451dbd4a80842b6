/** Synthesises the CDK app, once for the same sources: a restart takes the folder that the last start made. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  globSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isJsonObject, type Json, parseJson } from './json.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const cache = join(root, '.cache', 'synthesis');

/** Without a configuration of the operator's: one source a provider. */
export const defaultConfig = join(root, 'shared', 'config', 'local-defaults.ts');

/**
 * The folder with the synthesised template and its assets, for a configuration file.
 * @throws Error with what the CDK app wrote, when it refuses the configuration.
 */
export async function synthesise(config: string): Promise<string> {
  const folder = join(cache, hashOf(config, inputsOf(config)));
  if (existsSync(folder)) {
    const now = new Date();
    utimesSync(folder, now, now);
    return folder;
  }
  forgetUnused();
  const draft = `${folder}.${process.pid}`;
  mkdirSync(draft, { recursive: true });
  try {
    await runApp(config, draft);
    renameSync(draft, folder);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    // Another host may have finished the same folder meanwhile.
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

const FORGOTTEN_AFTER_MS = 7 * 24 * 3_600_000;

/** What no host has started from for a week, finished or not. */
function forgetUnused(): void {
  if (!existsSync(cache)) return;
  for (const name of readdirSync(cache)) {
    const folder = join(cache, name);
    if (Date.now() - statSync(folder).mtimeMs > FORGOTTEN_AFTER_MS)
      rmSync(folder, { recursive: true, force: true });
  }
}

/** Everything the template can depend on: the project's sources, what is installed, the configuration and its lists. */
function inputsOf(config: string): readonly string[] {
  const sources = globSync(
    ['infra/**/*.ts', 'functions/**/*.ts', 'shared/**/*', 'package-lock.json', 'cdk.json'],
    {
      cwd: root,
      withFileTypes: true,
    },
  );
  const folder = dirname(resolve(config));
  const besideConfig = globSync(['*.{ts,js,mjs,json,list}', 'codes/*'], { cwd: folder, withFileTypes: true });
  return [...sources, ...besideConfig]
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Of two configurations in one folder each has an assembly of its own. */
function hashOf(config: string, files: readonly string[]): string {
  const hash = createHash('sha256').update(`${relative(root, resolve(config))}\0`);
  for (const file of files.toSorted()) {
    hash
      .update(`${relative(root, file)}\0`)
      .update(readFileSync(file))
      .update('\0');
  }
  return hash.digest('hex').slice(0, 32);
}

/** Runs infra/app.ts as the CDK's command line would. */
function runApp(config: string, output: string): Promise<void> {
  const { promise, resolve: done, reject } = Promise.withResolvers<void>();
  const child = spawn(process.execPath, ['infra/app.ts'], {
    cwd: root,
    env: {
      ...process.env,
      // The CDK's check against CloudFormation's schemas takes three quarters of the time, and serves a deployment.
      CDK_VALIDATION: 'false',
      CDK_OUTDIR: output,
      CDK_CONTEXT_JSON: JSON.stringify({ ...contextOfApp(), config: resolve(config) }),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  const listen = (chunk: Buffer) => {
    said += chunk.toString();
  };
  child.stdout.on('data', listen);
  child.stderr.on('data', listen);
  const endWithHost = () => child.kill();
  process.once('exit', endWithHost);
  child.once('error', reject);
  child.once('close', (code) => {
    process.off('exit', endWithHost);
    if (code === 0) done();
    else reject(new Error(`The template could not be synthesised from ${config}:\n${said.trim()}`));
  });
  return promise;
}

function contextOfApp(): { readonly [key: string]: Json } {
  const settings = parseJson(readFileSync(join(root, 'cdk.json'), 'utf8'));
  const context = isJsonObject(settings) ? settings.context : undefined;
  return isJsonObject(context) ? context : {};
}
