import type {
  APIGatewayEventRequestContextV2,
  APIGatewayProxyEventV2WithRequestContext,
  APIGatewayProxyStructuredResultV2,
} from 'aws-lambda';
import { createApi } from '../../shared/api/api.ts';
import type { ApiRequest, ApiResponse } from '../../shared/api/http.ts';
import { putObject } from '../../shared/aws/archive.ts';
import { archiveFolders, dayFolder } from '../../shared/intake/archive-folders.ts';
import { connectionFromEnv, readSettings, requireEnv } from '../environment.ts';
import { openLedger } from '../ledger.ts';
import { writeMetrics } from '../metrics.ts';

const aws = connectionFromEnv();
const bucket = requireEnv('ARCHIVE_BUCKET');
const settings = readSettings();
const answer = openLedger(aws, settings).then((ledger) =>
  createApi({
    ledger,
    settings,
    classifier: async () => {
      const { openBundledClassifier } = await import('../classifier.ts');
      return openBundledClassifier(settings);
    },
    audit: (entry) => putObject(aws, bucket, auditKey(entry), Buffer.from(JSON.stringify(entry))),
    clock: Date.now,
    note: (fault) => writeMetrics({ Unanswered: 1 }, { fault }),
  }),
);

/** `audit/2026/11/23/<time>-<id>.json`: the trail of a day lists in order. */
function auditKey({ at, id }: { at: string; id: string }): string {
  return `${archiveFolders.audit}${dayFolder(new Date(at))}${at.slice(11, 19).replaceAll(':', '')}-${id}.json`;
}

/** API Gateway (HTTP API, payload 2.0) to the query API and back. */
export async function handler(event: QueryEvent): Promise<APIGatewayProxyStructuredResultV2> {
  const { status, headers, body }: ApiResponse = await (await answer)(toApiRequest(event));
  return { statusCode: status, headers: { ...headers }, body };
}

function toApiRequest(event: QueryEvent): ApiRequest {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(event.headers)) headers[name.toLowerCase()] = value ?? '';
  const caller = callerOf(event);
  const asked = [...new URLSearchParams(event.rawQueryString)];
  const query = Object.fromEntries(asked);
  return {
    method: event.requestContext.http.method,
    path: event.rawPath,
    query,
    repeated: Object.keys(query).length < asked.length,
    headers,
    body: Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8'),
    ...(caller === undefined ? {} : { caller }),
  };
}

/** The context with what either authorizer adds to it. */
interface Context extends APIGatewayEventRequestContextV2 {
  readonly authorizer?: {
    readonly iam?: { readonly userArn?: string };
    readonly jwt?: { readonly claims?: { readonly sub?: string } };
  };
}

type QueryEvent = APIGatewayProxyEventV2WithRequestContext<Context>;

function callerOf({ requestContext: { authorizer } }: QueryEvent): string | undefined {
  return authorizer?.iam?.userArn ?? authorizer?.jwt?.claims?.sub;
}
