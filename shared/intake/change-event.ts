import type { BusEvent } from '../aws/bus.ts';
import type { ListVerdict } from '../ledger/policy/list-verdict.ts';
import { rfc3339 } from '../ledger/time.ts';
import type { StoreChange } from '../store/record-store.ts';

const DETAIL_TYPES = {
  suppressed: 'address.suppressed',
  altered: 'address.suppressed',
  released: 'address.released',
} as const;

/**
 * The event on the bus for a change of the store. Where addresses are stored hashed the record's key stands for the
 * address, and the keyed hash of a domain for the domain.
 *
 * @param at When the store was written.
 */
export function toEventBridgeEntry(change: StoreChange, at: Date): BusEvent {
  if (change.kind === 'incident') {
    const { from, until, addresses } = change.incident;
    const { kind, name } = change.subject;
    const subject =
      kind === 'domain' ? { incident: 'storm', domain: name } : { incident: 'source', source: name };
    const detail = { ...subject, from: rfc3339(from), until: rfc3339(until), addresses };
    return { type: 'incident.opened', at, detail };
  }
  const { address, key, revision, before, after } = change;
  return {
    type: DETAIL_TYPES[change.change],
    at,
    detail: { address, key, revision, before: before.map(toDetail), after: after.map(toDetail) },
  };
}

function toDetail({ list, suppressionReason, code, rule, since, until }: ListVerdict): object {
  return { list, reason: suppressionReason, code, rule, since: rfc3339(since), until: rfc3339(until) };
}
