/**
 * What verifying and parsing a SendGrid body of 1,000 events costs, over the floor: `JSON.parse` and one ECDSA
 * verification of the same body. CPU time, medians of rounds that alternate between the two.
 */
import { createPublicKey, verify } from 'node:crypto';
import { toDelivery } from '../../shared/providers/delivery.ts';
import type { WebhookRequest } from '../../shared/providers/provider.ts';
import { makeKeyPair } from '../../shared/providers/samples/key-pair.ts';
import { samples as sendgridSamples } from '../../shared/providers/sendgrid/samples.ts';
import { SIGNATURE_HEADER, sendgrid, TIMESTAMP_HEADER } from '../../shared/providers/sendgrid/webhook.ts';
import { cpuRatio } from './cpu.ts';

const EVENTS = 1_000;
const WARM_UP = 20;
const ROUNDS = 60;
const TURNS = 10;

export async function run(): Promise<Record<string, number>> {
  const { publicKey, privateKey } = makeKeyPair('ec-p256');
  const request = bodyOf(privateKey);
  const floor = floorOf(request, publicKey);
  const ours = oursOf(request, publicKey);
  // The clock of CPU time is coarse: several turns a round.
  const turns = (work: () => void) => () => {
    for (let turn = 0; turn < TURNS; turn++) work();
  };
  const pair = { ours: turns(ours), floor: turns(floor) };
  return { 'receive.cpu_to_floor': await cpuRatio(() => pair, { warmUp: WARM_UP, rounds: ROUNDS }) };
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
    const proof = sendgrid.verify(request, context);
    if (!('verified' in proof && proof.verified)) throw new Error('Not verified.');
    const { events, invalid } = sendgrid.parse(
      toDelivery(sendgrid, 'sendgrid', { ...request, body: Buffer.from(request.body) }),
    );
    if (events.length !== EVENTS || invalid.length !== 0) throw new Error('Not read.');
  };
}
