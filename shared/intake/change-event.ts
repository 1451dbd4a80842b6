import type { BusEvent } from '../aws/bus.ts';
import { type Item, readChange } from '../ledger/item.ts';
import type { ListVerdict } from '../ledger/ledger.ts';
import { readOpenedStorm } from '../ledger/storm-item.ts';
import { rfc3339 } from '../ledger/time.ts';

const TYPE = {
  suppressed: 'address.suppressed',
  altered: 'address.suppressed',
  released: 'address.released',
} as const;

/**
 * What a write to the table is announced as, from its images before and after; null for a write that changed
 * neither a verdict nor opened an incident. Where addresses are stored hashed the record's key stands for them.
 */
export function toEventBridgeEntry(
  image: Item | undefined,
  old: Item | undefined,
  at: Date,
): BusEvent | null {
  const storm = readOpenedStorm(image);
  if (storm) {
    const { domain, from, until, addresses } = storm;
    const detail = { incident: 'storm', domain, from: rfc3339(from), until: rfc3339(until), addresses };
    return { type: 'incident.opened', at, detail };
  }
  const change = readChange(image, old);
  if (change === null) return null;
  return {
    type: TYPE[change.change],
    at,
    detail: {
      address: change.address,
      key: change.key,
      revision: change.revision,
      before: change.before.map(shown),
      after: change.after.map(shown),
    },
  };
}

function shown({ list, reason, code, rule, since, until }: ListVerdict): object {
  return { list, reason, code, rule, since: rfc3339(since), until: rfc3339(until) };
}
