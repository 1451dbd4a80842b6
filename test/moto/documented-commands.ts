/** The `aws` commands of the documentation, run as they stand there by the AWS CLI. */
import { spawnSync } from 'node:child_process';
import { chmodSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { region } from '../../local/account.ts';
import { pythonCommand } from '../python-tool.ts';

const root = join(import.meta.dirname, '..', '..');

/** What the operator has before the commands, by the names that the pages give it. */
const GIVEN = [
  'aws dynamodb create-table --table-name OLD --billing-mode PAY_PER_REQUEST --attribute-definitions AttributeName=pk,AttributeType=S --key-schema AttributeName=pk,KeyType=HASH',
  'aws dynamodb update-continuous-backups --table-name OLD --point-in-time-recovery-specification PointInTimeRecoveryEnabled=true',
  'aws cloudwatch put-metric-alarm --alarm-name NAME --namespace N --metric-name M --statistic Sum --period 60 --evaluation-periods 1 --threshold 1 --comparison-operator GreaterThanThreshold',
  'aws s3 mb s3://audit-bucket',
  'aws sesv2 create-email-identity --email-identity you@your-domain.example',
];

/** Names that AWS would not take as they stand in a page. */
const NAMES: Readonly<Record<string, string>> = { AUDIT_BUCKET: 'audit-bucket' };

/** `logs tail` is of version 2 of the CLI, which PyPI does not have. */
const OF_VERSION_2 = /\baws logs tail\b/;

export interface RunCommand {
  readonly command: string;
  readonly page: string;
  /** What it printed on standard error where it failed, else null. */
  readonly error: string | null;
}

/** @param endpoint of every service */
export function runDocumentedCommands(endpoint: string): readonly RunCommand[] {
  const { command, args, env } = pythonCommand({ package: 'awscli', version: '1.46.2', program: 'aws' });
  const folder = mkdtempSync(join(tmpdir(), 'bounce-ledger-aws-'));
  try {
    const shim = join(folder, 'aws');
    writeFileSync(shim, `#!/bin/sh\nexec ${command} ${args.join(' ')} "$@"\n`);
    chmodSync(shim, 0o755);
    const run = (text: string, page: string): RunCommand => {
      const { status, stderr } = spawnSync('sh', ['-c', text], {
        cwd: folder,
        encoding: 'utf8',
        timeout: 60_000,
        env: {
          ...env,
          PATH: `${folder}${delimiter}${process.env.PATH}`,
          AWS_ENDPOINT_URL: endpoint,
          AWS_REGION: region,
          AWS_DEFAULT_REGION: region,
          AWS_ACCESS_KEY_ID: 'local',
          AWS_SECRET_ACCESS_KEY: 'local',
        },
      });
      return { command: text, page, error: status === 0 ? null : stderr.trim() };
    };
    for (const text of GIVEN) {
      const { error } = run(text, '');
      if (error !== null) throw new Error(`${text}: ${error}`);
    }
    return documented().map(({ text, page }) => run(text, page));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function documented(): readonly { readonly text: string; readonly page: string }[] {
  return globSync(['README.md', 'docs/**/*.md'], { cwd: root }).flatMap((page) =>
    [...readFileSync(join(root, page), 'utf8').matchAll(/^```sh\n([\s\S]*?)^```/gm)]
      .flatMap(([, block = '']) => block.replaceAll('\\\n', ' ').split('\n'))
      .filter((line) => line.startsWith('aws ') && !OF_VERSION_2.test(line))
      .map((line) => ({
        page,
        text: Object.entries(NAMES).reduce((text, [name, value]) => text.replaceAll(name, value), line),
      })),
  );
}
