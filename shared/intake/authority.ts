import { hash } from 'node:crypto';
import { isWithinAuthority } from '../config/authority.ts';
import type { SourceSettings } from '../config/settings.ts';
import type { ReportedEvent } from '../events/event.ts';
import { EVERY_LIST } from '../ledger/policy/list-verdict.ts';
import type { DeliveryMessage } from './queue-message.ts';

/** What a source may report on. */
export type Authority = Pick<SourceSettings, 'name' | 'list' | 'lists' | 'espLists' | 'kinds' | 'family'> & {
  /** The names of all sources: what the ESP of another one makes stands under that one's name. */
  readonly sources?: { has(name: string): boolean };
};

/** Of a source that no configuration names: SES by the stack's own topic and rule, and an operator's import. */
export function unrestricted(name: string): Authority {
  return { name, list: EVERY_LIST, lists: [], espLists: {}, kinds: null, family: name };
}

/**
 * The authority of a delivery's source; null for a webhook that is not configured. The operator may import anything,
 * and SES by the stack's own topic is verified by IAM.
 */
export function authorityOf(
  sources: ReadonlyMap<string, SourceSettings>,
  { kind, source }: Pick<DeliveryMessage, 'kind' | 'source'>,
): Authority | null {
  if (kind === 'import') return { ...unrestricted(source), espLists: sources.get(source)?.espLists ?? {} };
  const configured = sources.get(source);
  if (configured !== undefined) return { ...configured, sources };
  return kind === 'ses-notification' ? { ...unrestricted(source), sources } : null;
}

/** The list an event counts on, or why it counts on none. */
export type ListAuthority =
  | { readonly list: string }
  | { readonly refused: 'beyond-authority' | 'invalid-list' };

/**
 * The list that an event of this source counts on: the one it names, if that is within the source's authority, or the
 * source's own. A list that the ESP makes stands under the source's name, unless the configuration maps it.
 */
export function listFor(event: ReportedEvent, authority: Authority): ListAuthority {
  if (authority.kinds && event.kind !== 'other' && !authority.kinds.includes(event.kind)) {
    return { refused: 'beyond-authority' };
  }
  if (event.list !== undefined) {
    if (!isListName(event.list)) return { refused: 'invalid-list' };
    return isWithinAuthority(event.list, authority) && !isOfAnother(event.list, authority)
      ? { list: event.list }
      : { refused: 'beyond-authority' };
  }
  if (event.espList === undefined) return { list: authority.list };
  const mapped = Object.hasOwn(authority.espLists, event.espList)
    ? authority.espLists[event.espList]
    : undefined;
  if (mapped !== undefined) return { list: mapped };
  return isListName(event.espList)
    ? { list: espListName(authority.name, event.espList) }
    : { refused: 'invalid-list' };
}

/** Whether a list is one that the ESP of another source makes, and that no configuration gives to this one. */
function isOfAnother(list: string, { name, list: own, lists, sources }: Authority): boolean {
  const owner = list.slice(0, Math.max(list.indexOf('/'), 0));
  return (
    owner !== '' && owner !== name && list !== own && !lists.includes(list) && sources?.has(owner) === true
  );
}

/** Bytes of a list's name that the record and the API take. */
const MAX_LIST_BYTES = 64;

/** Controls, format characters (the bidirectional ones among them) and line separators: they forge what a terminal shows. */
const UNSAFE_CHARACTER = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

function isListName(name: string): boolean {
  return name !== '' && name.length <= 1_024 && !UNSAFE_CHARACTER.test(name);
}

/** `sendgrid/group-7`; a name too long for the record is a hash, so that two long names stay two. */
export function espListName(source: string, espList: string): string {
  const name = `${source}/${espList}`;
  if (Buffer.byteLength(name) <= MAX_LIST_BYTES) return name;
  return `${source.slice(0, 40)}/~${hash('sha256', name).slice(0, 16)}`;
}
