/** Counts what the table's stream tells of new events and changed verdicts, by hour and by day. */
import type { DynamoDBStreamEvent } from 'aws-lambda';
import type { SequencedWrite } from '../../shared/statistics/count-batch.ts';
import { readRecordWrite } from '../../shared/store/dynamodb/stream.ts';
import { connectionFromEnv } from '../environment.ts';
import { openStatistics } from '../ledger.ts';

const statistics = openStatistics(connectionFromEnv());

/** Lambda names the shard only to a function with tumbling windows, whose state is not used. */
interface WindowedStreamEvent extends DynamoDBStreamEvent {
  readonly shardId: string;
}

/** A batch of one shard, in order. It is counted wholly or comes again; counting it again adds nothing. */
export async function handler({ Records, shardId }: WindowedStreamEvent): Promise<object> {
  const now = Math.floor(Date.now() / 1000);
  const writes = Records.flatMap(({ dynamodb }): SequencedWrite[] => {
    const writtenAt = Math.floor(dynamodb?.ApproximateCreationDateTime ?? now);
    const write = readRecordWrite(dynamodb?.NewImage, dynamodb?.OldImage, writtenAt);
    return write === null ? [] : [{ sequence: BigInt(dynamodb?.SequenceNumber ?? 0), write }];
  });
  if (writes.length > 0) await statistics.add(shardId, writes, now);
  return { state: {} };
}
