import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ledger } from './running.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bounce-ledger-rules-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, ...lines: readonly string[]): string {
  const file = join(folder, name);
  writeFileSync(file, lines.join('\n'));
  return file;
}

const leave = [
  'rules:',
  '  - id: leave',
  '    code: 2004',
  '    phrases:',
  '      our partners:',
  "        - '{recipient} .. parental leave'",
  '    examples:',
  '      - 550 5.1.1 User unknown, on parental leave',
];
const MAILBOX_FULL = 'shared/classifier/rules/causes/mailbox-full.yaml';

describe('rules', () => {
  test('check and test one shipped file', async () => {
    expect(await ledger(['rules', 'check', MAILBOX_FULL])).toMatchObject({
      code: 0,
      stdout: '1 file: no errors.\n',
    });
    const { code, stdout } = await ledger(['rules', 'test', MAILBOX_FULL]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^1 file, \d+ examples: no errors\.\n$/);
  });

  test("check and test a file of the operator's", async () => {
    const file = write('leave.yaml', ...leave);
    expect(await ledger(['rules', 'test', file])).toMatchObject({
      code: 0,
      stdout: '1 file, 1 example: no errors.\n',
    });
  });

  test('name file and line of what is wrong, and end with exit code 1', async () => {
    const file = write('wrong.yaml', ...leave, '    strength: 7');
    const { code, stdout } = await ledger(['rules', 'check', file]);
    expect(code).toBe(1);
    expect(stdout).toContain(
      'wrong.yaml:9: rules.0.strength: Unknown key. Remove it, or check its spelling.',
    );
    expect(stdout).toMatch(/1 file: 1 error\.\n$/);
  });

  test('name an example that gets another code', async () => {
    const file = write('other.yaml', ...leave.slice(0, -1), '      - 552 5.2.2 mailbox is full');
    const { code, stdout } = await ledger(['rules', 'test', file, '--json']);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      files: 1,
      examples: 1,
      issues: [{ line: 8, message: expect.stringContaining('gets 3001 by mailbox-full/') }, { line: 2 }],
    });
  });

  test('name a file that does not exist', async () => {
    const { code, stderr } = await ledger(['rules', 'check', 'codes/none.yaml']);
    expect(code).toBe(2);
    expect(stderr).toContain('There is no file codes/none.yaml.');
  });
});
