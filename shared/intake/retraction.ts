/** Retractions: the reports of a source that its operator revoked, as events that say nothing and take their place. */
import { toLedgerAddress } from '../address/address.ts';
import type { LedgerSettings } from '../config/settings.ts';
import type { ClassifiedEvent, ReportedEvent } from '../events/event.ts';
import { RETRACTION } from '../events/retraction.ts';
import { EVERY_LIST } from '../ledger/policy/list-verdict.ts';
import { type IngestContext, idOf, timeOf } from './classify-event.ts';
import { ERASED } from './erased.ts';

/**
 * What takes the place of an event in the ledger, under the replay generation of its context. The authority of the
 * source is not asked, because the event may have counted under an earlier configuration. An inbound mail that nothing
 * verifies any more may have been verified when it came: both of its ids are retracted.
 *
 * @returns none for an event that was never stored
 */
export function retractionsOf(
  event: ReportedEvent,
  context: IngestContext,
  settings: Pick<LedgerSettings, 'addresses'>,
): readonly ClassifiedEvent[] {
  const { source, authority, replayGeneration } = context;
  if (event.kind === 'other') return [];
  const address = toLedgerAddress(event.recipient, settings.addresses);
  if (address === null || address === ERASED) return [];
  const family = { family: authority?.family ?? source };
  const ids = new Set([idOf(event, family), idOf({ eventId: event.eventId }, family)]);
  return [...ids].map((id) => ({
    ...RETRACTION,
    address,
    at: Math.floor(timeOf(event, context) / 1000),
    id,
    source,
    list: authority?.list ?? EVERY_LIST,
    replayGeneration,
  }));
}
