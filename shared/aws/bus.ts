/** EventBridge: where changed verdicts are published. */
import * as v from 'valibot';
import { errorName } from '../error-name.ts';
import { type AwsConnection, AwsError, callJson } from './connection.ts';

export interface BusEvent {
  /** `address.suppressed`, `address.released`, `incident.opened`. */
  readonly type: string;
  readonly at: Date;
  readonly detail: object;
}

/** How far the bus came with some events. */
export interface Published {
  /** How many, from the first on, it took without a gap. */
  readonly count: number;
  /** AWS's name, or the error's, for what kept it from taking the next; null when it took them all. */
  readonly error: string | null;
}

/** A call takes no more entries, and no more bytes of all of them together: 256 KB, of which names and times take some. */
const MAX_ENTRIES = 10;
const MAX_CALL_BYTES = 240 * 1024;
const answerShape = v.object({
  FailedEntryCount: v.number(),
  Entries: v.optional(v.array(v.object({ ErrorCode: v.optional(v.string()) })), []),
});

/**
 * Publishes events in order, ten a call, up to the first call of which the bus did not take all. Of that call it may
 * have taken events behind the gap: publishing again from the gap on brings those twice, and in order.
 */
export async function putEvents(
  connection: AwsConnection,
  bus: string,
  events: readonly BusEvent[],
): Promise<Published> {
  let published = 0;
  for (const entries of callsOf(events)) {
    const { count, error } = await putTogether(connection, bus, entries);
    published += count;
    if (error !== null) return { count: published, error };
  }
  return { count: published, error: null };
}

interface Entry {
  readonly event: BusEvent;
  /** JSON text. */
  readonly detail: string;
}

/** The events in order, as many a call as it takes. */
function* callsOf(events: readonly BusEvent[]): Generator<readonly Entry[]> {
  let call: Entry[] = [];
  let bytes = 0;
  for (const event of events) {
    const detail = JSON.stringify(event.detail);
    const size = Buffer.byteLength(detail);
    if (call.length === MAX_ENTRIES || (call.length > 0 && bytes + size > MAX_CALL_BYTES)) {
      yield call;
      call = [];
      bytes = 0;
    }
    call.push({ event, detail });
    bytes += size;
  }
  if (call.length > 0) yield call;
}

async function putTogether(
  connection: AwsConnection,
  bus: string,
  entries: readonly Entry[],
): Promise<Published> {
  try {
    const answer = await callJson(connection, 'events', 'AWSEvents.PutEvents', {
      Entries: entries.map(({ event, detail }) => ({
        EventBusName: bus,
        Source: 'bounce-ledger',
        DetailType: event.type,
        Time: event.at.getTime() / 1000,
        Detail: detail,
      })),
    });
    const { FailedEntryCount, Entries } = v.parse(answerShape, answer);
    if (FailedEntryCount === 0) return { count: entries.length, error: null };
    const gap = Entries.findIndex(({ ErrorCode }) => ErrorCode !== undefined);
    return { count: Math.max(gap, 0), error: Entries[gap]?.ErrorCode ?? 'PartialFailure' };
  } catch (error) {
    return { count: 0, error: error instanceof AwsError ? error.code : errorName(error) };
  }
}
