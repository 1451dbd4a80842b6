/** The publisher as Lambda runs it: records of the table's stream in, calls of the event bus out. */
import type { DynamoDBRecord } from 'aws-lambda';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { attribute } from '../../shared/store/dynamodb/table.ts';
import { type ScriptedAws, type ScriptedResponse, startScriptedAws } from './scripted-aws.ts';

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

let aws: ScriptedAws;
let written: string[];

/** What the publisher answers to these records, where the bus answers so. */
async function publish(records: readonly DynamoDBRecord[], ...answers: readonly ScriptedResponse[]) {
  aws = await startScriptedAws(...answers);
  onTestFinished(aws.stop);
  vi.stubEnv('AWS_REGION', 'eu-west-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  vi.stubEnv('EVENT_BUS_NAME', 'changes');
  vi.stubEnv('AWS_ENDPOINT_URL_EVENTBRIDGE', aws.endpoint);
  written = [];
  // What it says of its start is said once, when it is imported.
  vi.spyOn(process.stdout, 'write').mockImplementation((line) => {
    if (!String(line).includes('ColdStarts')) written.push(String(line));
    return true;
  });
  const { handler } = await import('../../functions/publisher/index.ts');
  return handler({ Records: [...records] });
}

/** A write to the table, by its place in the stream; without `change` it changed no verdict. */
function record(place: number, change?: string): DynamoDBRecord {
  return {
    dynamodb: {
      SequenceNumber: String(place),
      ApproximateCreationDateTime: 1_772_366_400,
      NewImage: {
        [attribute.key]: { S: `ann${place}@shop.example` },
        [attribute.address]: { S: `ann${place}@shop.example` },
        [attribute.revision]: { N: String(place) },
        ...(change !== undefined && { [attribute.change]: { S: change } }),
      },
    },
  };
}

const records = Array.from({ length: 15 }, (_, place) => record(place, place === 3 ? undefined : 'released'));
const TAKEN: ScriptedResponse = [200, '{"FailedEntryCount":0}'];

test('every changed verdict is published in the order of the stream, ten a call', async () => {
  expect(await publish(records, TAKEN)).toEqual({ batchItemFailures: [] });
  const calls = aws.requests.map(({ body }): readonly { Detail: string }[] => JSON.parse(body).Entries);
  expect(calls.map((entries) => entries.length)).toEqual([10, 4]);
  const revisions = calls.flat().map(({ Detail }) => JSON.parse(Detail).revision);
  expect(revisions).toEqual([0, 1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]);
  expect(written).toEqual([]);
});

test('what the bus did not take is handed back from the first on, and counted with the cause', async () => {
  const gap = JSON.stringify({
    FailedEntryCount: 1,
    Entries: [{}, { ErrorCode: 'InternalFailure' }, {}, {}],
  });
  expect(await publish(records, TAKEN, [200, gap])).toEqual({
    batchItemFailures: [{ itemIdentifier: '12' }],
  });
  expect(written.map((line) => JSON.parse(line))).toMatchObject([
    { NotPublished: 3, fault: 'InternalFailure' },
  ]);
  expect(written.join()).not.toContain('@');
});

test('where the bus refuses, the whole batch is handed back', async () => {
  const refused = await publish(records, [400, '{"__type":"AccessDeniedException"}']);
  expect(refused).toEqual({ batchItemFailures: [{ itemIdentifier: '0' }] });
  expect(written.map((line) => JSON.parse(line))).toMatchObject([
    { NotPublished: 14, fault: 'AccessDeniedException' },
  ]);
});

test('writes that changed no verdict ask nothing of the bus', async () => {
  expect(await publish([record(1), record(2)], TAKEN)).toEqual({ batchItemFailures: [] });
  expect(aws.requests).toEqual([]);
});
