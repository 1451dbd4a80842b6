import { type RetentionClass, retentionClass } from './retention.ts';
import type { StoredEvent } from './stored-event.ts';

/**
 * Classes of events by their effect on the address, the strongest first: what suppresses, in the order of the
 * suppression reasons; what neither suppresses nor releases; what releases; evidence alone. It depends on the event
 * and never on the policy, because the choice between two reports is stored.
 */
const strongestFirst: readonly RetentionClass[] = [
  'complaint',
  'suppress',
  'unsubscribe',
  'address',
  'permanent',
  'inactive',
  'listed-drop',
  'full',
  'domain',
  'temporary',
  'custom',
  'dropped',
  'incident',
  'deferral',
  'informational',
  'unknown',
  'retracted',
  'delivered',
  'resubscribe',
  'release',
  'release-with-proof',
  'evidence',
];

const ranks = new Map(strongestFirst.map((name, place) => [name, place]));

/** Orders two events by their effect on the address, the stronger first: negative when it is `a`. */
export function compareEffects(a: StoredEvent, b: StoredEvent): number {
  return rankOf(a) - rankOf(b);
}

function rankOf(event: StoredEvent): number {
  return ranks.get(retentionClass(event)) ?? strongestFirst.length;
}
