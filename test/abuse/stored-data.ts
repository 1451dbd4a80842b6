/** All that a host stores and prints, as a reader of archive, queues, table and logs finds it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { getObject, listObjects } from '../../shared/aws/archive.ts';
import type { LocalLedger } from '../e2e/ledger.ts';

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

/** Text by where it was found. */
export type StoredData = ReadonlyMap<string, string>;

export async function objectsOf(ledger: LocalLedger): Promise<StoredData> {
  const { region, s3, bucket, auditBucket } = await ledger.aws();
  const connection = { region, credentials: async () => credentials, endpoint: () => s3 };
  const found = new Map<string, string>();
  for (const one of [bucket, auditBucket]) {
    for await (const key of listObjects(connection, one, '')) {
      found.set(`s3://${key}`, unpacked(await getObject(connection, one, key)));
    }
  }
  return found;
}

export async function deadLettersOf(ledger: LocalLedger): Promise<StoredData> {
  const { region, sqs, deadLetterQueueUrl: QueueUrl } = await ledger.aws();
  const client = new SQSClient({ endpoint: sqs, region, credentials });
  const found = new Map<string, string>();
  for (;;) {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 60 }),
    );
    if (Messages.length === 0) return found;
    for (const { MessageId, Body = '' } of Messages)
      found.set(`dead letter ${MessageId}`, unpacked(Buffer.from(Body)));
  }
}

export async function itemsOf(ledger: LocalLedger): Promise<StoredData> {
  const { region, dynamodb, table } = await ledger.aws();
  const client = new DynamoDBClient({ endpoint: dynamodb, region, credentials });
  const found = new Map<string, string>();
  for await (const { Items = [] } of paginateScan({ client }, { TableName: table })) {
    for (const item of Items) {
      const text = Object.values(item).map(
        ({ S = '', B, M }) => S + Buffer.from(B ?? []).toString('latin1') + JSON.stringify(M ?? ''),
      );
      found.set(`item ${found.size}`, text.join('\n'));
    }
  }
  return found;
}

export function logsIn(folder: string): StoredData {
  const logs = join(folder, 'logs');
  return new Map(readdirSync(logs).map((name) => [`log ${name}`, readFileSync(join(logs, name), 'utf8')]));
}

/** Base64 that holds something: a body, a header. */
const BASE64 = /[A-Za-z0-9+/_-]{16,}={0,2}/g;
const MAX_DEPTH = 3;

/** Everything in some bytes: as they are, uncompressed, and out of any base64 in them. */
function unpacked(bytes: Buffer, depth = 0): string {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    try {
      return unpacked(gunzipSync(bytes), depth);
    } catch {
      return '';
    }
  }
  const text = bytes.toString('utf8');
  if (depth === MAX_DEPTH) return text;
  const inner = (text.match(BASE64) ?? []).map((run) => unpacked(Buffer.from(run, 'base64'), depth + 1));
  return [text, ...inner].join('\n');
}
