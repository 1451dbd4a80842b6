/**
 * The comparison of a long list with the ledger, against reading the two alone: five million entries at a generated
 * Mailgun beside a ledger of one million, over HTTP from a process of its own. Each of the two is a process as well, so
 * that its peak of memory is its own.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';

const scriptOf = (name: string) => fileURLToPath(new URL(name, import.meta.url));

const measured = v.object({
  milliseconds: v.number(),
  megabytes: v.number(),
  listed: v.number(),
  suppressed: v.number(),
  changes: v.number(),
});

/** `time_to_reading`: a plan's time to that of reading both sides; `peak_megabytes`: the plan's resident memory. */
export async function run(): Promise<Record<string, unknown>> {
  const server = spawn(process.execPath, [scriptOf('sides.ts')], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const [url] = await once(createInterface({ input: server.stdout }), 'line');
    const reading = await measure('read', url);
    const plan = await measure('plan', url);
    return {
      'sync.time_to_reading': plan.milliseconds / reading.milliseconds,
      'sync.peak_megabytes': plan.megabytes,
      'sync.reading_peak_megabytes': reading.megabytes,
      'sync.plan_seconds': plan.milliseconds / 1_000,
      'sync.reading_seconds': reading.milliseconds / 1_000,
      'sync.entries_there': plan.listed,
      'sync.suppressions_here': plan.suppressed,
      'sync.changes': plan.changes,
    };
  } finally {
    server.kill();
  }
}

async function measure(what: 'read' | 'plan', url: string): Promise<v.InferOutput<typeof measured>> {
  const child = spawn(process.execPath, [scriptOf('measure.ts'), what, url], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [output] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  return v.parse(measured, JSON.parse(output));
}
