/**
 * `check.time_to_calls`: `check -` of 20,000 addresses over the bare calls of `POST /v1/check` that it makes, with as
 * many in flight. The two take turns; the start of the command is part of its time.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mapConcurrent } from '../../../cli/streams.ts';
import { LocalLedger } from '../../e2e/ledger.ts';
import type { BenchOptions } from '../bench.ts';
import { median } from '../cpu.ts';
import { runCommand } from './command.ts';

const ADDRESSES = 20_000;
const BATCH = 1_000;
const IN_FLIGHT = 8;
const ROUNDS = 5;

export async function run({ rows = ADDRESSES }: BenchOptions): Promise<Record<string, number>> {
  const host = await LocalLedger.start();
  const folder = mkdtempSync(join(tmpdir(), 'bounce-ledger-bench-'));
  try {
    const addresses = Array.from({ length: rows }, (_, n) => `recipient-${n}@domain-${n % 997}.example`);
    const file = join(folder, 'addresses.txt');
    writeFileSync(file, addresses.join('\n'));
    await bareCalls(host.url, addresses);
    const ratios: number[] = [];
    let peak = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const began = performance.now();
      await bareCalls(host.url, addresses);
      const bareMs = performance.now() - began;
      const { milliseconds, peakMegabytes } = await runCommand(['check', '-'], host.url, file);
      ratios.push(milliseconds / bareMs);
      peak = Math.max(peak, peakMegabytes);
    }
    return { 'check.time_to_calls': median(ratios), 'check.peak_megabytes': Math.round(peak) };
  } finally {
    rmSync(folder, { recursive: true });
    await host.stop();
  }
}

async function bareCalls(url: string, addresses: readonly string[]): Promise<void> {
  const call = async (batch: readonly string[]) => {
    const response = await fetch(`${url}/v1/check`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ addresses: batch }),
    });
    if (response.status !== 200) throw new Error(`POST /v1/check answered ${response.status}.`);
    await response.json();
  };
  for await (const _ of mapConcurrent(batchesOf(addresses), IN_FLIGHT, call));
}

async function* batchesOf(addresses: readonly string[]): AsyncGenerator<readonly string[]> {
  for (let start = 0; start < addresses.length; start += BATCH) yield addresses.slice(start, start + BATCH);
}
