/**
 * What reads the archive: `codes diff` and `policy simulate` over the bare reading of the same archive, and `replay` over
 * that with the bare calls which send its messages to a queue. The start of each command is part of its time.
 */
import { openTarget } from '../../../cli/target/target.ts';
import { sendMessage } from '../../../shared/aws/queue.ts';
import type { BenchOptions } from '../bench.ts';
import { median } from '../cpu.ts';
import { fillArchive, readBare } from './archive.ts';
import { type BulkLedger, startBulkLedger } from './ledger.ts';

/** Events of the archive. */
const EVENTS = 50_000;
const ROUNDS = 3;

/** `codes_diff.time_to_reading`: which codes another configuration's rules give to what was reported. */
export function codesDiff(options: BenchOptions): Promise<Record<string, number>> {
  return overReading('codes_diff', ['codes', 'diff', '--config', 'ledger.config.ts'], options);
}

/** `policy_simulate.time_to_reading`: which addresses another policy suppresses. */
export function policySimulate(options: BenchOptions): Promise<Record<string, number>> {
  return overReading('policy_simulate', ['policy', 'simulate', '--config', 'ledger.config.ts'], options);
}

async function overReading(
  name: string,
  command: readonly string[],
  { rows = EVENTS }: BenchOptions,
): Promise<Record<string, number>> {
  const ledger = await startBulkLedger();
  try {
    const resources = await (await openTarget({ url: ledger.host.url })).resources();
    await fillArchive(resources, rows);
    await readBare(resources);
    return await compared(name, rows, ledger, command, () => readBare(resources));
  } finally {
    await ledger.stop();
  }
}

/** `replay.time_to_calls`: the messages of the archive, sent to the processor's queue by the command and by bare calls. */
export async function replay({ rows = EVENTS }: BenchOptions): Promise<Record<string, number>> {
  const ledger = await startBulkLedger();
  try {
    const resources = await (await openTarget({ url: ledger.host.url })).resources();
    const { connection, queueUrl } = resources;
    await fillArchive(resources, rows);
    const floor = () => readBare(resources, (message) => sendMessage(connection, queueUrl, message));
    // From here on the processor has messages at hand all the time, so that it takes as much of the machine from both.
    await floor();
    return await compared('replay', rows, ledger, ['replay'], floor);
  } finally {
    await ledger.stop();
  }
}

/** The command and the floor in turns. */
async function compared(
  name: string,
  events: number,
  ledger: BulkLedger,
  command: readonly string[],
  floor: () => Promise<void>,
): Promise<Record<string, number>> {
  const ratios: number[] = [];
  const times: number[] = [];
  let peak = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const began = performance.now();
    await floor();
    const floorMs = performance.now() - began;
    const { milliseconds, peakMegabytes } = await ledger.run(...command, '--since', '2d');
    times.push(milliseconds);
    ratios.push(milliseconds / floorMs);
    peak = Math.max(peak, peakMegabytes);
  }
  const over = name === 'replay' ? 'time_to_calls' : 'time_to_reading';
  return {
    [`${name}.events_per_second`]: Math.round((events / median(times)) * 1_000),
    [`${name}.${over}`]: median(ratios),
    [`${name}.peak_megabytes`]: Math.round(peak),
  };
}
