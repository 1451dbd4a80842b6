import type { LedgerSettings } from '../config/settings.ts';
import type { ReportedEvent } from '../events/event.ts';
import type { Delivery, ParsedEvents, Provider, ReceivedMail } from '../providers/provider.ts';
import type { IngestContext } from './ledger-event.ts';
import type { SesSourceOf } from './queue-message-codec.ts';
import { type DecodedMessage, decodeDelivery } from './queue-message-codec.ts';

/** The events of one queue message. */
export interface ParsedDelivery {
  readonly parsed: ParsedEvents;
  readonly context: IngestContext;
}

export interface DeliveryParserDeps {
  readonly settings: LedgerSettings;
  readonly providers: ReadonlyMap<string, Provider>;
  /** Fetches an object; `bucket` null is the archive's own. */
  readonly fetchObject: (bucket: string | null, key: string) => Promise<Buffer>;
}

/**
 * Makes the function that parses what a queue message holds. It rejects with InvalidPayloadError when the body is not
 * its ESP's, and with another error when the body or a mail it names cannot be fetched.
 */
export function createDeliveryParser(
  deps: DeliveryParserDeps,
): (message: DecodedMessage) => Promise<ParsedDelivery> {
  return async (message) => {
    const { source, provider: name, receivedAt } = message.delivery;
    const provider = deps.providers.get(name);
    if (!provider) throw new Error(`There is no provider ${name}.`);
    const delivery = await decodeDelivery(message, (key) => deps.fetchObject(null, key));
    const context: IngestContext = {
      source,
      provider: name,
      family: provider.family ?? name,
      receivedAt,
      replayGeneration: message.redelivery?.replayGeneration ?? 0,
    };
    return { parsed: await parse(deps, provider, delivery), context };
  };
}

async function parse(
  deps: DeliveryParserDeps,
  provider: Provider,
  delivery: Delivery,
): Promise<ParsedEvents> {
  const parsed = provider.parse(delivery);
  if (parsed.mails === undefined) return parsed;
  const events = [...parsed.events];
  for (const mail of parsed.mails) events.push(...(await readReceivedMail(deps, mail, delivery.receivedAt)));
  return { events, invalid: parsed.invalid };
}

/** A mail that SES received for the operator: in the notification itself, or in a bucket the operator listed. */
async function readReceivedMail(
  { settings, fetchObject }: DeliveryParserDeps,
  mail: ReceivedMail,
  receivedAt: number,
): Promise<readonly ReportedEvent[]> {
  if (mail.kind === 'object' && !settings.inboundMailBuckets.includes(mail.bucket)) {
    throw new Error('The mail is in a bucket that inboundMailBuckets does not list.');
  }
  const raw = mail.kind === 'content' ? mail.raw : await fetchObject(mail.bucket, mail.key);
  // Few ledgers receive mails: what reads them is loaded with the first.
  const { readMail } = await import('../mail/read.ts');
  const { events } = await readMail(raw, { receivedAt });
  return events;
}

/** SNS and EventBridge name no source: it is the first configured for that provider, or the provider's own name. */
export function sesSourceOf(settings: Pick<LedgerSettings, 'sources'>): SesSourceOf {
  return (provider) => settings.sources.find((source) => source.provider === provider)?.name ?? provider;
}
