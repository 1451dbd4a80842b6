/**
 * What proving and reading a SendGrid body of 1,000 events costs, over the floor: `JSON.parse` and one ECDSA
 * verification of the same body. CPU time, medians of rounds that alternate between the two.
 */
import { createPublicKey, verify } from 'node:crypto';
import type { WebhookRequest } from '../../shared/providers/provider.ts';
import { makeKeyPair } from '../../shared/providers/samples/key-pair.ts';
import { sendgridSamples } from '../../shared/providers/samples/sendgrid.ts';
import { SIGNATURE_HEADER, sendgrid, TIMESTAMP_HEADER } from '../../shared/providers/sendgrid.ts';

export const keys = ['receive'] as const;

const EVENTS = 1_000;
const WARM_UP = 20;
const ROUNDS = 60;

export async function run(): Promise<Record<string, number>> {
  const { publicKey, privateKey } = makeKeyPair('ec-p256');
  const request = bodyOf(privateKey);
  const floor = floorOf(request, publicKey);
  const ours = oursOf(request, publicKey);
  const costs = { floor: [] as number[], ours: [] as number[] };
  for (let round = -WARM_UP; round < ROUNDS; round += 1) {
    const floorCost = cpuOf(floor);
    const oursCost = cpuOf(ours);
    if (round < 0) continue;
    costs.floor.push(floorCost);
    costs.ours.push(oursCost);
  }
  return { 'receive.cpu_to_floor': median(costs.ours) / median(costs.floor) };
}

/** A thousand events of every kind, each of another address. */
function bodyOf(privateKey: string): WebhookRequest {
  const at = Date.now();
  const { samples } = sendgridSamples;
  const entries = Array.from({ length: EVENTS }, (_, index) =>
    samples[index % samples.length]?.entry({
      address: `person-${index}@example.com`,
      id: `event-${index}`,
      at,
    }),
  );
  return sendgridSamples.request(entries, {
    url: 'https://hooks.example.com/v1/webhooks/sendgrid',
    secret: '',
    privateKey,
    at,
  });
}

function floorOf({ body, headers }: WebhookRequest, publicKey: string): () => void {
  const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
  const signature = Buffer.from(headers[SIGNATURE_HEADER] ?? '', 'base64');
  const timestamp = Buffer.from(headers[TIMESTAMP_HEADER] ?? '');
  return () => {
    if (!verify('sha256', Buffer.concat([timestamp, body]), key, signature)) throw new Error('Not verified.');
    const events: unknown = JSON.parse(body.toString('utf8'));
    if (!Array.isArray(events) || events.length !== EVENTS) throw new Error('Not parsed.');
  };
}

function oursOf(request: WebhookRequest, publicKey: string): () => void {
  const context = {
    secrets: [publicKey],
    now: request.receivedAt,
    topics: null,
    certificate: async () => '',
  };
  return () => {
    const proof = sendgrid.prove(request, context);
    if (!('genuine' in proof && proof.genuine)) throw new Error('Not proven.');
    const { events, broken } = sendgrid.read(request);
    if (events.length !== EVENTS || broken.length !== 0) throw new Error('Not read.');
  };
}

/** Microseconds of CPU time. Several turns a round: the clock of CPU time is coarse. */
function cpuOf(work: () => void): number {
  const before = process.cpuUsage();
  for (let turn = 0; turn < 10; turn += 1) work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
