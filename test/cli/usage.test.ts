import { describe, expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { ledger } from './running.ts';

const UNREACHABLE = 'http://127.0.0.1:9';

test('help lists every command with what it is for', async () => {
  const { code, stdout } = await ledger(['help']);
  expect(code).toBe(0);
  for (const name of ['check', 'explain', 'classify', 'trigger', 'sources', 'import', 'replay', 'dlq']) {
    expect(stdout).toMatch(new RegExp(`^  ${name} +\\S`, 'm'));
  }
});

test('--version shows the version of the package', async () => {
  expect(await ledger(['--version'])).toEqual({ code: 0, stdout: `${manifest.version}\n`, stderr: '' });
});

test.each(['check', 'erase', 'receive', 'sources', 'codes', 'storms', 'trigger'])(
  '%s --help shows its usage, options and examples',
  async (name) => {
    const { code, stdout } = await ledger([name, '--help']);
    expect(code).toBe(0);
    expect(stdout).toContain(`Usage: bounce-ledger ${name} `);
    expect(stdout).toContain('\nOptions:\n');
    expect(stdout).toContain(`\nExamples:\n  bounce-ledger ${name}`);
  },
);

describe('a mistake ends with code 2, one line that says what to do, and no stack', () => {
  test.each([
    ['no command', [], 'Usage: bounce-ledger'],
    ['an unknown command', ['chekc'], 'Did you mean check?'],
    ['a property name of every object', ['constructor'], 'unknown command'],
    ['an option there is none of', ['check', '--lst', 'x'], 'bounce-ledger check --help'],
    ['an option without its value', ['check', 'ann@example.com', '--list'], 'bounce-ledger check --help'],
    ['no address', ['check', '--url', UNREACHABLE], 'check --help'],
    ['two addresses', ['explain', 'a@example.com', 'b@example.com'], 'too many arguments'],
    ['an address that is none', ['explain', 'nobody', '--url', UNREACHABLE], 'ann@example.com'],
    ['an address as a URL has it', ['explain', 'ann%2Bnews@example.com', '--url', UNREACHABLE], 'ann+news@'],
    [
      'an invalid address to suppress',
      ['suppress', 'nobody', '--actor', 'a', '--reason', 'r'],
      'ann@example.com',
    ],
    [
      'an event of an invalid address',
      ['trigger', 'sendgrid', 'bounce', '--to', 'nobody'],
      'ann@example.com',
    ],
    [
      'a format there is none of',
      ['import', 'package.json', '--format', 'pigeon'],
      'Unknown format "pigeon"',
    ],
    ['no actor', ['suppress', 'a@example.com', '--reason', 'why'], '--actor'],
    ['a provider there is none of', ['trigger', 'pigeon', 'bounce'], 'sendgrid'],
    ['an event there is none of', ['trigger', 'sendgrid', 'bonce'], 'spam-report'],
    ['a time that is none', ['replay', '--since', 'yesterday', '--url', UNREACHABLE], '--since'],
    ['a file there is none of', ['import', 'no-such-file.csv'], 'no-such-file.csv'],
    ['a configuration there is none of', ['codes', 'check', '--config', 'none.config.ts'], 'none.config.ts'],
    ['an unreachable ledger', ['check', 'ann@example.com', '--url', UNREACHABLE], 'npm start'],
  ])('%s', async (_, args, advice) => {
    const { code, stderr } = await ledger(args);
    expect(code).toBe(2);
    expect(stderr).toContain(advice);
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});

test('a token goes over no network unencrypted', async () => {
  const env = { LEDGER_TOKEN: 'a-token', LEDGER_URL: 'http://ledger.example' };
  const { code, stderr } = await ledger(['check', 'ann@example.com'], { env });
  expect(code).toBe(2);
  expect(stderr).toContain('LEDGER_TOKEN would be sent unencrypted');
});

test('a reader that has seen enough is no error', async () => {
  const { spawnSync } = await import('node:child_process');
  const { status } = spawnSync('sh', ['-c', `"${process.execPath}" cli/main.ts codes list | head -1`]);
  expect(status).toBe(0);
});

test.each(['bash', 'zsh', 'fish'])('completion prints a script for %s', async (shell) => {
  const { code, stdout } = await ledger(['completion', shell]);
  expect(code).toBe(0);
  expect(stdout).toContain('bounce-ledger');
});

test('a shell is offered the commands, subcommands and options that complete a word', async () => {
  expect((await ledger(['complete', '--', 'sou'])).stdout).toContain('sources');
  expect((await ledger(['complete', '--', 'sources', 'ro'])).stdout).toContain('rotate');
  expect((await ledger(['complete', '--', 'check', '--li'])).stdout).toContain('--list');
});
