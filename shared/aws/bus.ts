/** EventBridge: where changed verdicts are published. */
import * as v from 'valibot';
import { AwsCallFailed, type AwsConnection, callJson } from './connection.ts';

export interface BusEvent {
  /** `address.suppressed`, `address.released`, `incident.opened`. */
  readonly type: string;
  readonly at: Date;
  readonly detail: object;
}

const BATCH = 10;
const answerShape = v.object({ FailedEntryCount: v.number() });

/** Publishes events in order, ten a call. @throws AwsCallFailed when the bus took only some of a call's events. */
export async function putEvents(
  connection: AwsConnection,
  bus: string,
  events: readonly BusEvent[],
): Promise<void> {
  for (let start = 0; start < events.length; start += BATCH) {
    const answer = await callJson(connection, 'events', 'AWSEvents.PutEvents', {
      Entries: events.slice(start, start + BATCH).map((event) => ({
        EventBusName: bus,
        Source: 'bounce-ledger',
        DetailType: event.type,
        Time: event.at.getTime() / 1000,
        Detail: JSON.stringify(event.detail),
      })),
    });
    if (v.parse(answerShape, answer).FailedEntryCount > 0) {
      throw new AwsCallFailed('events', 'PutEvents', 'PartialFailure', 200);
    }
  }
}
