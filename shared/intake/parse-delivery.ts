import type { LedgerSettings } from '../config/settings.ts';
import type { ReportedEvent } from '../events/event.ts';
import {
  type Delivery,
  type InvalidEntry,
  InvalidPayloadError,
  type ParsedEvents,
  type Provider,
  type ReceivedMail,
} from '../providers/provider.ts';
import { authorityOf } from './authority.ts';
import type { IngestContext, Refusal } from './classify-event.ts';
import { type DecodedMessage, decodeDelivery, type SesSourceOf } from './queue-message-codec.ts';

/** The events of one queue message. */
export interface ParsedDelivery {
  readonly events: readonly ReportedEvent[];
  readonly invalid: readonly InvalidEntry[];
  /** Mails that are archived, and whose reports change nothing. */
  readonly refused: readonly Refusal[];
  /** The place of the first event in the delivery: not 0 in a part of one. */
  readonly first: number;
  /** Bytes of the body, decoded. */
  readonly bytes: number;
  readonly context: IngestContext;
}

export interface DeliveryParserDeps {
  readonly settings: LedgerSettings;
  readonly providers: ReadonlyMap<string, Provider>;
  /** Fetches an object; `bucket` null is the archive's own. */
  readonly fetchObject: (bucket: string | null, key: string) => Promise<Buffer>;
  /** The keys of signed return paths, the newest first. Asked for only where a mail came in. */
  readonly signingKeys: () => Promise<readonly string[]>;
}

/**
 * Makes the function that parses what a queue message holds. Of a body that is not its ESP's all is invalid. It rejects
 * when the body or a mail it names cannot be fetched.
 */
export function createDeliveryParser(
  deps: DeliveryParserDeps,
): (message: DecodedMessage) => Promise<ParsedDelivery> {
  const sources = new Map(deps.settings.sources.map((source) => [source.name, source]));
  return async (message) => {
    const { source, provider: name, receivedAt } = message.delivery;
    const provider = deps.providers.get(name);
    if (!provider) throw new Error(`There is no provider ${name}.`);
    const delivery = await decodeDelivery(message, (key) => deps.fetchObject(null, key));
    const { events, invalid, mails = [] } = parseOrInvalid(provider, delivery);
    const ofMails = await eventsOfMails(deps, mails, receivedAt);
    return {
      events: ofMails.events.length > 0 ? [...events, ...ofMails.events] : events,
      invalid,
      refused: ofMails.refused,
      first: 0,
      bytes: delivery.body.length,
      context: {
        source,
        provider: name,
        authority: authorityOf(sources, message.delivery),
        receivedAt,
        replayGeneration: message.redelivery?.replayGeneration ?? 0,
        imported: message.delivery.kind === 'import',
        maxEventAgeDays:
          message.delivery.kind === 'webhook' ? (sources.get(source)?.maxEventAgeDays ?? null) : null,
      },
    };
  };
}

/** However often a body comes again that is not the ESP's, it will not parse. */
function parseOrInvalid(provider: Provider, delivery: Delivery): ParsedEvents {
  try {
    return provider.parse(delivery);
  } catch (error) {
    if (!(error instanceof InvalidPayloadError)) throw error;
    return { events: [], invalid: [{ index: 0, issue: error.message }] };
  }
}

/** @throws Error when a mail is in a bucket that the configuration does not list, or cannot be fetched */
async function eventsOfMails(
  { settings: { inboundMail }, fetchObject, signingKeys }: DeliveryParserDeps,
  mails: readonly ReceivedMail[],
  receivedAt: number,
): Promise<Pick<ParsedDelivery, 'events' | 'refused'>> {
  const events: ReportedEvent[] = [];
  const refused: Refusal[] = [];
  for (const mail of mails) {
    if (inboundMail === null) {
      refused.push('inbound-mail-off');
      continue;
    }
    const raw = await contentOf(mail, inboundMail.buckets, fetchObject);
    // Few ledgers receive mails: what reads them is loaded with the first.
    const { readInboundMail } = await import('./inbound-mail.ts');
    const context = { settings: inboundMail, signingKeys: await signingKeys(), receivedAt };
    const read = readInboundMail(raw, mail, context);
    if ('events' in read) events.push(...read.events);
    else refused.push(read.refused);
  }
  return { events, refused };
}

async function contentOf(
  { content }: ReceivedMail,
  buckets: readonly string[],
  fetchObject: DeliveryParserDeps['fetchObject'],
): Promise<Buffer> {
  if (Buffer.isBuffer(content)) return content;
  if (!buckets.includes(content.bucket)) {
    throw new Error('The mail is in a bucket that inboundMail.buckets does not list.');
  }
  return fetchObject(content.bucket, content.key);
}

/**
 * SNS and EventBridge name no source: it is the first configured for that way, else the one of the other way, so that
 * an event by both counts once; without either it is `ses`.
 */
export function sesSourceOf(settings: Pick<LedgerSettings, 'sources'>): SesSourceOf {
  const configured = (provider: string) => settings.sources.find((source) => source.provider === provider);
  return (provider) =>
    (configured(provider) ?? configured('ses') ?? configured('ses-eventbridge'))?.name ?? 'ses';
}
