/**
 * Counts what the table's stream tells of new events and changed verdicts, by hour and by day, and reports the rates
 * that are too high.
 */
import type { DynamoDBStreamEvent } from 'aws-lambda';
import { batchLines } from '../../shared/statistics/batch-line.ts';
import type { SequencedWrite } from '../../shared/statistics/count-batch.ts';
import { excessiveRates, REPUTATION_SPAN } from '../../shared/statistics/reputation.ts';
import { readStatistics } from '../../shared/statistics/statistics.ts';
import { readRecordWrite } from '../../shared/store/dynamodb/stream.ts';
import { connectionFromEnv, readSettings } from '../environment.ts';
import { openStatistics } from '../ledger.ts';
import { countColdStart, writeRate } from '../metrics.ts';

countColdStart();

const statistics = openStatistics(connectionFromEnv());
const { reputation } = readSettings();

/** Seconds between two looks at the rates: they read a day of hours. */
const RATES_EVERY = 15 * 60;
let ratesReadAt = 0;

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
  if (writes.length > 0) {
    const counted = await statistics.add(shardId, writes, now);
    for (const line of batchLines(counted)) process.stdout.write(`${JSON.stringify(line)}\n`);
  }
  if (now >= ratesReadAt + RATES_EVERY) {
    ratesReadAt = now;
    await reportRates(now);
  }
  return { state: {} };
}

async function reportRates(now: number): Promise<void> {
  if (reputation === null) return;
  const { rates } = await readStatistics(statistics, { from: now - REPUTATION_SPAN, to: now, by: 'hour' });
  for (const rate of excessiveRates(rates, reputation)) writeRate(rate);
}
