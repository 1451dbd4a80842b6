/** The synthesised stack on the local host. */
import * as v from 'valibot';
import { inMemoryDataFolder } from '../../local/data-folder.ts';
import { startHost } from '../../local/host.ts';
import type { Target } from './target.ts';

const DRAINED_WITHIN_MS = 120_000;

const awsSchema = v.object({ sns: v.string(), events: v.string(), topicArn: v.string() });
const eventsSchema = v.array(
  v.looseObject({
    source: v.string(),
    'detail-type': v.string(),
    detail: v.looseObject({ address: v.optional(v.string(), '') }),
  }),
);

/** @param assembly the folder of the synthesised template */
export async function startOnLocalHost(assembly: string): Promise<Target> {
  const host = await startHost({
    assembly: Promise.resolve(assembly),
    port: 0,
    data: inMemoryDataFolder,
    dynamodb: null,
  });
  const get = async (path: string): Promise<unknown> => (await fetch(`${host.url}/_local/${path}`)).json();
  const { topicArn, ...endpoints } = v.parse(awsSchema, await get('aws'));
  return {
    name: 'local host',
    url: host.url,
    sources: host.sources,
    topicArn,
    endpoints,
    drained: () => host.drained(DRAINED_WITHIN_MS),
    async published() {
      return v
        .parse(eventsSchema, await get('events'))
        .filter(({ source }) => source === 'bounce-ledger')
        .map((event) => `${event['detail-type']} ${event.detail.address}`)
        .sort();
    },
    stop: () => host.stop(),
  };
}
