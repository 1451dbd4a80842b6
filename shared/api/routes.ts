import type { Route } from './route.ts';
import { eraseAddress, getAddress } from './routes/addresses.ts';
import { check } from './routes/check.ts';
import { classify, listCodes } from './routes/codes.ts';
import { listIncidents } from './routes/incidents.ts';
import { getOpenApi } from './routes/openapi.ts';
import { previewRevocation, revokeSource } from './routes/revocations.ts';
import { decideSourceIncident, getSourceIncident } from './routes/source-incidents.ts';
import { getStatistics } from './routes/statistics.ts';
import { decideStorm, getStorm } from './routes/storms.ts';
import { listSuppressions, release, suppress } from './routes/suppressions.ts';
import { askToUnsubscribe, unsubscribe } from './routes/unsubscribe.ts';

/** Every route of the query API. */
export const routes: readonly Route[] = [
  getAddress,
  eraseAddress,
  check,
  listSuppressions,
  suppress,
  release,
  listIncidents,
  getStorm,
  decideStorm,
  getStatistics,
  getSourceIncident,
  decideSourceIncident,
  previewRevocation,
  revokeSource,
  listCodes,
  classify,
  askToUnsubscribe,
  unsubscribe,
  getOpenApi,
];
