/** A local ledger for commands that take much, with a list of bounces to import. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { LocalLedger } from '../../e2e/ledger.ts';
import { type CommandRun, runCommand } from './command.ts';

/** Milliseconds that a batch of an import may take to be recorded. */
const MAX_DRAIN_MS = 300_000;

export interface BulkLedger {
  readonly host: LocalLedger;
  /** The rows of a list as SendGrid exports it; each call gives other addresses. */
  rows(count: number): readonly string[];
  /** Imports rows, and resolves once they are recorded. */
  importRows(rows: readonly string[]): Promise<CommandRun>;
  run(...args: readonly string[]): Promise<CommandRun>;
  drained(): Promise<void>;
  stop(): Promise<void>;
}

export async function startBulkLedger(): Promise<BulkLedger> {
  const host = await LocalLedger.start();
  const folder = mkdtempSync(join(tmpdir(), 'bounce-ledger-bench-'));
  let made = 0;
  const ledger: BulkLedger = {
    host,
    rows: (count) =>
      Array.from({ length: count }, () => {
        made += 1;
        return `person-${made}@shop-${made % 20}.example,"550 5.1.1 user unknown, ${made}",5.1.1,1777636800`;
      }),
    async importRows(rows) {
      const file = join(folder, 'bounces.csv');
      writeFileSync(file, `${['email,reason,status,created', ...rows].join('\n')}\n`);
      const imported = await ledger.run('import', file);
      await ledger.drained();
      return imported;
    },
    run: (...args) => runCommand(args, host.url),
    async drained() {
      for (const end = Date.now() + MAX_DRAIN_MS; Date.now() < end; await delay(50)) {
        const { queued, inFlight, deadLettered } = await host.status();
        if (deadLettered > 0) throw new Error('Rows of the measurement are dead letters.');
        if (queued + inFlight === 0) return;
      }
      throw new Error('The rows of the measurement are not recorded in time.');
    },
    async stop() {
      rmSync(folder, { recursive: true });
      await host.stop();
    },
  };
  return ledger;
}
