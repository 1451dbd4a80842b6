/** Tools from PyPI that suites run: each is installed once into `.cache/`, and needs Python 3.10 and pip. */
import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

/** A program that a package of PyPI installs. */
export interface PythonTool {
  readonly package: string;
  /** Extras of the package: `server`. */
  readonly extra?: string;
  readonly version: string;
  /** @default the package's name */
  readonly program?: string;
}

/** How an installed tool is started. */
export interface PythonCommand {
  readonly command: 'python3';
  /** Arguments before the tool's own. */
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
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
  const { command, args: before, env } = pythonCommand(tool);
  return (args, { inherit = false, timeoutMs = 0 } = {}) =>
    spawnSync(command, [...before, ...args], {
      cwd: root,
      encoding: 'utf8',
      env,
      maxBuffer: 64 * 1024 * 1024,
      stdio: inherit ? 'inherit' : 'pipe',
      timeout: timeoutMs,
    });
}

/**
 * Installs the tool where it is missing, for a caller that starts it.
 * @throws Error when Python is missing or pip fails
 */
export function pythonCommand(tool: PythonTool): PythonCommand {
  const folder = join(root, '.cache', tool.package, tool.version);
  const env = { ...process.env, PYTHONPATH: folder };
  if (!existsSync(join(folder, 'complete'))) {
    rmSync(folder, { recursive: true, force: true });
    console.log(`Installing ${tool.package} ${tool.version} …`);
    const name = tool.extra === undefined ? tool.package : `${tool.package}[${tool.extra}]`;
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-warn-conflicts'];
    const { error, status, stderr } = spawnSync(
      'python3',
      [...pip, '--target', folder, `${name}==${tool.version}`],
      { encoding: 'utf8', env },
    );
    if (error !== undefined)
      throw new Error(`${tool.package} needs python3 on the path. Install Python 3.10 or newer.`);
    if (status !== 0)
      throw new Error(`pip could not install ${tool.package} ${tool.version}: ${stderr.trim()}`);
    writeFileSync(join(folder, 'complete'), '');
  }
  return { command: 'python3', args: [join(folder, 'bin', tool.program ?? tool.package)], env };
}
