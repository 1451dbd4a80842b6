/** What the runners of the test suites share: run a tool in the foreground, count what vitest did. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** False when anything failed, or nothing ran. */
  readonly sound: boolean;
}

/** Runs a tool of node_modules; true when it exits with 0. */
export function runTool(name: string, command: string, args: readonly string[]): boolean {
  process.stdout.write(`\n${name}: ${command} ${args.join(' ')}\n`);
  const { status } = spawnSync(join('node_modules', '.bin', command), args, { stdio: 'inherit' });
  if (status !== 0) process.stdout.write(`${name} failed: ${command} exited with ${status}\n`);
  return status === 0;
}

const report = v.object({
  numPassedTests: v.number(),
  numFailedTests: v.number(),
  numPendingTests: v.number(),
  success: v.boolean(),
});

/** Runs vitest with its usual output and reads its own report for the counts. */
export function runVitest(name: string, args: readonly string[], env: Record<string, string> = {}): Counts {
  const folder = mkdtempSync(join(tmpdir(), 'bounce-ledger-test-'));
  const file = join(folder, 'report.json');
  process.stdout.write(`\n${name}: vitest ${args.join(' ')}\n`);
  try {
    const { status } = spawnSync(
      join('node_modules', '.bin', 'vitest'),
      [...args, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`],
      { stdio: 'inherit', env: { ...process.env, ...env } },
    );
    const read = v.parse(report, JSON.parse(readFileSync(file, 'utf8')));
    const passed = read.numPassedTests;
    return {
      passed,
      failed: read.numFailedTests,
      skipped: read.numPendingTests,
      sound: status === 0 && read.success && passed > 0,
    };
  } catch {
    process.stdout.write(`${name}: vitest left no report\n`);
    return { passed: 0, failed: 1, skipped: 0, sound: false };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function sum(counts: readonly Counts[]): Counts {
  const add = (pick: (one: Counts) => number) => counts.reduce((total, one) => total + pick(one), 0);
  return {
    passed: add((one) => one.passed),
    failed: add((one) => one.failed),
    skipped: add((one) => one.skipped),
    sound: counts.every((one) => one.sound),
  };
}

export function writeClosingLine({ passed, failed, skipped }: Counts): void {
  process.stdout.write(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
}
