/** The local host, over the pages it has under /_local. */
import * as v from 'valibot';
import { type HttpAnswer, send } from '../../shared/aws/http.ts';
import { CommandError } from '../command.ts';
import { CALL_TIMEOUT_MS, parseApiResponse, toRequest } from './api-response.ts';
import type { ApiCall, ApiRequest, Target } from './target.ts';

const sourcesShape = v.array(
  v.object({
    source: v.string(),
    provider: v.string(),
    list: v.optional(v.string(), '*'),
    url: v.string(),
    secret: v.string(),
    privateKey: v.optional(v.string()),
  }),
);

const awsShape = v.object({
  region: v.string(),
  sqs: v.string(),
  s3: v.string(),
  ssm: v.string(),
  topicArn: v.string(),
  queueUrl: v.string(),
  deadLetterQueueUrl: v.string(),
  bucket: v.string(),
  auditBucket: v.string(),
  secretsPrefix: v.string(),
});

const rejectionsShape = v.record(
  v.string(),
  v.object({
    byCause: v.record(v.string(), v.number()),
    latestAt: v.pipe(
      v.string(),
      v.transform((text) => new Date(text)),
    ),
  }),
);

/** Anyone's will do: the host checks no signature. */
const CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' };

export function hostTarget(base: string, option: string): Target {
  const request = (made: ApiRequest): Promise<HttpAnswer> => sendTo(base, made);
  const ask = async (call: ApiCall): Promise<unknown> =>
    parseApiResponse(await request(toRequest(call)), base);
  const page = (name: string) => ask({ method: 'GET', path: `/_local/${name}` });
  return {
    name: base,
    option,
    ask,
    request,
    rejections: async () => new Map(Object.entries(v.parse(rejectionsShape, await page('rejections')))),
    stackState: null,
    sources: async () => v.parse(sourcesShape, await page('sources')),
    resources: async () => {
      const { region, sqs, s3, ssm, ...names } = v.parse(awsShape, await page('aws'));
      const endpoints: Readonly<Record<string, string>> = { sqs, s3, ssm };
      const connection = {
        region,
        credentials: () => Promise.resolve(CREDENTIALS),
        endpoint: (service: string) => endpoints[service],
      };
      return { connection, apiUrl: base, ...names };
    },
  };
}

/** Whether nothing between here and the host reads what is sent: TLS, or this machine. */
function isPrivate(base: string): boolean {
  if (!URL.canParse(base)) return false;
  const { protocol, hostname } = new URL(base);
  return protocol === 'https:' || /^(?:127(?:\.\d{1,3}){3}|localhost|\[::1\])$/.test(hostname);
}

async function sendTo(base: string, { method, path, headers, body }: ApiRequest): Promise<HttpAnswer> {
  const token = process.env.LEDGER_TOKEN;
  if (token && !isPrivate(base)) {
    throw new CommandError('LEDGER_TOKEN would be sent unencrypted. Give --url with https.');
  }
  try {
    return await send({
      method,
      url: new URL(base + path),
      headers: { ...(token && { authorization: `Bearer ${token}` }), ...headers },
      body: body ?? '',
      timeout: CALL_TIMEOUT_MS,
    });
  } catch {
    throw new CommandError(
      `Cannot connect to ${base}. Start the local host with "npm start", or choose another ledger with --url or --stack.`,
    );
  }
}
