/** An entry of an ESP's list as evidence of the ledger. */
import { hash } from 'node:crypto';
import type { EspSuppression, EspSuppressionReason } from '../esp-api/types.ts';
import type { StoredKind } from '../events/event.ts';
import { codeNamed } from '../failure-codes/scheme.ts';
import { EVERY_LIST } from '../ledger/policy/list-verdict.ts';
import type { TakeInChange, TakenInEvent } from './types.ts';

/** Characters of an ESP's text that are taken in; the ledger keeps fewer. */
const MAX_DIAGNOSTIC_LENGTH = 1_000;

const ENHANCED_STATUS = /^[245]\.\d{1,3}\.\d{1,3}$/;
const REPLY_CODE = /^[245]\d\d$/;

type Account = Pick<
  TakenInEvent,
  'kind' | 'listed' | 'permanent' | 'diagnostic' | 'status' | 'replyCode' | 'code'
>;

/** That the ESP's list has the address, and no more. */
const LISTED: Account = { kind: 'dropped', listed: true };

/**
 * The event of a change, with the ESP's reason and date. Its id is made of the entry, so that taking it in again is the
 * same event.
 */
export function takenInEvent({ entry, list, at }: Pick<TakeInChange, 'entry' | 'list' | 'at'>): TakenInEvent {
  const { address, createdAt, reason, scope } = entry;
  const identity = JSON.stringify([entry.list, scope ?? null, address.toLowerCase(), createdAt, reason]);
  return {
    id: `sync:${hash('sha256', identity, 'base64url').slice(0, 24)}`,
    recipient: address,
    occurredAt: new Date(createdAt ?? at).toISOString(),
    ...accountOf(entry),
    ...(list !== EVERY_LIST && { list }),
  };
}

function accountOf(entry: EspSuppression): Account {
  switch (entry.reason) {
    case 'complaint':
    case 'unsubscribe':
      return { kind: entry.reason };
    case 'invalid-address':
      return { kind: 'bounce', permanent: true, code: codeNamed('address-syntax') };
    case 'hard-bounce':
      return failureOf(entry, true);
    case 'soft-bounce':
    case 'block':
      return failureOf(entry, false);
    default:
      return LISTED;
  }
}

/** An entry that gives no more than a reply code says only that the ESP has the address on its list. */
function failureOf({ diagnostic = '', code = '' }: EspSuppression, permanent: boolean): Account {
  const text = /^\d*$/.test(diagnostic) ? '' : diagnostic.slice(0, MAX_DIAGNOSTIC_LENGTH);
  const status = ENHANCED_STATUS.test(code) ? code : '';
  if (permanent && text === '' && status === '') return LISTED;
  const isTemporary = /^4/.test(status || text.trimStart());
  return {
    kind: 'bounce',
    permanent: permanent && !isTemporary,
    ...(text !== '' && { diagnostic: text }),
    ...(status !== '' && { status }),
    ...(REPLY_CODE.test(code) && { replyCode: code }),
  };
}

const failureKinds: readonly StoredKind[] = ['bounce', 'dropped', 'deferral'];

/** The kinds of event that report the same as an entry with this reason. */
export function kindsReporting(reason: EspSuppressionReason): readonly StoredKind[] {
  return reason === 'complaint' || reason === 'unsubscribe' ? [reason] : failureKinds;
}
