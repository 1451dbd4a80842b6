/** The answer about one address: what decides, why, and what to do about it. */
import type { LedgerAddress } from '../../address/address.ts';
import { type Basis, isManualKind, type StoredKind } from '../../events/event.ts';
import type { FailureCode } from '../../failure-codes/scheme.ts';
import type { AddressRecord } from '../record/address-record.ts';
import { type StoredEvent, splitNote } from '../record/stored-event.ts';
import { textOf } from '../record/text-table.ts';
import { adviceFor } from './advice.ts';
import type { CompiledPolicy } from './compile-policy.ts';
import { type ListVerdict, MANUAL_RULE } from './list-verdict.ts';
import type { SuppressionReason } from './suppression-reason.ts';
import { appliesTo } from './verdicts.ts';

/** One event as the record still holds it. */
export interface EvidenceItem {
  /** The stored hash of the event's id, sixteen hexadecimal digits. */
  readonly id: string;
  readonly kind: StoredKind;
  /** What the code rests on; `ambiguous` and `unverified` events count for nothing. */
  readonly basis: Basis;
  readonly permanent: boolean | null;
  readonly code: FailureCode;
  readonly rule: string;
  readonly at: number;
  readonly source: string;
  readonly list: string;
  readonly actor?: string;
  readonly note?: string;
  /** Of a release: whether a proof was stated with it. */
  readonly hasProof?: boolean;
}

/** The answer about one address. `list` is the list of the deciding verdict; `lists` is every active verdict. */
export interface AddressStatus {
  readonly address: LedgerAddress;
  readonly suppressed: boolean;
  /** Set while a guard holds back the verdict that would decide: not suppressed yet, and when to ask again. */
  readonly pendingUntil?: number;
  readonly suppressionReason: SuppressionReason | null;
  readonly code: FailureCode | null;
  readonly rule: string | null;
  readonly list: string | null;
  readonly since: number | null;
  readonly until: number | null;
  readonly lists: readonly ListVerdict[];
  readonly evidence: readonly EvidenceItem[];
  readonly diagnostic: string;
  /** One sentence on what to do. */
  readonly advice: string;
  /** 0 when the ledger has no record of the address. */
  readonly revision: number;
}

/** What a status is asked about, and what is known at that time. */
export interface StatusQuery {
  readonly address: LedgerAddress;
  /** @default any list */
  readonly list?: string;
  readonly revision: number;
  /** The active verdicts of the record, see `verdictsAt`. */
  readonly verdicts: readonly ListVerdict[];
  /** Verdicts that a guard holds back, and until when (0: permanently). It may hold those of other addresses too. */
  readonly pending: ReadonlyMap<ListVerdict, number>;
}

/** Builds the answer from a record and its active verdicts. */
export function buildStatus(
  record: AddressRecord,
  policy: CompiledPolicy,
  query: StatusQuery,
): AddressStatus {
  const { address, list, revision, verdicts, pending } = query;
  const lists = verdicts.filter((verdict) => !pending.has(verdict));
  const deciding = lists.find((verdict) => appliesTo(verdict, list, policy)) ?? null;
  const pendingUntil = Math.max(
    0,
    ...verdicts
      .filter((verdict) => appliesTo(verdict, list, policy))
      .map((verdict) => pending.get(verdict) ?? 0),
  );
  const isPending = deciding === null && pendingUntil > 0;
  return {
    address,
    suppressed: deciding !== null,
    ...(isPending && { pendingUntil }),
    suppressionReason: deciding?.suppressionReason ?? null,
    code: deciding?.code ?? null,
    rule: deciding?.rule ?? null,
    list: deciding?.list ?? null,
    since: deciding?.since ?? null,
    until: deciding?.until ?? null,
    lists,
    evidence: record.events.filter(({ kind }) => kind !== 'other').map((event) => toEvidence(event, record)),
    diagnostic: diagnosticOf(record),
    advice: adviceFor(deciding, { isPending, isKnown: record.events.length > 0 }),
    revision,
  };
}

/** That of a retracted event is not shown. It is left out here, so that the record itself depends on no order. */
function diagnosticOf({ diagnostic, events }: AddressRecord): string {
  if (diagnostic === null) return '';
  const { idHigh, idLow } = diagnostic;
  const isRetracted = events.some(
    (event) => event.kind === 'other' && event.idHigh === idHigh && event.idLow === idLow,
  );
  return isRetracted ? '' : diagnostic.text;
}

function toEvidence(event: StoredEvent, { texts }: AddressRecord): EvidenceItem {
  const { kind, basis, permanent, code, at, source, list } = event;
  const text = textOf(texts, event.textHash);
  const id = hexOf(event.idHigh) + hexOf(event.idLow);
  if (!isManualKind(kind)) return { id, kind, basis, permanent, code, rule: text, at, source, list };
  const manual = {
    id,
    kind,
    basis,
    permanent,
    code,
    rule: MANUAL_RULE,
    at,
    source,
    list,
    ...splitNote(text),
  };
  return kind === 'release' ? { ...manual, hasProof: event.hasProof } : manual;
}

/** Half of an event's id: 32 signed bits as eight hexadecimal digits. */
function hexOf(half: number): string {
  return (half >>> 0).toString(16).padStart(8, '0');
}
