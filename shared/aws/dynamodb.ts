/**
 * DynamoDB without the SDK's client: the calls that a ledger makes, signed and sent as those of the other services.
 * It takes the SDK's own commands, so that a `DynamoDBClient` can stand in its place anywhere. The client spends
 * three times the CPU on a put, most of it between the command and the socket, and is half of a cold start.
 */
import {
  type AttributeValue,
  BatchGetItemCommand,
  type BatchGetItemCommandOutput,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { type AwsConnection, sendOnce } from './connection.ts';
import { awsErrorCode } from './error-code.ts';
import type { HttpAnswer } from './http.ts';

/** DynamoDB's refusal; `name` is DynamoDB's own for it, as the SDK gives it. */
export class DynamoDbError extends Error {
  constructor(action: string, name: string, status: number) {
    super(`dynamodb ${action} failed: ${name} (${status})`);
    this.name = name;
  }
}

type Item = Record<string, AttributeValue>;

/** What the calls answer, each its own part of it. */
export interface TableAnswer {
  readonly Item?: Item;
  readonly Items?: Item[];
  readonly Attributes?: Item;
  readonly LastEvaluatedKey?: Item;
  readonly Responses?: Record<string, Item[]>;
  readonly UnprocessedKeys?: BatchGetItemCommandOutput['UnprocessedKeys'];
}

type Command =
  | BatchGetItemCommand
  | DeleteItemCommand
  | GetItemCommand
  | PutItemCommand
  | QueryCommand
  | UpdateItemCommand;

const actions = [
  [PutItemCommand, 'PutItem'],
  [BatchGetItemCommand, 'BatchGetItem'],
  [GetItemCommand, 'GetItem'],
  [UpdateItemCommand, 'UpdateItem'],
  [DeleteItemCommand, 'DeleteItem'],
  [QueryCommand, 'Query'],
] as const;

/** Sends each command once: the caller knows what may be repeated. Rejects with `code` or `name` of what failed. */
export function dynamoDb(connection: AwsConnection): { send(command: Command): Promise<TableAnswer> } {
  return {
    async send(command) {
      const action = actions.find(([kind]) => command instanceof kind)?.[1];
      if (action === undefined) throw new TypeError('A ledger makes no such call of its table.');
      const answer = await sendOnce(connection, {
        service: 'dynamodb',
        action,
        method: 'POST',
        path: '/',
        headers: {
          'content-type': 'application/x-amz-json-1.0',
          'x-amz-target': `DynamoDB_20120810.${action}`,
        },
        body: requestBody(command),
      });
      if (answer.status !== 200) throw refusal(action, answer);
      return unmarshalled(JSON.parse(answer.body.toString()));
    },
  };
}

/** The body of the request that a command makes. */
export function requestBody(command: Command): string {
  // Of all that a ledger sends, only the records it puts hold binary values.
  if (!(command instanceof PutItemCommand)) return JSON.stringify(command.input);
  return JSON.stringify({ ...command.input, Item: marshalled(command.input.Item ?? {}) });
}

/** An item as DynamoDB's JSON: binary values in base64, all else as it is. */
function marshalled(item: Item): Record<string, object> {
  const copy: Record<string, object> = { ...item };
  for (const name in item) {
    const bytes = item[name]?.B;
    if (bytes !== undefined) copy[name] = { B: base64Of(bytes) };
  }
  return copy;
}

function base64Of(bytes: Uint8Array): string {
  const buffer = Buffer.isBuffer(bytes)
    ? bytes
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return buffer.toString('base64');
}

function unmarshalled(answer: TableAnswer): TableAnswer {
  const items = [answer.Items, answer.Item, answer.Attributes, ...Object.values(answer.Responses ?? {})];
  for (const item of items.flat()) {
    if (item === undefined) continue;
    // What JSON calls text is base64 here.
    for (const value of Object.values(item)) {
      if (value.B !== undefined) value.B = Buffer.from(String(value.B), 'base64');
    }
  }
  return answer;
}

function refusal(action: string, answer: HttpAnswer): DynamoDbError {
  const { status } = answer;
  const unnamed = status >= 500 ? 'InternalServerError' : `HTTP ${status}`;
  return new DynamoDbError(action, awsErrorCode(answer.body) ?? unnamed, status);
}
