/** How the host itself calls the emulators: AWS's own protocols over fetch, unsigned as no emulator checks. */
import { awsErrorCode } from '../shared/aws/error-code.ts';
import { region } from './account.ts';
import { type Json, parseJson } from './json.ts';

/** An emulator's refusal, by AWS's name for it (`ResourceInUseException`). */
export class EmulatorError extends Error {
  override readonly name = 'EmulatorError';
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

function authorization(service: string): string {
  return `AWS4-HMAC-SHA256 Credential=local/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=local`;
}

const targets = {
  dynamodb: { prefix: 'DynamoDB_20120810', contentType: 'application/x-amz-json-1.0' },
  dynamodbstreams: { prefix: 'DynamoDBStreams_20120810', contentType: 'application/x-amz-json-1.0' },
  sqs: { prefix: 'AmazonSQS', contentType: 'application/x-amz-json-1.0' },
} as const;
export type JsonService = keyof typeof targets;

/** Calls an action of a service that speaks AWS JSON. @throws EmulatorError */
export async function awsJson(
  endpoint: string,
  service: JsonService,
  action: string,
  input: Json,
  signal?: AbortSignal,
): Promise<Json> {
  const { prefix, contentType } = targets[service];
  const response = await fetch(`${endpoint}/`, {
    method: 'POST',
    headers: {
      'content-type': contentType,
      'x-amz-target': `${prefix}.${action}`,
      'x-amz-date': '20260101T000000Z',
      authorization: authorization(service === 'dynamodbstreams' ? 'dynamodb' : service),
    },
    body: JSON.stringify(input),
    ...(signal === undefined ? {} : { signal }),
  });
  const text = await response.text();
  if (!response.ok) {
    throw new EmulatorError(errorCodeOf(response, text), `${action} was refused: ${text.slice(0, 500)}`);
  }
  return text === '' ? null : parseJson(text);
}

/** Calls an action of SNS, which speaks the older Query protocol. Returns the XML. @throws EmulatorError */
export async function awsQuery(
  endpoint: string,
  service: 'sns',
  action: string,
  parameters: Readonly<Record<string, string>>,
): Promise<string> {
  const response = await fetch(`${endpoint}/`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      authorization: authorization(service),
    },
    body: new URLSearchParams({ Action: action, ...parameters }).toString(),
  });
  const text = await response.text();
  if (!response.ok) {
    throw new EmulatorError(errorCodeOf(response, text), `${action} was refused.`);
  }
  return text;
}

function errorCodeOf({ status }: Response, text: string): string {
  return awsErrorCode(text) ?? `Http${status}`;
}

/** Creates a bucket; one that exists is left as it is. @throws EmulatorError */
export async function createBucket(endpoint: string, bucket: string): Promise<void> {
  const response = await fetch(`${endpoint}/${bucket}`, {
    method: 'PUT',
    headers: { authorization: authorization('s3') },
  });
  await response.arrayBuffer();
  if (!response.ok && response.status !== 409) {
    throw new EmulatorError(`Http${response.status}`, `The bucket ${bucket} could not be created.`);
  }
}
