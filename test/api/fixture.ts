/** What the suites of the API share: the API over a real ledger, behind the events of API Gateway, and ledger events. */

import { DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import * as v from 'valibot';
import { type GatewayEvent, toApiRequest, toGatewayResult } from '../../functions/gateway-event.ts';
import { authorize } from '../../local/http/authorizer.ts';
import { toEvent } from '../../local/http/event.ts';
import { createRouter, decodePath } from '../../local/http/routes.ts';
import { type LedgerAddress, toLedgerAddress } from '../../shared/address/address.ts';
import { createApi, methodsOf } from '../../shared/api/api.ts';
import type { AuditEntry } from '../../shared/api/audit.ts';
import { openApiDocument } from '../../shared/api/openapi.ts';
import { routes } from '../../shared/api/routes.ts';
import { resolveSettings } from '../../shared/config/resolve.ts';
import type { LedgerSettings } from '../../shared/config/settings.ts';
import type { ClassifiedEvent } from '../../shared/events/event.ts';
import { asFailureCode } from '../../shared/failure-codes/scheme.ts';
import { createAudit } from '../../shared/intake/audit-trail.ts';
import { createLedger } from '../../shared/ledger/ledger.ts';
import type { SequencedWrite } from '../../shared/statistics/count-batch.ts';
import { dynamoDbStatistics } from '../../shared/store/dynamodb/dynamodb-statistics.ts';
import { dynamoDbStore } from '../../shared/store/dynamodb/dynamodb-store.ts';
import { startEngine } from '../ledger/engine.ts';
import { STACK_KEY } from '../ledger/events.ts';
import { followWrites } from '../statistics/follow-writes.ts';

/** 1 May 2026, 12:00:00 UTC: the clock of every fixture. */
export const NOON = Date.UTC(2026, 4, 1, 12) / 1000;

const plainSettings = resolveSettings({
  sources: { sendgrid: 'sendgrid' },
  lists: { newsletter: {}, receipts: { transactional: true } },
  codes: { custom: [{ code: 2100, meaning: 'left the company' }] },
});

/** Signs unsubscribe URLs. */
export const SIGNING_KEY = 'a signing key of 32 characters..';

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The body as text. */
  readonly body: string;
  /** The body as JSON; empty where it is none. */
  readonly json: Record<string, unknown>;
}

export interface Fixture {
  ask(method: string, path: string, request?: Partial<AskDeps>): Promise<Reply>;
  /** Folds events that the processor would have. */
  record(...events: readonly ClassifiedEvent[]): Promise<void>;
  /** What the audit trail holds, oldest first, one line a write. */
  readonly trail: AuditEntry[];
  /** The addresses that the trail's hashes stand for, by key. */
  readonly names: ReadonlyMap<string, string>;
  /** Set to make the audit trail fail. */
  auditFails: boolean;
  /** Set to rotate the keys of unsubscribe URLs. */
  signingKeys: readonly string[];
  /** Takes the table away. */
  loseTheTable(): Promise<void>;
  stop(): Promise<void>;
}

