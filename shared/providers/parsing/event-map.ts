import type { EventKind } from '../../events/event.ts';
import { asFailureCode, type FailureCode } from '../../failure-codes/scheme.ts';

/** What one of an ESP's event names, reasons or classes means to the ledger. */
export interface EventMapping {
  readonly kind: EventKind;
  /** True, false, or null where the name does not say. */
  readonly permanent: boolean | null;
  /** In the failure code scheme; null where the name gives no reason. */
  readonly code: FailureCode | null;
  /** The ESP did not send because its own suppression list has the address. */
  readonly onEspSuppressionList?: boolean;
}

/**
 * A row of an event map's data: kind, permanence and failure code; what the name does not say is left out at the end.
 * For `dropped` the fourth field states that the ESP's own suppression list is the reason, where the code (2xxx) does
 * not imply it.
 */
export type EventMapRow = readonly [
  kind: EventKind,
  permanent?: boolean | null,
  code?: number | null,
  onEspSuppressionList?: 'on-esp-suppression-list',
];

/** The names that one field of an ESP's webhook may hold, in the ESP's own spelling, with what each means. */
export interface EventMap<Name extends string = string> {
  readonly names: readonly Name[];
  readonly mappings: ReadonlyMap<string, EventMapping>;
  /** The same by the name without white space, hyphens and underscores, in lower case. */
  readonly byBareName: ReadonlyMap<string, EventMapping>;
}

/**
 * Makes an event map from its rows.
 *
 * @throws RangeError when a row's failure code does not exist or two names differ only in spelling
 * @example
 * export const acmeEvents = eventMap({ hard_bounce: ['bounce', true, 2999], open: ['other'] });
 */
export function eventMap<const Rows extends Readonly<Record<string, EventMapRow>>>(
  rows: Rows,
): EventMap<Extract<keyof Rows, string>> {
  const mappings = new Map<string, EventMapping>();
  const byBareName = new Map<string, EventMapping>();
  for (const [name, [kind, permanent = null, code = null, onEspSuppressionList]] of Object.entries(rows)) {
    const key = name.toLowerCase();
    if (mappings.has(key)) throw new RangeError(`The event map has ${name} twice.`);
    const mapping: EventMapping = {
      kind,
      permanent,
      code: code === null ? null : asFailureCode(code),
      ...(onEspSuppressionList && { onEspSuppressionList: true }),
    };
    mappings.set(key, mapping);
    byBareName.set(bareName(name), mapping);
  }
  return { names: Object.keys(rows) as Extract<keyof Rows, string>[], mappings, byBareName };
}

/** An event name that no event map has: acknowledged, never stored. */
export const UNMAPPED: EventMapping = { kind: 'other', permanent: null, code: null };

/**
 * The mapping of an event name, whatever its spelling: letter case, and a space, a hyphen, an underscore, a capital or
 * nothing between its parts. ESPs write `hard_bounce`, `hard-bounce`, `Hard bounce` and `hardBounce` in one and the
 * same documentation.
 *
 * @returns undefined when the map does not have the name
 */
export function mapEvent(map: EventMap, name: string | undefined): EventMapping | undefined {
  if (name === undefined) return undefined;
  return (
    map.mappings.get(name) ??
    map.mappings.get(name.trim().toLowerCase()) ??
    map.byBareName.get(bareName(name))
  );
}

function bareName(name: string): string {
  return name.toLowerCase().replace(/[\s_-]+/g, '');
}
