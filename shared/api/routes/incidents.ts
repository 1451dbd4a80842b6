import * as v from 'valibot';
import { incidentDocument, incidentSchema } from '../documents.ts';
import { json } from '../http.ts';
import { defineRoute } from '../route.ts';
import { integer } from '../schema.ts';

/** Incidents in one answer. */
const MAX_INCIDENTS = 100;
const DEFAULT_INCIDENTS = 20;

/** The incidents that opened last: of each domain and source its last one. */
export const listIncidents = defineRoute(
  {
    method: 'GET',
    path: '/v1/incidents',
    access: 'list',
    id: 'listIncidents',
    summary: 'The incidents that opened last, the newest first: of each domain and source its last one.',
    query: v.strictObject({
      limit: v.pipe(
        v.optional(integer(1, MAX_INCIDENTS)),
        v.description(`Incidents in the answer; ${DEFAULT_INCIDENTS} by default.`),
      ),
    }),
    response: {
      description: 'The incidents.',
      document: { name: 'Incidents', schema: v.object({ incidents: v.array(incidentSchema) }) },
    },
    problems: [],
  },
  async ({ ledger }, { query: { limit } }) => {
    const incidents = await ledger.listIncidents(limit ?? DEFAULT_INCIDENTS);
    return json(200, { incidents: incidents.map(incidentDocument) });
  },
);
