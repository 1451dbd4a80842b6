/** The console over a real API and ledger, with stand-ins for what the command line and the local host add. */
import { type Assets, loadAssets } from '../../console/server/assets.ts';
import type { ApiAnswer, ApiCall, ConsoleBackend } from '../../console/server/backend.ts';
import { type ConsoleServer, startConsoleServer } from '../../console/server/server.ts';
import { createFixture, type Fixture, NOON } from '../api/fixture.ts';
import { trafficStatistics } from './traffic.ts';

/** Bundled once for all tests of a file. */
let assets: Promise<Assets> | null = null;

/** The clock of the ledger, milliseconds since 1970; the browser's is set to it. */
export const NOW = NOON * 1000;

export interface ConsoleFixture {
  readonly api: Fixture;
  readonly server: ConsoleServer;
  /** Members that differ from the stand-ins; changed in place by a test. */
  readonly backend: { -readonly [Name in keyof ConsoleBackend]: ConsoleBackend[Name] };
  /** Calls that reached the API: `GET /v1/codes`. */
  readonly calls: string[];
  /** Answers instead of the API, by method and path without the query; until it is deleted. */
  readonly answers: Map<string, () => ApiAnswer | Promise<ApiAnswer>>;
  stop(): Promise<void>;
}

export interface ConsoleFixtureOptions {
  /** @default true */
  readonly write?: boolean;
  readonly backend?: Partial<ConsoleBackend>;
}

export async function startConsoleFixture(options: ConsoleFixtureOptions = {}): Promise<ConsoleFixture> {
  const api = await createFixture();
  const calls: string[] = [];
  const answers: ConsoleFixture['answers'] = new Map();
  const backend: ConsoleFixture['backend'] = {
    name: 'BounceLedger',
    actor: 'operator',
    async api(call) {
      const name = `${call.method} ${pathOf(call)}`;
      calls.push(name);
      return (await answers.get(name)?.()) ?? answerOf(api, call);
    },
    ...options.backend,
  };
  const server = await startConsoleServer({
    backend,
    write: options.write ?? true,
    assets: () => {
      assets ??= loadAssets();
      return assets;
    },
  });
  return {
    api,
    server,
    backend,
    calls,
    answers,
    async stop() {
      await server.stop();
      await api.stop();
    },
  };
}

function pathOf({ path }: ApiCall): string {
  return new URL(path, 'http://ledger').pathname;
}

async function answerOf(api: Fixture, call: ApiCall): Promise<ApiAnswer> {
  const { method, path, headers, body } = call;
  const url = new URL(path, 'http://ledger');
  const query = Object.fromEntries(url.searchParams);
  if (url.pathname === '/v1/statistics') return json(200, statisticsOf(query));
  const raw = body === null ? Buffer.alloc(0) : Buffer.from(body);
  const reply = await api.ask(method, url.pathname, { query, headers, raw });
  return { status: reply.status, headers: reply.headers, body: JSON.stringify(reply.json) };
}

function statisticsOf({ from = '', to = '', by }: Record<string, string>): object {
  return trafficStatistics({
    from: Date.parse(from),
    to: Date.parse(to),
    by: by === 'day' ? 'day' : 'hour',
    now: NOW,
  });
}

export function json(status: number, document: unknown): ApiAnswer {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(document) };
}

/** A problem document, as the API writes it. */
export function problemAnswer(status: number, name: string, detail: string): ApiAnswer {
  const document = {
    type: `urn:bounce-ledger:problem:${name}`,
    title: name.replaceAll('-', ' '),
    status,
    detail,
  };
  return { status, headers: { 'content-type': 'application/problem+json' }, body: JSON.stringify(document) };
}
