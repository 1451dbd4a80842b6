/** How the host itself calls the emulators: AWS's own protocols, unsigned as no emulator checks. */
import { awsErrorCode } from '../shared/aws/error-code.ts';
import { type HttpAnswer, send } from '../shared/aws/http.ts';
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

/** Longer than any long poll. */
const CALL_TIMEOUT_MS = 60_000;

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
  const answer = await send({
    method: 'POST',
    url: new URL(`${endpoint}/`),
    headers: {
      'content-type': contentType,
      'x-amz-target': `${prefix}.${action}`,
      'x-amz-date': '20260101T000000Z',
      authorization: authorization(service === 'dynamodbstreams' ? 'dynamodb' : service),
    },
    body: JSON.stringify(input),
    timeout: CALL_TIMEOUT_MS,
    signal,
  });
  const text = answer.body.toString();
  if (!isOk(answer)) {
    throw new EmulatorError(errorCodeOf(answer, text), `${action} was refused: ${text.slice(0, 500)}`);
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
  const answer = await send({
    method: 'POST',
    url: new URL(`${endpoint}/`),
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      authorization: authorization(service),
    },
    body: new URLSearchParams({ Action: action, ...parameters }).toString(),
    timeout: CALL_TIMEOUT_MS,
  });
  const text = answer.body.toString();
  if (!isOk(answer)) {
    throw new EmulatorError(errorCodeOf(answer, text), `${action} was refused.`);
  }
  return text;
}

function isOk({ status }: HttpAnswer): boolean {
  return status >= 200 && status < 300;
}

function errorCodeOf({ status }: HttpAnswer, text: string): string {
  return awsErrorCode(text) ?? `Http${status}`;
}

/** Creates a bucket; one that exists is left as it is. @throws EmulatorError */
export async function createBucket(endpoint: string, bucket: string): Promise<void> {
  const answer = await send({
    method: 'PUT',
    url: new URL(`${endpoint}/${bucket}`),
    headers: { authorization: authorization('s3') },
    body: '',
    timeout: CALL_TIMEOUT_MS,
  });
  if (!isOk(answer) && answer.status !== 409) {
    throw new EmulatorError(`Http${answer.status}`, `The bucket ${bucket} could not be created.`);
  }
}
