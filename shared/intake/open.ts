import type { LedgerSettings } from '../config/settings.ts';
import { inboundMailOf } from '../mail/ses-inbound.ts';
import type { Provider, Reading, WebhookRequest } from '../providers/provider.ts';
import { openMessage, openRequest } from './message.ts';
import type { Arrival } from './normalise.ts';
import type { QueueMessage } from './queue-message.ts';

export interface OpenedMessage {
  readonly reading: Reading;
  readonly arrival: Arrival;
}

/** What opening a message needs of the world. */
export interface OpenerParts {
  readonly settings: LedgerSettings;
  readonly providers: ReadonlyMap<string, Provider>;
  /** Fetches an object; `bucket` null is the archive's own. */
  readonly fetchObject: (bucket: string | null, key: string) => Promise<Buffer>;
}

/** Makes the function that reads one queue message, in whichever form it came. It rejects when it cannot. */
export function createOpener(parts: OpenerParts): (message: QueueMessage) => Promise<OpenedMessage> {
  return (message) => open(parts, message.body, { receivedAt: message.sentAt, edition: 0 });
}

interface Passage {
  readonly receivedAt: number;
  readonly edition: number;
  readonly source?: string;
}

async function open(parts: OpenerParts, body: string, passage: Passage): Promise<OpenedMessage> {
  const opened = openMessage(body);
  switch (opened.form) {
    case 'webhook': {
      const { message } = opened;
      const provider = providerNamed(parts.providers, message.provider);
      const request = await openRequest(message, (key) => parts.fetchObject(null, key));
      return {
        reading: provider.read(request),
        arrival: arrivalOf(provider, message.source, message.receivedAt, passage.edition),
      };
    }
    case 'again': {
      const { edition, receivedAt, source } = opened.message;
      return open(parts, opened.message.message, { edition, receivedAt, ...(source && { source }) });
    }
    case 'aws': {
      const provider = providerNamed(parts.providers, opened.provider);
      const source = passage.source ?? sourceOf(parts.settings, provider.name);
      const arrival = arrivalOf(provider, source, passage.receivedAt, passage.edition);
      const reading =
        (await readInboundMail(parts, body, passage.receivedAt)) ??
        provider.read(asRequest(body, passage.receivedAt));
      return { reading, arrival };
    }
  }
}

function arrivalOf(provider: Provider, source: string, receivedAt: number, edition: number): Arrival {
  return { source, provider: provider.name, family: provider.family ?? provider.name, receivedAt, edition };
}

function providerNamed(providers: OpenerParts['providers'], name: string): Provider {
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
  parts: OpenerParts,
  body: string,
  receivedAt: number,
): Promise<Reading | null> {
  const mail = inboundMailOf(body);
  if (mail === null) return null;
  if (mail.kind === 'object' && !parts.settings.inboundMailBuckets.includes(mail.bucket)) {
    throw new Error('The mail is in a bucket that inboundMailBuckets does not list.');
  }
  const raw = mail.kind === 'content' ? mail.raw : await parts.fetchObject(mail.bucket, mail.key);
  // Few ledgers are sent mails: what reads them is loaded with the first.
  const { readMail } = await import('../mail/read.ts');
  const report = await readMail(raw, { receivedAt });
  return { events: report.events, broken: [] };
}
