/** The statistics function as it is bundled: a batch of the table's stream in, items and lines of the log out. */
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import * as v from 'valibot';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { bundleHandler } from '../../infra/build/handlers.ts';
import { listeningPort } from '../../local/listening-port.ts';
import { resolveSettings } from '../../shared/config/resolve.ts';
import { attribute } from '../../shared/store/dynamodb/table.ts';
import { streamEvent } from '../bench/functions/stream-event.ts';

const RECORDS = 20;
const TABLE = 'ledger';

const callShape = v.looseObject({
  Key: v.optional(v.record(v.string(), v.unknown())),
  Item: v.optional(v.record(v.string(), v.unknown())),
  RequestItems: v.optional(
    v.record(v.string(), v.object({ Keys: v.array(v.record(v.string(), v.unknown())) })),
  ),
});

/** The table, as far as the function asks for it: items by their key. */
const items = new Map<string, Record<string, unknown>>();
let server: Server;
let folder: string;
let handler: (event: object) => Promise<object>;
let lines: Record<string, unknown>[] = [];

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const call = v.parse(callShape, JSON.parse(await text(request)));
    const target = String(request.headers['x-amz-target']).split('.')[1];
    response.setHeader('content-type', 'application/x-amz-json-1.0');
    response.end(JSON.stringify(answerTo(target, call)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  folder = mkdtempSync(join(tmpdir(), 'bounce-ledger-function-'));
  bundleHandler('statistics', folder);
  const settings = resolveSettings({
    sources: { sendgrid: 'sendgrid' },
    reputation: { bouncePercent: [5], complaintPercent: [], minMessages: RECORDS },
  });
  writeFileSync(join(folder, 'ledger.json'), JSON.stringify(settings));
  const environment = {
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${listeningPort(server)}`,
    TABLE_NAME: TABLE,
    LEDGER_NAME: 'Mail',
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    lines.push(v.parse(v.record(v.string(), v.unknown()), JSON.parse(String(chunk))));
    return true;
  });
  ({ handler } = await import(pathToFileURL(join(folder, 'index.mjs')).href));
});
afterAll(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  server.close();
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  lines = [];
});

function answerTo(
  target: string | undefined,
  { Key, Item, RequestItems }: v.InferOutput<typeof callShape>,
): object {
  const named = (key: Record<string, unknown>) => JSON.stringify(key[attribute.key]);
  if (target === 'GetItem' && Key) return { Item: items.get(named(Key)) };
  if (target === 'PutItem' && Item) {
    items.set(JSON.stringify(Item[attribute.key]), Item);
    return {};
  }
  const keys = RequestItems?.[TABLE]?.Keys ?? [];
  return { Responses: { [TABLE]: keys.flatMap((key) => items.get(named(key)) ?? []) }, UnprocessedKeys: {} };
}

test('a batch is counted and logged by source and group; rates above a threshold are metrics', async () => {
  const event = await streamEvent(RECORDS, (n) => n % 10 === 0);
  expect(await handler(event)).toEqual({ state: {} });
  expect(lines.filter((line) => 'events' in line)).toEqual([
    { source: 'sendgrid', events: 20, permanent: 2, delivered: 18 },
  ]);
  expect(lines.filter((line) => 'BounceRate' in line)).toMatchObject([
    { BounceRate: 10, Ledger: 'Mail', Source: 'sendgrid' },
    { BounceRate: 10, Ledger: 'Mail', Receiver: 'other' },
  ]);

  const counted = JSON.stringify([...items]);
  expect(items.size).toBeGreaterThan(1);
  // Lambda delivers a batch at least once.
  await handler(event);
  expect(JSON.stringify([...items])).toBe(counted);
});
