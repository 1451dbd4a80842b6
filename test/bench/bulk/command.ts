/** The command line in a process of its own, as an operator runs it from a clone. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const run = fileURLToPath(new URL('../../../local/run.mjs', import.meta.url));
const main = fileURLToPath(new URL('../../../cli/main.ts', import.meta.url));
const preload = new URL('./peak-memory.mjs', import.meta.url).href;

export interface CommandRun {
  readonly milliseconds: number;
  readonly peakMegabytes: number;
  /** Of standard output. */
  readonly lines: number;
}

/**
 * Runs a command against a ledger, and drops its output.
 *
 * @param input a file for standard input
 * @throws Error when it fails
 */
export async function runCommand(args: readonly string[], url: string, input?: string): Promise<CommandRun> {
  const folder = mkdtempSync(join(tmpdir(), 'bounce-ledger-bench-'));
  const peakFile = join(folder, 'peak');
  try {
    const began = performance.now();
    const child = spawn(process.execPath, ['--import', preload, run, main, ...args], {
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'inherit'],
      env: { ...process.env, LEDGER_URL: url, PEAK_MEMORY_FILE: peakFile },
    });
    if (input !== undefined && child.stdin) createReadStream(input).pipe(child.stdin);
    let lines = 0;
    child.stdout?.on('data', (chunk: Buffer) => {
      for (const byte of chunk) if (byte === LINE_FEED) lines += 1;
    });
    const [code] = await once(child, 'close');
    const milliseconds = performance.now() - began;
    if (code !== 0 && code !== SUPPRESSED) throw new Error(`${args.join(' ')} ended with ${code}.`);
    return { milliseconds, lines, peakMegabytes: Number(readFileSync(peakFile, 'utf8')) / 1024 };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const LINE_FEED = 0x0a;
/** How `check` ends when an address is suppressed. */
const SUPPRESSED = 10;
