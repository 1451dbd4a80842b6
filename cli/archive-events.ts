/** The events in the archive as their ESPs reported them, before any classification. */
import { getObject } from '../shared/aws/archive.ts';
import { readSigningKeys } from '../shared/aws/secrets.ts';
import type { LedgerSettings } from '../shared/config/settings.ts';
import type { ReportedEvent } from '../shared/events/event.ts';
import type { IngestContext } from '../shared/intake/ledger-event.ts';
import { createDeliveryParser } from '../shared/intake/parse-delivery.ts';
import type { DeliveryMessage } from '../shared/intake/queue-message.ts';
import { isRevoked } from '../shared/intake/revocation.ts';
import { providers } from '../shared/providers/registry.ts';
import { type ArchiveRange, readArchive } from './archive.ts';
import { readRevocations } from './revocations.ts';
import type { LedgerResources } from './target/target.ts';

/** Calls `use` with every event of a range. Deliveries that cannot be parsed are skipped: they are dead letters. So are those that an operator revoked. */
export async function readReportedEvents(
  resources: LedgerResources,
  settings: LedgerSettings,
  range: ArchiveRange,
  now: number,
  use: (event: ReportedEvent, context: IngestContext) => void,
  onRead?: (key: string) => void,
): Promise<void> {
  const parse = createDeliveryParser({
    settings,
    providers,
    signingKeys: () => readSigningKeys(resources.connection, resources.secretsPrefix),
    fetchObject: (bucket, key) => getObject(resources.connection, bucket ?? resources.bucket, key),
  });
  const revocations = await readRevocations(resources);
  const read = async (delivery: DeliveryMessage) => {
    if (isRevoked(delivery, revocations)) return;
    const parsed = await parse({ delivery, redelivery: null }).catch(() => null);
    if (parsed === null) return;
    for (const event of parsed.events) use(event, parsed.context);
  };
  await readArchive(resources, range, now, read, onRead);
}
