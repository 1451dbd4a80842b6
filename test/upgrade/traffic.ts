/** Signed events of every source, and what a ledger says of their recipients. */
import * as v from 'valibot';
import { forEachConcurrent } from '../../shared/for-each-concurrent.ts';
import { providerSamples } from '../../shared/providers/samples/registry.ts';
import { deliver } from '../e2e/esp.ts';
import type { LocalLedger, Source } from '../e2e/ledger.ts';

const CONCURRENCY = 4;
const awsSchema = v.object({ topicArn: v.string() });

export interface SentEvent {
  readonly source: string;
  readonly address: string;
  readonly entry: unknown;
}

/** One event a sample of every source; `batch` tells events of one batch from those of another. */
export function eventsOf(sources: readonly Source[], batch: string, at: number): readonly SentEvent[] {
  return sources.flatMap(({ source, provider }) =>
    (providerSamples.get(provider)?.samples ?? []).map((sample): SentEvent => {
      const id = `${batch}-${source}-${sample.name}`;
      // A domain each, so that none looks as if it were down.
      const address = `someone@${id}.example`;
      return { source, address, entry: sample.entry({ address, id, at }) };
    }),
  );
}

/**
 * Sends events as their ESPs would, which send again what was not accepted.
 * @returns those that were not accepted
 */
export async function send(host: LocalLedger, events: readonly SentEvent[]): Promise<readonly SentEvent[]> {
  const sources = new Map((await host.sources()).map((source) => [source.source, source]));
  // Of any version: a later one may tell more.
  const { topicArn } = v.parse(awsSchema, await (await host.get('/_local/aws')).json());
  const refused: SentEvent[] = [];
  await forEachConcurrent(events, CONCURRENCY, async (event) => {
    const source = sources.get(event.source);
    if (source === undefined) throw new Error(`The ledger has the source ${event.source} no more.`);
    const response = await deliver(source, [event.entry], topicArn).catch(() => null);
    if (response?.ok) await response.arrayBuffer();
    else refused.push(event);
  });
  return refused;
}

const answerSchema = v.object({
  results: v.array(
    v.looseObject({
      address: v.string(),
      suppressed: v.boolean(),
      reason: v.nullable(v.string()),
      evidence: v.array(
        v.looseObject({ kind: v.string(), code: v.number(), occurredAt: v.string(), source: v.string() }),
      ),
    }),
  ),
});
export type Known = v.InferOutput<typeof answerSchema>['results'][number];

const IN_ONE_QUESTION = 100;

/** What the ledger knows of each recipient. */
export async function knownOf(
  host: LocalLedger,
  events: readonly SentEvent[],
): Promise<ReadonlyMap<string, Known>> {
  const known = new Map<string, Known>();
  for (let from = 0; from < events.length; from += IN_ONE_QUESTION) {
    const addresses = events.slice(from, from + IN_ONE_QUESTION).map(({ address }) => address);
    const response = await host.call('POST', '/v1/check', { addresses });
    if (!response.ok) throw new Error(`/v1/check answered ${response.status}: ${await response.text()}`);
    for (const one of v.parse(answerSchema, await response.json()).results) known.set(one.address, one);
  }
  return known;
}
