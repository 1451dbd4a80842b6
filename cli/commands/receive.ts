import * as v from 'valibot';
import { addrSpecOf } from '../../shared/address/mailbox.ts';
import { signingCertificate } from '../../shared/aws/sns.ts';
import type { Classifier } from '../../shared/classifier/classifier.ts';
import { isFailure, type ReportedEvent } from '../../shared/events/event.ts';
import { UNKNOWN } from '../../shared/failure-codes/scheme.ts';
import { classifyEvent } from '../../shared/intake/classify-event.ts';
import { type Received, receive as receiveWebhook } from '../../shared/intake/receive.ts';
import {
  type Delivery,
  InvalidPayloadError,
  type ParsedEvents,
  type Provider,
  type VerificationContext,
} from '../../shared/providers/provider.ts';
import { providers } from '../../shared/providers/registry.ts';
import { loadClassifier, withConfig } from '../code-settings.ts';
import { addExamples, CommandError, type CommandSetup } from '../command.ts';
import { convertJsonLines } from '../lines.ts';

/** What a handshake has none of (a GET's body) may be null, or left out. */
const lineShape = v.object({
  id: v.unknown(),
  provider: v.string(),
  method: v.nullish(v.string(), 'POST'),
  url: v.nullish(v.string(), ''),
  headers: v.nullish(v.record(v.string(), v.union([v.string(), v.array(v.string())])), {}),
  body: v.nullish(v.string(), ''),
  secret: v.nullish(v.union([v.string(), v.array(v.string())]), null),
  at: v.nullish(v.number()),
  certificates: v.nullish(v.record(v.string(), v.string())),
  topics: v.nullish(v.array(v.string())),
});
type Line = v.InferOutput<typeof lineShape>;

export const receive: CommandSetup = (command) => {
  addExamples(command, 'receive --jsonl < requests.jsonl');
  withConfig(command)
    .option(
      '--jsonl',
      'Read {"id","provider","method","url","headers","body","secret","at"?,"certificates"?,"topics"?} a line.',
    )
    .action(async ({ jsonl, config }) => {
      if (!jsonl) throw new CommandError('Give --jsonl, and the requests on standard input.');
      const classifier = await loadClassifier(config);
      await convertJsonLines(process.stdin, process.stdout, (value) => toResultLine(classifier, value));
    });
};

async function toResultLine(classifier: Classifier, value: unknown): Promise<object> {
  const parsed = v.safeParse(lineShape, value);
  if (!parsed.success) {
    const issue = parsed.issues[0];
    throw new Error(`${v.getDotPath(issue) ?? 'The line'} must be ${issue.expected}.`);
  }
  const line = parsed.output;
  const provider = providers.get(line.provider);
  if (!provider) throw new Error('No provider of this name. See: bounce-ledger sources providers');
  const now = line.at === undefined || line.at === null ? Date.now() : line.at * 1000;
  const received = await receiveWebhook(
    provider,
    provider.name,
    {
      method: line.method,
      url: line.url,
      headers: lowerCased(line.headers),
      body: Buffer.from(line.body, 'utf8'),
      receivedAt: now,
    },
    contextOf(line, now),
  );
  return {
    id: line.id,
    ...outcomeOf(received, provider, (event) => eventOf(classifier, event, provider.name)),
  };
}

/** Without a secret nothing is verified but SNS, whose certificate is public. */
function contextOf({ secret, certificates, topics }: Line, now: number): VerificationContext | null {
  if (secret === null && !certificates) return null;
  return {
    secrets: secret === null ? [] : [secret].flat(),
    now,
    topics: topics ?? null,
    certificate: async (url) => {
      if (!certificates) return signingCertificate(url);
      const pem = certificates[url];
      if (pem === undefined) throw new Error('The line has no certificate for this URL.');
      return pem;
    },
  };
}

function lowerCased(headers: Line['headers']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), [value].flat().join(', ')]),
  );
}

function outcomeOf(
  received: Received,
  provider: Provider,
  toOutput: (event: ReportedEvent) => object,
): object {
  switch (received.outcome) {
    case 'too-large':
      return { verified: null, status: 413, events: [] };
    case 'rejected':
      return { verified: false, status: received.status, reason: received.reason, events: [] };
    case 'invalid':
      return { verified: received.verified, status: 400, reason: received.issue, events: [] };
    case 'handshake': {
      const { status, body } = received.handshake;
      const response = typeof body === 'object' ? { response: body } : {};
      return { verified: received.verified, status, ...response, events: [] };
    }
    case 'delivery': {
      const { events, invalid } = parseOrDeadLetter(provider, received.delivery);
      const deadLettered = invalid.length > 0 ? { invalid } : {};
      return { verified: received.verified, status: 200, ...deadLettered, events: events.map(toOutput) };
    }
  }
}

/** A delivery that was accepted and holds nothing that can be parsed becomes a dead letter, as in the processor. */
function parseOrDeadLetter(provider: Provider, delivery: Delivery): ParsedEvents {
  try {
    return provider.parse(delivery);
  } catch (error) {
    if (!(error instanceof InvalidPayloadError)) throw error;
    return { events: [], invalid: [{ index: 0, issue: error.message }] };
  }
}

function eventOf(classifier: Classifier, event: ReportedEvent, provider: string): object {
  const { classification, permanent } = classifyEvent(classifier, event, provider);
  return {
    recipient: addrSpecOf(event.recipient),
    kind: event.kind,
    permanent,
    code: classification?.code ?? UNKNOWN,
    diagnostic: isFailure(event) ? (event.evidence.diagnostic ?? event.evidence.espText ?? '') : '',
    occurredAt: Number.isFinite(event.occurredAt) ? new Date(event.occurredAt).toISOString() : null,
    eventId: event.eventId,
    rule: classification?.rule ?? event.kind,
  };
}
