/** Tools from PyPI that suites run: each is installed once into `.cache/`, and needs Python 3.10 and pip. */
import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

/** A program that a package of PyPI installs. */
export interface PythonTool {
  readonly package: string;
  readonly version: string;
  /** @default the package's name */
  readonly program?: string;
}

/**
 * Installs the tool where it is missing.
 * @returns a function that runs it with arguments, to its end
 * @throws Error when Python is missing or pip fails
 */
export function installPythonTool(
  tool: PythonTool,
): (
  args: readonly string[],
  options?: { readonly inherit?: boolean; readonly timeoutMs?: number },
) => SpawnSyncReturns<string> {
  const folder = join(root, '.cache', tool.package, tool.version);
  const python = (args: readonly string[], { inherit = false, timeoutMs = 0 } = {}) =>
    spawnSync('python3', args, {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, PYTHONPATH: folder },
      maxBuffer: 64 * 1024 * 1024,
      stdio: inherit ? 'inherit' : 'pipe',
      timeout: timeoutMs,
    });
  if (!existsSync(join(folder, 'complete'))) {
    rmSync(folder, { recursive: true, force: true });
    console.log(`Installing ${tool.package} ${tool.version} …`);
    const { error, status, stderr } = python([
      ...['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-warn-conflicts'],
      ...['--target', folder, `${tool.package}==${tool.version}`],
    ]);
    if (error !== undefined)
      throw new Error(`${tool.package} needs python3 on the path. Install Python 3.10 or newer.`);
    if (status !== 0)
      throw new Error(`pip could not install ${tool.package} ${tool.version}: ${stderr.trim()}`);
    writeFileSync(join(folder, 'complete'), '');
  }
  const program = join(folder, 'bin', tool.program ?? tool.package);
  return (args, options) => python([program, ...args], options);
}
