/** The events in the archive as their ESPs reported them, before any classification. */
import { getObject } from '../shared/aws/archive.ts';
import type { LedgerSettings } from '../shared/config/settings.ts';
import type { ReportedEvent } from '../shared/events/event.ts';
import type { IngestContext } from '../shared/intake/normalise.ts';
import { createMessageParser } from '../shared/intake/open.ts';
import { providers } from '../shared/providers/registry.ts';
import { type ArchiveRange, readArchive } from './archive.ts';
import type { LedgerResources } from './target/target.ts';

/** Hands every event of a range to `use`. Messages that cannot be read are passed over: they are dead letters. */
export async function readReportedEvents(
  resources: LedgerResources,
  settings: LedgerSettings,
  range: ArchiveRange,
  now: number,
  use: (event: ReportedEvent, context: IngestContext) => void,
): Promise<void> {
  const open = createMessageParser({
    settings,
    providers,
    fetchObject: (bucket, key) => getObject(resources.connection, bucket ?? resources.bucket, key),
  });
  await readArchive(resources, range, now, async ({ id, receivedAt, message }) => {
    const opened = await open({ id, body: message, sentAt: receivedAt }).catch(() => null);
    if (opened === null) return;
    for (const event of opened.reading.events) use(event, opened.context);
  });
}
