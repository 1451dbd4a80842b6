/** The local hosts that adversaries try: one a file, of a configuration that is synthesised once for all of them. */
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { WebhookRequest } from '../../shared/providers/provider.ts';
import { LocalLedger, type Source } from '../e2e/ledger.ts';

const pathOf = (name: string) => fileURLToPath(new URL(`./config/${name}.config.ts`, import.meta.url));

export const configs = { adversaries: pathOf('adversaries'), hashed: pathOf('hashed') } as const;

/** Starts a host of one of the configurations. `data` is kept by the caller. */
export function startHost(
  config: keyof typeof configs = 'adversaries',
  data: string | null = null,
): Promise<LocalLedger> {
  return LocalLedger.start(data, ['--empty', '--config', configs[config]]);
}

/** Sends a webhook's request to wherever its URL leads. */
export function send({ method, url, headers, body }: WebhookRequest): Promise<Response> {
  const hasBody = method !== 'GET' && method !== 'HEAD';
  return fetch(url, { method, headers, ...(hasBody && { body: new Uint8Array(body) }) });
}

export interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** Sends any headers: `fetch` sets Host, Origin and Sec-Fetch-Site itself. */
export async function ask(
  url: string,
  {
    method = 'GET',
    headers = {},
    body,
  }: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
  const sent = request(url, { method, headers: { ...headers, ...length } });
  sent.end(body);
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  return { status: response.statusCode, headers: response.headers, body: await text(response) };
}

/** The sources of a host, found by name. */
export async function sourcesByName(ledger: LocalLedger): Promise<(name: string) => Source> {
  const sources = new Map((await ledger.sources()).map((source) => [source.source, source]));
  return (name) => {
    const source = sources.get(name);
    if (source === undefined) throw new Error(`There is no source ${name}.`);
    return source;
  };
}
