/** A handler for routes of the query API behind API Gateway. */
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { createApi } from '../shared/api/api.ts';
import type { ApiDeps, Route } from '../shared/api/route.ts';
import type { AwsConnection } from '../shared/aws/connection.ts';
import { readSettings } from './environment.ts';
import { type GatewayEvent, toApiRequest, toGatewayResult } from './gateway-event.ts';
import { openLedger, openStatistics } from './ledger.ts';
import { writeMetrics } from './metrics.ts';

/**
 * A handler of the routes of some access levels. It is given what only these need: a part that is left out belongs to
 * routes of other levels.
 */
export function createApiHandler(
  aws: AwsConnection,
  levels: readonly Route['access'][],
  parts: Partial<Pick<ApiDeps, 'audit' | 'classifier' | 'openApi' | 'signingKeys'>>,
): (event: GatewayEvent) => Promise<APIGatewayProxyStructuredResultV2> {
  const settings = readSettings();
  const api = openLedger(aws, settings).then((ledger) =>
    createApi(
      {
        audit: notHere,
        classifier: notHere,
        openApi: notHere,
        signingKeys: notHere,
        ...parts,
        ledger,
        statistics: openStatistics(aws),
        settings,
        clock: Date.now,
        onError: (error) => writeMetrics({ Unanswered: 1 }, { fault: error }),
      },
      levels,
    ),
  );
  return async (event) => {
    const respond = await api;
    return toGatewayResult(await respond(toApiRequest(event)));
  };
}

async function notHere(): Promise<never> {
  throw new Error('Another function answers the routes that need this.');
}
