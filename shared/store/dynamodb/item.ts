/** A record as an item of the table, and back. */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { emptyRecord } from '../../ledger/record/address-record.ts';
import {
  absentRecord,
  positionOf,
  type StoredRecord,
  type SuppressedRow,
  type WriteOptions,
} from '../record-store.ts';
import { packRecord, unpackRecord } from './record-bytes.ts';
import { attribute, SCHEMA_VERSION, shardOf } from './table.ts';
import { packVerdicts, unpackVerdicts } from './verdict-bytes.ts';

export type Item = Record<string, AttributeValue>;

/** A record that newer code wrote: this code must not touch it. */
export class UnsupportedSchemaError extends Error {
  override readonly name = 'UnsupportedSchemaError';
  constructor(version: string | undefined) {
    super(
      `A record has schema version ${version ?? 'none'}; this code supports up to ${SCHEMA_VERSION}. ` +
        'Finish the deployment that wrote it, or roll forward again.',
    );
  }
}

/** The item of a record. */
export function toItem(
  key: string,
  stored: StoredRecord,
  { change, expiresAt, passedOver = [], receiver = null }: Omit<WriteOptions, 'ifRevision'>,
): Item {
  const { record, revision, verdicts, erased, address, domainKey } = stored;
  const item: Item = {
    [attribute.key]: { S: key },
    [attribute.events]: { B: packRecord(record) },
    [attribute.revision]: { N: String(revision) },
    [attribute.schema]: { N: String(SCHEMA_VERSION) },
  };
  if (address !== null) {
    item[attribute.address] = { S: address };
    if (record.originalAddress !== '') item[attribute.originalAddress] = { S: record.originalAddress };
  }
  if (verdicts.length > 0) {
    item[attribute.verdict] = { B: packVerdicts(verdicts) };
    item[attribute.shard] = { S: shardOf(key) };
    item[attribute.since] = { S: positionOf(key, verdicts) };
    if (address === null && domainKey !== null) item[attribute.domainKey] = { S: domainKey };
  }
  if (expiresAt !== null) item[attribute.expires] = { N: String(expiresAt) };
  if (change !== undefined) item[attribute.change] = { S: change };
  if (address === null && receiver !== null) item[attribute.receiver] = { S: receiver };
  if (passedOver.length > 0) {
    item[attribute.passedOver] = { B: packRecord({ ...emptyRecord, events: passedOver }) };
  }
  if (erased) item[attribute.erased] = { BOOL: true };
  return item;
}

/** @throws UnsupportedSchemaError */
export function fromItem(item: Item | undefined): StoredRecord {
  if (item === undefined) return absentRecord;
  const packed = item[attribute.events]?.B;
  const version = item[attribute.schema]?.N;
  if (packed === undefined || Number(version) > SCHEMA_VERSION) throw new UnsupportedSchemaError(version);
  return {
    record: { ...unpackRecord(packed), originalAddress: item[attribute.originalAddress]?.S ?? '' },
    revision: Number(item[attribute.revision]?.N),
    verdicts: unpackVerdicts(item[attribute.verdict]?.B),
    erased: item[attribute.erased]?.BOOL === true,
    address: item[attribute.address]?.S ?? null,
    domainKey: item[attribute.domainKey]?.S ?? null,
  };
}

/** A row of the sparse index. @throws UnsupportedSchemaError */
export function toRow(item: Item): SuppressedRow {
  const version = item[attribute.schema]?.N;
  if (Number(version) > SCHEMA_VERSION) throw new UnsupportedSchemaError(version);
  return {
    key: item[attribute.key]?.S ?? '',
    position: item[attribute.since]?.S ?? '',
    address: item[attribute.address]?.S ?? null,
    domainKey: item[attribute.domainKey]?.S ?? null,
    verdicts: unpackVerdicts(item[attribute.verdict]?.B),
  };
}
