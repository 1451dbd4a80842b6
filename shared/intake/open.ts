import type { LedgerSettings } from '../config/settings.ts';
import { inboundMailOf } from '../mail/ses-inbound.ts';
import type { ParsedEvents, Provider, WebhookRequest } from '../providers/provider.ts';
import { decodeQueueMessage, openRequest } from './message.ts';
import type { IngestContext } from './normalise.ts';
import type { QueueMessage } from './queue-message.ts';

export interface ParsedMessageEvents {
  readonly reading: ParsedEvents;
  readonly context: IngestContext;
}

/** What opening a message needs of the world. */
export interface MessageParserDeps {
  readonly settings: LedgerSettings;
  readonly providers: ReadonlyMap<string, Provider>;
  /** Fetches an object; `bucket` null is the archive's own. */
  readonly fetchObject: (bucket: string | null, key: string) => Promise<Buffer>;
}

/** Makes the function that reads one queue message, in whichever form it came. It rejects when it cannot. */
export function createMessageParser(
  parts: MessageParserDeps,
): (message: QueueMessage) => Promise<ParsedMessageEvents> {
  return (message) => open(parts, message.body, { receivedAt: message.sentAt, replayGeneration: 0 });
}

interface Passage {
  readonly receivedAt: number;
  readonly replayGeneration: number;
  readonly source?: string;
}

async function open(parts: MessageParserDeps, body: string, passage: Passage): Promise<ParsedMessageEvents> {
  const opened = decodeQueueMessage(body);
  switch (opened.form) {
    case 'webhook': {
      const { message } = opened;
      const provider = providerNamed(parts.providers, message.provider);
      const request = await openRequest(message, (key) => parts.fetchObject(null, key));
      return {
        reading: provider.parse(request),
        context: arrivalOf(provider, message.source, message.receivedAt, passage.replayGeneration),
      };
    }
    case 'again': {
      const { replayGeneration, receivedAt, source } = opened.message;
      return open(parts, opened.message.message, { replayGeneration, receivedAt, ...(source && { source }) });
    }
    case 'aws': {
      const provider = providerNamed(parts.providers, opened.provider);
      const source = passage.source ?? sourceOf(parts.settings, provider.name);
      const context = arrivalOf(provider, source, passage.receivedAt, passage.replayGeneration);
      const reading =
        (await readInboundMail(parts, body, passage.receivedAt)) ??
        provider.parse(asRequest(body, passage.receivedAt));
      return { reading, context };
    }
  }
}

function arrivalOf(
  provider: Provider,
  source: string,
  receivedAt: number,
  replayGeneration: number,
): IngestContext {
  return {
    source,
    provider: provider.name,
    family: provider.family ?? provider.name,
    receivedAt,
    replayGeneration,
  };
}

function providerNamed(providers: MessageParserDeps['providers'], name: string): Provider {
  const provider = providers.get(name);
  if (!provider) throw new Error(`No reader for the provider ${name}.`);
  return provider;
}

/** SNS and EventBridge name no source: it is the one configured for that way in, or the way's own name. */
function sourceOf(settings: LedgerSettings, provider: string): string {
  return settings.sources.find((source) => source.provider === provider)?.name ?? provider;
}

function asRequest(body: string, receivedAt: number): WebhookRequest {
  return {
    method: 'POST',
    url: '',
    headers: { 'content-type': 'application/json' },
    receivedAt,
    body: Buffer.from(body, 'utf8'),
  };
}

/** A bounce mail that SES received for us: in the message itself, or in a bucket the operator listed. */
async function readInboundMail(
  parts: MessageParserDeps,
  body: string,
  receivedAt: number,
): Promise<ParsedEvents | null> {
  const mail = inboundMailOf(body);
  if (mail === null) return null;
  if (mail.kind === 'object' && !parts.settings.inboundMailBuckets.includes(mail.bucket)) {
    throw new Error('The mail is in a bucket that inboundMailBuckets does not list.');
  }
  const raw = mail.kind === 'content' ? mail.raw : await parts.fetchObject(mail.bucket, mail.key);
  // Few ledgers are sent mails: what reads them is loaded with the first.
  const { readMail } = await import('../mail/read.ts');
  const report = await readMail(raw, { receivedAt });
  return { events: report.events, invalid: [] };
}
