/** A verdict in words, for tables and headlines. */

import type { AddressDocument } from '../shared/api/documents.ts';
import { isFailureKind } from '../shared/events/event.ts';
import type { Meanings } from './codes.ts';
import { paint } from './terminal.ts';

/** `suppressed`, `pending` or `free`, in its colour. */
export function statusLabel({ suppressed, pendingUntil }: AddressDocument): string {
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

const DECISIONS: readonly string[] = ['complaint', 'unsubscribe', 'manual'];

/** A failure's code; complaints and other decisions have none. */
export function codeOfEvent({ kind, code }: AddressDocument['evidence'][number]): string {
  return isFailureKind(kind) ? String(code) : '';
}

/** The code of a verdict, for what a failure caused. */
export function codeOfVerdict({
  reason,
  code,
}: {
  readonly reason: string | null;
  readonly code: number | null;
}) {
  return code === null || DECISIONS.includes(reason ?? '') ? '' : String(code);
}

/** The same with what it means. */
export function meaningOfVerdict(
  verdict: { readonly reason: string | null; readonly code: number | null },
  meanings: Meanings,
) {
  const code = codeOfVerdict(verdict);
  return code && `${code} ${meanings.get(Number(code)) ?? ''}`;
}
