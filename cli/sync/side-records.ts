/** The two sides of a comparison as records, and back. */
import type { EspSuppression, EspSuppressionReason } from '../../shared/esp-api/types.ts';
import type { SuppressionReason } from '../../shared/ledger/policy/suppression-reason.ts';
import type { OwnSuppression } from '../../shared/sync/types.ts';
import type { RecordReader, SideFile } from './side-file.ts';

/** Characters of an ESP's text that are carried along. */
const MAX_TEXT_LENGTH = 1_000;

/** Parts of the text of one record. */
const SEPARATOR = '\0';

/** @param isSlim leaves the ESP's texts out */
export function writeEntry(
  file: SideFile<EspSuppressionReason>,
  key: string,
  entry: EspSuppression,
  isSlim: boolean,
): void {
  const { reason, list, scope = '', espList = '', createdAt, expiresAt } = entry;
  file.write(key, { reason, list, scope, espList }, createdAt, expiresAt, textOf(key, entry, isSlim));
}

export function readEntry(
  file: SideFile<EspSuppressionReason>,
  reader: RecordReader,
  at: number,
  key: string,
): EspSuppression {
  const { reason, list, scope, espList } = file.common(reader.common(at));
  const [id, address, code, diagnostic] = reader.hasText(at) ? reader.text(at).split(SEPARATOR) : NO_TEXT;
  return {
    address: address || key,
    list,
    reason,
    createdAt: reader.from(at),
    expiresAt: reader.until(at),
    origin: '',
    code: code || undefined,
    diagnostic: diagnostic || undefined,
    id: id || undefined,
    scope: scope || undefined,
    espList: espList || undefined,
  };
}

const NO_TEXT: readonly string[] = [];

function textOf(key: string, entry: EspSuppression, isSlim: boolean): string {
  const { address, id = '', code = '', diagnostic = '' } = entry;
  const isSameAddress = address === key;
  if (isSlim) return isSameAddress && id === '' ? '' : joined([id, isSameAddress ? '' : address]);
  return joined([id, isSameAddress ? '' : address, code, diagnostic]);
}

function joined(texts: readonly string[]): string {
  return texts.map((text) => text.slice(0, MAX_TEXT_LENGTH).replaceAll(SEPARATOR, ' ')).join(SEPARATOR);
}

export function writeSuppression(
  file: SideFile<SuppressionReason>,
  address: string,
  { reason, list, since, until }: OwnSuppression,
): void {
  file.write(address, { reason, list, scope: '', espList: '' }, since, until);
}

export function readSuppression(
  file: SideFile<SuppressionReason>,
  reader: RecordReader,
  at: number,
): OwnSuppression {
  const { reason, list } = file.common(reader.common(at));
  return { reason, list, since: reader.from(at) ?? 0, until: reader.until(at) };
}
