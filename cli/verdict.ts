/** A verdict in words, for tables and headlines. */
import type { AddressAnswer } from './documents.ts';
import { paint } from './terminal.ts';

/** `suppressed`, `pending` or `free`, in its colour. */
export function standing({ suppressed, pendingUntil }: AddressAnswer): string {
  if (suppressed) return paint('red', 'suppressed');
  return pendingUntil === null ? paint('green', 'free') : paint('yellow', 'pending');
}

/** `2026-11-24 08:15`: to the minute, in UTC. */
export function moment(time: string | null): string {
  return time === null ? '' : time.slice(0, 16).replace('T', ' ');
}

/** How long a verdict stands. */
export function untilWhen(until: string | null): string {
  return until === null ? 'no end' : moment(until);
}

export function listName(list: string | null): string {
  return list === '*' ? 'every list' : (list ?? '');
}
