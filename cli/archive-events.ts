/** The events in the archive as their ESPs reported them, before any classification. */
import { getObject } from '../shared/aws/archive.ts';
import type { LedgerSettings } from '../shared/config/settings.ts';
import type { ReportedEvent } from '../shared/events/event.ts';
import type { Arrival } from '../shared/intake/normalise.ts';
import { createOpener } from '../shared/intake/open.ts';
import { providers } from '../shared/providers/registry.ts';
import { type ArchiveRange, readArchive } from './archive.ts';
import type { Places } from './target/target.ts';

/** Hands every event of a range to `use`. Messages that cannot be read are passed over: they are dead letters. */
export async function readReportedEvents(
  places: Places,
  settings: LedgerSettings,
  range: ArchiveRange,
  now: number,
  use: (event: ReportedEvent, arrival: Arrival) => void,
): Promise<void> {
  const open = createOpener({
    settings,
    providers,
    fetchObject: (bucket, key) => getObject(places.connection, bucket ?? places.bucket, key),
  });
  await readArchive(places, range, now, async ({ id, receivedAt, message }) => {
    const opened = await open({ id, body: message, sentAt: receivedAt }).catch(() => null);
    if (opened === null) return;
    for (const event of opened.reading.events) use(event, opened.arrival);
  });
}
