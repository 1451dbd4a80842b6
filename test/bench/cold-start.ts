/**
 * `cold_start`: of each deployed bundle, and of one that holds nothing but the DynamoDB client, its size and the time
 * from import to first answer in a fresh process. Rounds take turns, and the medians count.
 */
import { median } from './cpu.ts';
import { type ColdBundle, coldBundles, makeBundles } from './functions/bundles.ts';
import { queryEvent, queueEvent, webhookEvent, webhookMessage } from './functions/events.ts';

const ROUNDS = 15;

interface ColdStart {
  readonly kilobytes: number;
  readonly milliseconds: number;
}

export async function run(): Promise<{ cold_start: Record<ColdBundle, ColdStart> }> {
  const made = await makeBundles();
  try {
    const events: Record<ColdBundle, object> = {
      webhook: webhookEvent(1, made.privateKey),
      processor: queueEvent([webhookMessage(1, made.privateKey)]),
      query: queryEvent(),
      client_only: {},
    };
    const times: Record<ColdBundle, number[]> = { webhook: [], processor: [], query: [], client_only: [] };
    for (let round = 0; round < ROUNDS; round++) {
      for (const name of coldBundles) times[name].push((await made.ask(name, events[name], 1)).first);
    }
    const result = (name: ColdBundle): ColdStart => ({
      kilobytes: Math.round(made.sizeOf(name) / 1024),
      milliseconds: Number(median(times[name]).toFixed(1)),
    });
    return {
      cold_start: {
        webhook: result('webhook'),
        processor: result('processor'),
        query: result('query'),
        client_only: result('client_only'),
      },
    };
  } finally {
    made.remove();
  }
}
