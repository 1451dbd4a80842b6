/**
 * `node local/run.mjs ENTRY.ts [ARGUMENTS]`: runs a TypeScript entry of this project on a machine that has any
 * Node from 20 on and nothing installed. Plain JavaScript that imports no package, because none may be there yet.
 * Standard output is the entry's alone; its signals and exit code pass through.
 */
import module from 'node:module';
import { constants } from 'node:os';
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { install, installedNode } from './install.mjs';
import { exitWithParent } from './parent-watch.mjs';

// With the compiled code kept, nothing of the program is stripped of its types again: half of a short command.
module.enableCompileCache?.(fileURLToPath(new URL('../.cache/compile', import.meta.url)));

const [entry, ...args] = process.argv.slice(2);
if (entry === undefined) {
  console.error('Say what to run: node local/run.mjs ENTRY.ts [ARGUMENTS]');
  process.exit(2);
}
await run(entry, args);

/** @param {string} target @param {readonly string[]} parameters */
async function run(target, parameters) {
  await install();
  exitWithParent();
  if (Number(process.versions.node.split('.')[0]) >= 24) {
    const file = resolve(target);
    process.argv.splice(1, process.argv.length - 1, file, ...parameters);
    await import(pathToFileURL(file).href);
  } else {
    await runOn(installedNode, [fileURLToPath(import.meta.url), target, ...parameters]);
  }
}

/** @param {string} node @param {readonly string[]} parameters */
async function runOn(node, parameters) {
  // Loaded where it is needed: it takes longer than many a command.
  const { spawn } = await import('node:child_process');
  const child = spawn(node, parameters, {
    stdio: 'inherit',
    env: { ...process.env, LEDGER_LAUNCHER: String(process.pid) },
  });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => child.kill(signal));
  }
  child.on('error', (error) => {
    console.error(`Node 24 could not be started: ${error.message}. Run npm ci and try again.`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => {
    process.exit(signal === null ? (code ?? 1) : 128 + constants.signals[signal]);
  });
}
