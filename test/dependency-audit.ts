/**
 * `npm run test:audit`: known vulnerabilities of what the package and the functions contain, high and critical ones. A
 * registry that does not answer the question is said to, and fails nothing.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { writeClosingLine } from './running.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

const reportSchema = v.object({
  vulnerabilities: v.record(
    v.string(),
    v.object({ severity: v.string(), range: v.string(), isDirect: v.boolean() }),
  ),
});

const args = ['audit', '--omit=dev', '--package-lock-only', '--audit-level=high', '--json'];
const { stdout } = spawnSync('npm', args, { cwd: root, encoding: 'utf8', timeout: 120_000 });
const report = v.safeParse(reportSchema, jsonOf(stdout ?? ''));

if (!report.success) {
  process.stdout.write('The registry does not answer audits: not checked.\n');
  writeClosingLine({ passed: 0, failed: 0, skipped: 1, sound: true });
} else {
  const serious = Object.entries(report.output.vulnerabilities).filter(
    ([, { severity }]) => severity === 'high' || severity === 'critical',
  );
  for (const [name, { severity, range }] of serious) {
    process.stdout.write(`${name} ${range}: ${severity}. See: npm audit --omit=dev\n`);
  }
  const sound = serious.length === 0;
  writeClosingLine({ passed: sound ? 1 : 0, failed: serious.length, skipped: 0, sound });
  if (!sound) process.exitCode = 1;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
