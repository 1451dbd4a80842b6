import { readFile } from 'node:fs/promises';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { createApi } from '../../shared/api/api.ts';
import { putObject } from '../../shared/aws/archive.ts';
import { archiveFolders, dayFolder } from '../../shared/intake/archive-folders.ts';
import { connectionFromEnv, readSettings, requireEnv } from '../environment.ts';
import { openLedger } from '../ledger.ts';
import { writeMetrics } from '../metrics.ts';
import { type QueryEvent, toApiRequest, toGatewayResult } from './event.ts';

const aws = connectionFromEnv();
const bucket = requireEnv('ARCHIVE_BUCKET');
const settings = readSettings();
const api = openLedger(aws, settings).then((ledger) =>
  createApi({
    ledger,
    settings,
    classifier: async () => {
      const { openBundledClassifier } = await import('../classifier.ts');
      return openBundledClassifier(settings);
    },
    audit: (entry) => putObject(aws, bucket, auditKey(entry), Buffer.from(JSON.stringify(entry))),
    clock: Date.now,
    openApi: () => readFile(new URL('./openapi.json', import.meta.url), 'utf8'),
    onError: (error) => writeMetrics({ Unanswered: 1 }, { fault: error }),
  }),
);

/** `audit/2026/11/23/<time>-<id>.json`: the trail of a day lists in order. */
function auditKey({ at, id }: { at: string; id: string }): string {
  return `${archiveFolders.audit}${dayFolder(new Date(at))}${at.slice(11, 19).replaceAll(':', '')}-${id}.json`;
}

/** The query API behind API Gateway (HTTP API, payload format 2.0). */
export async function handler(event: QueryEvent): Promise<APIGatewayProxyStructuredResultV2> {
  const respond = await api;
  return toGatewayResult(await respond(toApiRequest(event)));
}
