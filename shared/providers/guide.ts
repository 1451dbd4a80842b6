/** What only people read about an ESP: setting its webhook up, and what its event names mean. No function bundles it. */
import type { EventMap } from './parsing/event-map.ts';

/** How an operator sets an ESP's webhook up; the documentation pages and `sources add` are generated from it. */
export interface SetupGuide {
  /** The page in the ESP's console, as a path of menu names. */
  readonly consolePath: string;
  /** The events to select, as the console names them. */
  readonly events: readonly string[];
  /** What to paste or copy, and in which direction the secret travels. */
  readonly secret:
    | { readonly from: 'esp'; readonly field: string }
    | { readonly from: 'us'; readonly how: 'basic' | 'url' | 'header' | 'field'; readonly field: string };
  /** How a request is verified: what is signed and how, and where the signature or the secret stands. */
  readonly signature: string;
  /** The ESP's documentation that the reader follows. */
  readonly references: readonly string[];
  /** What to know before relying on it: open questions, gaps of the ESP's scheme. */
  readonly notes?: readonly string[];
  readonly eventMaps: readonly EventMapTable[];
}

/** An event map with the meaning of each name in words. */
export interface EventMapTable {
  /** Where the names stand in what the ESP sends, as Markdown. */
  readonly field: string;
  readonly map: EventMap;
  readonly meanings: Readonly<Record<string, string>>;
}

/**
 * Joins an event map with the meanings of its names; the compiler refuses a name without a meaning.
 *
 * @example
 * describeEventMap('`event`', acmeEvents, { hard_bounce: 'rejected permanently', open: 'opened' });
 */
export function describeEventMap<Name extends string>(
  field: string,
  map: EventMap<Name>,
  meanings: Readonly<Record<Name, string>>,
): EventMapTable {
  return { field, map, meanings };
}
