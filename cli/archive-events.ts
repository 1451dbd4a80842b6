/** The events in the archive as their ESPs reported them, before any classification. */
import { getObject } from '../shared/aws/archive.ts';
import { readSigningKeys } from '../shared/aws/secrets.ts';
import type { LedgerSettings } from '../shared/config/settings.ts';
import type { ReportedEvent } from '../shared/events/event.ts';
import type { IngestContext } from '../shared/intake/classify-event.ts';
import { createDeliveryParser, type ParsedDelivery } from '../shared/intake/parse-delivery.ts';
import type { DeliveryMessage } from '../shared/intake/queue-message.ts';
import { isRevoked } from '../shared/intake/revocation.ts';
import { providers } from '../shared/providers/registry.ts';
import { type ArchiveRange, readArchive } from './archive.ts';
import { readRevocations } from './revocations.ts';
import type { LedgerResources } from './target/target.ts';

/**
 * Makes the parser of archived deliveries. What cannot be parsed, or names what cannot be fetched any more, is null: it
 * is a dead letter.
 */
export function deliveryParser(
  { connection, bucket: archive, secretsPrefix }: LedgerResources,
  settings: LedgerSettings,
): (delivery: DeliveryMessage) => Promise<ParsedDelivery | null> {
  const parse = createDeliveryParser({
    settings,
    providers,
    signingKeys: () => readSigningKeys(connection, secretsPrefix),
    fetchObject: (bucket, key) => getObject(connection, bucket ?? archive, key),
  });
  return (delivery) => parse({ delivery, redelivery: null }).catch(() => null);
}

/**
 * Calls `use` with every event of a range, object by object in the order of their keys. Deliveries that cannot be parsed,
 * or that an operator revoked, are skipped.
 *
 * @param onRead told of each object once its events, and those of all before it, were used, and no later ones
 */
export async function readReportedEvents(
  resources: LedgerResources,
  settings: LedgerSettings,
  range: ArchiveRange,
  now: number,
  use: (event: ReportedEvent, context: IngestContext) => void,
  onRead: (key: string) => void = () => undefined,
): Promise<void> {
  const parse = deliveryParser(resources, settings);
  const revocations = await readRevocations(resources);
  const parsedByKey = new Map<string, ParsedDelivery[]>();
  const read = async (delivery: DeliveryMessage, key: string) => {
    if (isRevoked(delivery, revocations)) return;
    const parsed = await parse(delivery);
    if (parsed === null) return;
    const known = parsedByKey.get(key);
    if (known === undefined) parsedByKey.set(key, [parsed]);
    else known.push(parsed);
  };
  await readArchive(resources, range, now, read, (key) => {
    for (const { events, context } of parsedByKey.get(key) ?? []) {
      for (const event of events) use(event, context);
    }
    parsedByKey.delete(key);
    onRead(key);
  });
}
