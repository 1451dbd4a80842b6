/**
 * The sender's client against the bare calls that it makes: `POST /v1/check` of 1,000 addresses each, to the local host
 * in the same run. The two take turns, so that a busy machine slows both.
 */
import { createLedgerClient } from '../../client/index.ts';
import { LocalLedger } from '../e2e/ledger.ts';

const RECIPIENTS = 100_000;
const ROUNDS = 5;
const BATCH = 1_000;
const WARM_MS = 1_000;

/** `time_to_calls`: look-ups by the client to bare calls. `cached_to_calls`: decisions a second, cache to calls. */
export async function run(): Promise<Record<string, unknown>> {
  const host = await LocalLedger.start();
  try {
    const recipients = Array.from(
      { length: RECIPIENTS },
      (_, n) => `recipient-${n}@domain-${n % 997}.example`,
    );
    const client = createLedgerClient({
      url: host.url,
      list: 'newsletter',
      onUnavailable: 'throw',
      deadlineMs: 60_000,
    });
    await bareCalls(host.url, recipients.slice(0, BATCH));
    let bareMs = 0;
    let clientMs = 0;
    const share = RECIPIENTS / ROUNDS;
    for (let start = 0; start < RECIPIENTS; start += share) {
      const part = recipients.slice(start, start + share);
      bareMs += await timed(() => bareCalls(host.url, part));
      clientMs += await timed(() => client.check(part));
    }
    let decisions = 0;
    let warmMs = 0;
    while (warmMs < WARM_MS) {
      warmMs += await timed(() => client.check(recipients));
      decisions += RECIPIENTS;
    }
    const callsPerMs = RECIPIENTS / bareMs;
    return {
      'client.time_to_calls': clientMs / bareMs,
      'client.cached_to_calls': decisions / warmMs / callsPerMs,
      'client.cached_decisions_per_second': Math.round((decisions / warmMs) * 1_000),
    };
  } finally {
    await host.stop();
  }
}

async function bareCalls(url: string, recipients: readonly string[]): Promise<void> {
  for (let start = 0; start < recipients.length; start += BATCH) {
    const response = await fetch(`${url}/v1/check`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ addresses: recipients.slice(start, start + BATCH), list: 'newsletter' }),
    });
    if (response.status !== 200) throw new Error(`POST /v1/check answered ${response.status}.`);
    await response.json();
  }
}

async function timed(act: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await act();
  return performance.now() - start;
}
