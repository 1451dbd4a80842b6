/**
 * The rows of the two sides as text: fields between tabs, the address first. A list of millions is written and read
 * once, where JSON would take as long as all the rest.
 */
import type { EspSuppression, EspSuppressionReason } from '../../shared/esp-api/types.ts';
import { type SuppressionReason, suppressionReasons } from '../../shared/ledger/policy/suppression-reason.ts';
import type { OwnSuppression } from '../../shared/sync/types.ts';

/** Characters of an ESP's text that are carried along. */
const MAX_TEXT_LENGTH = 1_000;

const espReasons = [
  'unknown',
  'hard-bounce',
  'soft-bounce',
  'block',
  'invalid-address',
  'complaint',
  'unsubscribe',
  'manual',
  'compliance',
] as const satisfies readonly EspSuppressionReason[];

/** A row's key with what it holds. */
export interface KeyedRow<T> {
  readonly key: string;
  readonly value: T;
}

/** @param isSlim leaves the ESP's texts out */
export function rowOfEntry(key: string, entry: EspSuppression, isSlim = false): string {
  const { address, reason, createdAt, expiresAt, list, id, scope, espList } = entry;
  const [code, diagnostic] = isSlim ? [] : [entry.code, entry.diagnostic];
  const place = `${key}\t${espReasons.indexOf(reason)}\t${createdAt ?? ''}\t${expiresAt ?? ''}\t${clean(list)}`;
  const texts = `\t${clean(code)}\t${clean(diagnostic)}\t${clean(id)}\t${clean(scope)}\t${clean(espList)}`;
  return `${place}${texts}\t${address === key ? '' : clean(address)}`;
}

export function entryOfRow(row: string): KeyedRow<EspSuppression> {
  const fields = row.split('\t');
  const [key = '', reason, createdAt, expiresAt, list = '', code, diagnostic, id, scope, espList, address] =
    fields;
  return {
    key,
    value: {
      address: address || key,
      list,
      reason: espReasons[Number(reason)] ?? 'unknown',
      createdAt: createdAt ? Number(createdAt) : null,
      expiresAt: expiresAt ? Number(expiresAt) : null,
      origin: '',
      code: code || undefined,
      diagnostic: diagnostic || undefined,
      id: id || undefined,
      scope: scope || undefined,
      espList: espList || undefined,
    },
  };
}

export function rowOfSuppression(key: string, { reason, since, until, list }: OwnSuppression): string {
  return `${key}\t${suppressionReasons.indexOf(reason)}\t${since}\t${until ?? ''}\t${list}`;
}

export function suppressionOfRow(row: string): KeyedRow<OwnSuppression> {
  const [key = '', reason, since, until, list = ''] = row.split('\t');
  const value = {
    reason: suppressionReasons[Number(reason)] ?? ('manual' satisfies SuppressionReason),
    since: Number(since),
    until: until ? Number(until) : null,
    list,
  };
  return { key, value };
}

/** Tabs and line ends, which an ESP's text may have, are spaces in a row. */
function clean(text: string | undefined): string {
  if (text === undefined) return '';
  const short = text.length > MAX_TEXT_LENGTH ? text.slice(0, MAX_TEXT_LENGTH) : text;
  return /[\t\n]/.test(short) ? short.replace(/[\t\n]/g, ' ') : short;
}
