/** The command line and the local host that it asks, for the tests of a file. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import type { AwsConnection } from '../../shared/aws/connection.ts';
import { ledger as run } from '../cli/running.ts';
import { LocalLedger } from './ledger.ts';

/** Starts a host before the tests of the file that calls this, and ends it after them. */
export function withCommands() {
  let started: LocalLedger;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'bounce-ledger-cli-'));
    started = await LocalLedger.start(LocalLedger.temporaryFolder());
  });
  afterAll(async () => {
    await started.stop();
    started.removeData();
    rmSync(folder, { recursive: true });
  });

  const ledger = (...args: readonly string[]) => run(args, { env: { LEDGER_URL: started.url } });

  /** A command's answer for programs; its exit code must be the one expected. */
  async function asked(code: number, ...args: readonly string[]): Promise<unknown> {
    const ran = await ledger(...args, '--json');
    expect(ran, ran.stderr).toMatchObject({ code });
    return JSON.parse(ran.stdout);
  }

  async function trigger(...args: readonly string[]): Promise<unknown> {
    const answer = await asked(0, 'trigger', ...args);
    await started.drained();
    return answer;
  }

  /** A path in a folder that is gone after the tests. */
  const pathOf = (name: string) => join(folder, name);

  function fileOf(name: string, text: string): string {
    writeFileSync(pathOf(name), text);
    return pathOf(name);
  }

  async function connect(): Promise<AwsConnection> {
    const { region, sqs, s3 } = await started.aws();
    return {
      region,
      credentials: async () => ({ accessKeyId: 'local', secretAccessKey: 'local' }),
      endpoint: (service) => (service === 's3' ? s3 : sqs),
    };
  }

  return { host: () => started, ledger, asked, trigger, pathOf, fileOf, connect };
}
