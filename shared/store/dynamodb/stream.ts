/** The table's stream: what a change of an item means. */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { receiverFamilyOf } from '../../address/receiver-families.ts';
import type { VerdictChange } from '../../ledger/policy/change.ts';
import type { RecordWrite } from '../../statistics/count-write.ts';
import type { StoreChange } from '../record-store.ts';
import { readOpenedIncident } from './guard-item.ts';
import { fromItem, type Item } from './item.ts';
import { unpackRecord } from './record-bytes.ts';
import { attribute } from './table.ts';
import { unpackVerdicts } from './verdict-bytes.ts';

/** An attribute as a Lambda event carries it: binary values are base64. */
export interface StreamAttribute {
  readonly S?: string | undefined;
  readonly N?: string | undefined;
  readonly B?: string | undefined;
  readonly BOOL?: boolean | undefined;
}
export type StreamImage = Readonly<Record<string, StreamAttribute>>;

/** The change that a stream record tells of; null for a write that changed no verdict and opened no incident. */
export function readStreamRecord(
  newImage: StreamImage | undefined,
  oldImage: StreamImage | undefined,
): StoreChange | null {
  if (newImage === undefined) return null;
  const item = decodeImage(newImage);
  const opened = readOpenedIncident(item);
  if (opened !== null) return { kind: 'incident', ...opened };
  const change = item[attribute.change]?.S;
  if (!isVerdictChange(change)) return null;
  return {
    kind: 'verdict',
    change,
    key: item[attribute.key]?.S ?? '',
    address: item[attribute.address]?.S ?? null,
    before: unpackVerdicts(oldImage && decodeImage(oldImage)[attribute.verdict]?.B),
    after: unpackVerdicts(item[attribute.verdict]?.B),
    revision: Number(item[attribute.revision]?.N),
  };
}

/**
 * The write of a record that a stream record tells of; null for a deletion and for other items.
 * @param writtenAt when the table was written, seconds since 1970
 */
export function readRecordWrite(
  newImage: StreamImage | undefined,
  oldImage: StreamImage | undefined,
  writtenAt: number,
): RecordWrite | null {
  if (newImage?.[attribute.events] === undefined) return null;
  const item = decodeImage(newImage);
  const after = fromItem(item);
  const passedOver = item[attribute.passedOver]?.B;
  return {
    before: fromItem(oldImage && decodeImage(oldImage)),
    after,
    passedOver: passedOver === undefined ? [] : unpackRecord(passedOver).events,
    receiver: receiverOf(after.address, item[attribute.receiver]?.S),
    writtenAt,
  };
}

/** Where the address is not stored, the write says the family of its receiver. */
function receiverOf(address: string | null, receiver: string | undefined): string {
  return address === null
    ? (receiver ?? 'other')
    : receiverFamilyOf(address.slice(address.lastIndexOf('@') + 1));
}

function isVerdictChange(text: string | undefined): text is VerdictChange {
  return text === 'suppressed' || text === 'released' || text === 'altered';
}

/** An image as an item. Only the types that the table uses are decoded. */
function decodeImage(image: StreamImage): Item {
  return Object.fromEntries(
    Object.entries(image).flatMap(([name, value]): [string, AttributeValue][] => {
      if (value.B !== undefined) return [[name, { B: Buffer.from(value.B, 'base64') }]];
      if (value.S !== undefined) return [[name, { S: value.S }]];
      if (value.N !== undefined) return [[name, { N: value.N }]];
      return value.BOOL === undefined ? [] : [[name, { BOOL: value.BOOL }]];
    }),
  );
}