interface AskDeps {
  /** A list of pairs may name a parameter twice. */
  readonly query: Readonly<Record<string, string>> | ReadonlyArray<readonly [string, string]>;
  readonly body: unknown;
  readonly raw: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

export async function createFixture(settings: LedgerSettings = plainSettings): Promise<Fixture> {
  const engine = await startEngine();
  const { client } = engine;
  const table = await engine.createTable();

  const trail: AuditEntry[] = [];
  const keys = new Set<string>();
  const names = new Map<string, string>();
  const fixture: Pick<Fixture, 'auditFails' | 'signingKeys'> = {
    auditFails: false,
    signingKeys: [SIGNING_KEY],
  };
  const retryPolicy = { baseDelayMs: 1, maxDelayMs: 20 };
  const statistics = dynamoDbStatistics({ client, table, retryPolicy });
  const uncounted: SequencedWrite[] = [];
  let sequence = 0n;
  const store = followWrites(
    dynamoDbStore({ client, table, retryPolicy }),
    () => NOON,
    async (_, write) => {
      uncounted.push({ sequence: ++sequence, write });
    },
  );
  const ledger = createLedger({
    store,
    settings,
    stackKey: STACK_KEY,
    clock: () => NOON * 1000,
    retryPolicy,
  });
  const respond = createApi({
    ledger,
    statistics,
    settings,
    classifier: async () => (await import('../../shared/classifier/create.ts')).openClassifier(),
    clock: () => NOON * 1000,
    audit: createAudit({
      async storeEntry(key, bytes) {
        if (fixture.auditFails) throw new Error('the bucket is away');
        if (keys.has(key)) throw new Error('An entry is never written twice.');
        keys.add(key);
        trail.push(JSON.parse(bytes.toString()));
      },
      storeName: async (key, bytes) => {
        names.set(key, bytes.toString());
      },
    }),
    signingKeys: async () => fixture.signingKeys,
    openApi: async () => JSON.stringify(openApiDocument()),
  });
  return Object.assign(fixture, {
    trail,
    names,
    async ask(method: string, path: string, options: Partial<AskDeps> = {}) {
      if (path === '/v1/statistics') await statistics.add('shard', uncounted.splice(0), NOON);
      const result = toGatewayResult(await respond(toApiRequest(gatewayEvent(method, path, options))));
      const body = result.body ?? '';
      return {
        status: result.statusCode ?? 0,
        headers: v.parse(v.record(v.string(), v.string()), result.headers),
        body,
        json: isJson(result.headers) && body !== '' ? v.parse(jsonObject, JSON.parse(body)) : {},
      };
    },
    async record(...events: readonly ClassifiedEvent[]) {
      const { addresses } = await ledger.record(events);
      for (const { outcome, error } of addresses.values()) {
        if (outcome === 'failed') throw new Error(`An event was not recorded: ${error}`);
      }
    },
    async loseTheTable() {
      await client.send(new DeleteTableCommand({ TableName: table }));
    },
    stop: () => engine.stop(),
  });
}

const jsonObject = v.record(v.string(), v.unknown());

function isJson(headers: object | undefined): boolean {
  return /\bjson\b/.test(String(Object(headers)['content-type']));
}

const behindIam = {
  functionId: 'Query',
  authorization: 'iam',
  scopes: [],
  issuer: '',
  audience: [],
} as const;

const router = createRouter([
  ...routes.flatMap((route) =>
    methodsOf(route).map((method) => ({
      key: `${method} ${route.path}`,
      ...behindIam,
    })),
  ),
  { key: 'ANY /{proxy+}', ...behindIam },
]);

/** The event that API Gateway makes of a request for the query function. */
function gatewayEvent(
  method: string,
  path: string,
  { query = {}, body, raw, headers = {} }: Partial<AskDeps>,
): GatewayEvent {
  const parameters = new URLSearchParams();
  const pairs = Symbol.iterator in query ? query : Object.entries(query);
  for (const [name, value] of pairs) parameters.append(name, value);
  const url = new URL(`http://127.0.0.1${path}?${parameters}`);
  const decoded = decodePath(url.pathname);
  const match = decoded === null ? null : router(method, decoded);
  if (decoded === null || match === null) throw new Error(`The gateway refuses ${method} ${path}.`);
  const sent = {
    'content-type': body === undefined ? undefined : ['application/json'],
    ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
  };
  const authorization = authorize(match.route, undefined, NOON * 1000);
  const event = toEvent(
    { method, headersDistinct: sent, httpVersion: '1.1', socket: { remoteAddress: '127.0.0.1' } },
    url,
    decoded,
    match,
    raw ?? Buffer.from(body === undefined ? '' : JSON.stringify(body)),
    'refused' in authorization ? {} : authorization.context,
  );
  return JSON.parse(JSON.stringify(event));
}

export function addressOf(text: string): LedgerAddress {
  const address = toLedgerAddress(text);
  if (address === null) throw new Error(`The test's own address is none: ${text}`);
  return address;
}

/** An event an hour before noon; by itself a hard bounce that names the address. */
export function event(
  address: string,
  more: Partial<Omit<ClassifiedEvent, 'code'>> & { code?: number } = {},
): ClassifiedEvent {
  return {
    address: addressOf(address),
    kind: 'bounce',
    permanent: true,
    basis: 'text',
    rule: 'address-unknown/user-unknown',
    at: NOON - 3_600,
    id: `sendgrid:${address}:${more.kind ?? 'bounce'}`,
    source: 'sendgrid',
    list: '*',
    diagnostic: '550 5.1.1 user unknown',
    replayGeneration: 0,
    ...more,
    code: asFailureCode(more.code ?? 2001),
  };
}

export function complaint(address: string, more: Partial<ClassifiedEvent> = {}): ClassifiedEvent {
  return event(address, {
    ...more,
    kind: 'complaint',
    permanent: null,
    code: 9999,
    basis: 'none',
    rule: 'complaint',
    diagnostic: '',
  });
}
