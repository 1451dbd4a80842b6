/**
 * CPU time of the processor for a batch of events, over the floor: parsing the bodies and marshalling one record an
 * address into DynamoDB's JSON. The processor marshals the same records; its table is a map in memory.
 */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createClassifier } from '../../shared/classifier/create.ts';
import localDefaults from '../../shared/config/local-defaults.ts';
import { resolveSettings } from '../../shared/config/resolve.ts';
import { createProcessor, type QueueMessage } from '../../shared/intake/process.ts';
import type { Item } from '../../shared/ledger/item.ts';
import { createLedger } from '../../shared/ledger/store.ts';
import { providers } from '../../shared/providers/registry.ts';
import { sendgridSamples } from '../../shared/providers/samples/sendgrid.ts';
import { memoryTable } from '../faults/memory-table.ts';

export const keys = ['processor'];

const BATCHES = [10, 100, 1000] as const;
const EVENTS_A_MESSAGE = 10;

export async function run(): Promise<Record<string, unknown>> {
  const ratios: Record<string, number> = {};
  for (const size of BATCHES) ratios[String(size)] = await ratioOf(size);
  return { 'processor.cpu_to_floor': ratios };
}

async function ratioOf(size: number): Promise<number> {
  const rounds = Math.max(40, Math.ceil(20_000 / size));
  const floor: number[] = [];
  const ours: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const messages = batch(size, round);
    const { process, items } = newProcessor();
    const oursCost = await cpuOf(async () => {
      await process(messages);
      marshal(items.values());
    });
    const records = [...items.values()];
    const floorCost = await cpuOf(async () => {
      for (const { body } of messages) JSON.parse(JSON.parse(body).body);
      marshal(records);
    });
    if (round < rounds / 4) continue;
    floor.push(floorCost);
    ours.push(oursCost);
  }
  return total(ours) / total(floor);
}

const settings = resolveSettings(localDefaults, { file: 'local-defaults.ts', baseDir: '.' });
const classifier = createClassifier();
const client = new DynamoDBClient({
  region: 'us-east-1',
  credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
});

function newProcessor() {
  const table = memoryTable(client);
  const ledger = createLedger({ client: table.client, table: 'ledger', settings });
  const process = createProcessor({
    settings,
    providers,
    classifier,
    ledger,
    store: async () => {},
    fetchObject: async () => Buffer.alloc(0),
    deadLetter: async () => {},
  });
  return { process, items: table.items };
}

function batch(size: number, round: number): QueueMessage[] {
  const at = Date.now();
  return Array.from({ length: size / EVENTS_A_MESSAGE }, (_, message) => {
    const entries = Array.from({ length: EVENTS_A_MESSAGE }, (_, event) => {
      const n = message * EVENTS_A_MESSAGE + event;
      const sample = sendgridSamples.samples[n % sendgridSamples.samples.length];
      return sample?.entry({ address: `person-${round}-${n}@example.com`, id: `${round}-${n}`, at });
    });
    const body = JSON.stringify({
      v: 1,
      source: 'sendgrid',
      provider: 'sendgrid',
      receivedAt: at,
      method: 'POST',
      url: 'https://hooks.example.com/v1/webhooks/sendgrid',
      headers: { 'content-type': 'application/json' },
      encoding: 'text',
      body: JSON.stringify(entries),
    });
    return { id: `m${round}-${message}`, body, sentAt: at };
  });
}

/** DynamoDB's JSON: binary values go in base64. */
function marshal(items: Iterable<Item>): void {
  for (const item of items) {
    JSON.stringify(item, (_, value) =>
      value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value,
    );
  }
}

async function cpuOf(work: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

function total(costs: readonly number[]): number {
  return costs.reduce((sum, cost) => sum + cost, 0);
}
