/**
 * npm does not pass SIGKILL on. A user who kills `npm start` expects that nothing of it goes on holding its port
 * and its data folder: so what npm (or the launcher) started ends when that is gone.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const EVERY_MS = 150;

/** Watches the launcher and npm, where there are such; sends this process SIGTERM when one has ended. */
export function exitWithParent() {
  const watched = [...launcher(), ...npm()];
  if (watched.length === 0) return;
  const timer = setInterval(() => {
    if (watched.every(isAlive)) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, EVERY_MS);
  timer.unref();
}

function launcher() {
  const pid = Number(process.env.LEDGER_LAUNCHER);
  return pid > 0 && pid === process.ppid ? [pid] : [];
}

/** npm runs a script through a shell: npm is the first ancestor that is none. */
function npm() {
  if (process.env.npm_lifecycle_event === undefined || process.platform === 'win32') return [];
  const ancestors = [];
  for (let pid = process.ppid; pid > 1 && ancestors.length < 4; ) {
    ancestors.push(pid);
    const { parent, command } = describe(pid);
    if (!/(^|\/|-)(sh|dash|bash|zsh|ash|busybox)$/.test(command)) break;
    pid = parent;
  }
  return ancestors;
}

/** @param {number} pid @returns {{ parent: number, command: string }} */
function describe(pid) {
  const linux = stat(pid);
  if (linux !== null) return linux;
  // Loaded where it is needed: it takes longer than many a command.
  const { spawnSync } = createRequire(import.meta.url)('node:child_process');
  const answer = spawnSync('ps', ['-o', 'ppid=,comm=', '-p', String(pid)], { encoding: 'utf8' });
  const [parent, command] = (answer.stdout ?? '').trim().split(/\s+(.*)/s);
  return { parent: Number(parent), command: command ?? '' };
}

/** What Linux says of a process (proc_pid_stat(5)): `pid (command) state ppid …`; null elsewhere. */
function stat(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state, parent] = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return {
      state,
      parent: Number(parent),
      command: text.slice(text.indexOf('(') + 1, text.lastIndexOf(')')),
    };
  } catch {
    return null;
  }
}

/** A process that was killed but not yet waited for by its parent is dead too. @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return stat(pid)?.state !== 'Z';
  } catch {
    return false;
  }
}
