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
  readonly fault: string | null;
}

const BATCH = 10;
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
  for (let start = 0; start < events.length; start += BATCH) {
    const { count, fault } = await putTogether(connection, bus, events.slice(start, start + BATCH));
    if (fault !== null) return { count: start + count, fault };
  }
  return { count: events.length, fault: null };
}

async function putTogether(
  connection: AwsConnection,
  bus: string,
  events: readonly BusEvent[],
): Promise<Published> {
  try {
    const answer = await callJson(connection, 'events', 'AWSEvents.PutEvents', {
      Entries: events.map((event) => ({
        EventBusName: bus,
        Source: 'bounce-ledger',
        DetailType: event.type,
        Time: event.at.getTime() / 1000,
        Detail: JSON.stringify(event.detail),
      })),
    });
    const { FailedEntryCount, Entries } = v.parse(answerShape, answer);
    if (FailedEntryCount === 0) return { count: events.length, fault: null };
    const gap = Entries.findIndex(({ ErrorCode }) => ErrorCode !== undefined);
    return { count: Math.max(gap, 0), fault: Entries[gap]?.ErrorCode ?? 'PartialFailure' };
  } catch (error) {
    return { count: 0, fault: error instanceof AwsError ? error.code : errorName(error) };
  }
}
