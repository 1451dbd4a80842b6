/** Events for the ledger's tests, in few words. */
import { type LedgerAddress, toLedgerAddress } from '../../shared/address/address.ts';
import type { ClassifiedEvent } from '../../shared/events/event.ts';
import { asFailureCode } from '../../shared/failure-codes/scheme.ts';
import type { PolicyInput } from '../../shared/ledger/policy/compile-policy.ts';
import { defaultPolicy } from '../../shared/ledger/policy/default-policy.ts';
import type { AddressRecord } from '../../shared/ledger/record/address-record.ts';
import { eventIdHash } from '../../shared/ledger/record/event-id.ts';
import { mergeEvents } from '../../shared/ledger/record/merge-events.ts';

export const DAY = 86_400;
export const HOUR = 3_600;
/** A Tuesday noon. */
export const NOON = Date.UTC(2026, 4, 12, 12) / 1000;

export function address(text: string): LedgerAddress {
  const result = toLedgerAddress(text);
  if (result === null) throw new RangeError('Tests give addresses.');
  return result;
}

export const ANN = address('ann@receiver.example');

let made = 0;

/** An event about Ann; its id is its own unless given. */
export function event(fields: Omit<Partial<ClassifiedEvent>, 'code'> & { code?: number }): ClassifiedEvent {
  const { code = 9999, kind = 'bounce' } = fields;
  return {
    address: ANN,
    kind,
    permanent: null,
    basis: kind === 'bounce' ? 'text' : 'none',
    rule: kind === 'bounce' ? `rule-${code}` : kind,
    at: NOON,
    id: `test:${made++}`,
    source: 'sendgrid',
    list: '*',
    diagnostic: '',
    replayGeneration: 0,
    ...fields,
    code: asFailureCode(code),
  };
}

/** A final failure with a code, at a time. */
export function bounce(
  code: number,
  at: number,
  fields: Partial<Omit<ClassifiedEvent, 'code'>> = {},
): ClassifiedEvent {
  return event({ kind: 'bounce', code, at, permanent: code < 3000 ? true : null, ...fields });
}

export function delivered(at: number): ClassifiedEvent {
  return event({ kind: 'delivered', at });
}

/** The key of the tests' ledgers, and its hash of event ids. */
export const STACK_KEY = 'a key of the tests';
export const hashId = eventIdHash(STACK_KEY);

/** The record that events make of another one. */
export function merge(record: AddressRecord, events: readonly ClassifiedEvent[]): AddressRecord {
  return mergeEvents(record, events, hashId);
}

/** The same without a source guard: for suites whose many addresses share one source. */
export function withoutSourceGuard({ policy, lists }: PolicyInput): PolicyInput {
  const unguarded = { ...policy, sourceGuard: null };
  return { policy: unguarded, lists: lists.map((list) => ({ ...list, policy: unguarded })) };
}

/** The default policy, with a marketing and a transactional list. */
export const usual: PolicyInput = {
  policy: defaultPolicy,
  lists: [
    { name: 'news', transactional: false, policy: defaultPolicy },
    { name: 'receipts', transactional: true, policy: defaultPolicy },
  ],
};
