import * as v from 'valibot';
import { audited } from '../audit.ts';
import { count, sourceIncidentDocument, sourceIncidentSchema } from '../documents.ts';
import { json } from '../http.ts';
import { ApiError } from '../problem.ts';
import { refuse } from '../refusal.ts';
import { defineRoute } from '../route.ts';
import { statement } from '../schema.ts';
import { sourceIn, sourceParameter } from './source-parameter.ts';

/** The incident that a source has or had last: it suppressed many more addresses within minutes than it usually does. */
export const getSourceIncident = defineRoute(
  {
    method: 'GET',
    path: '/v1/sources/{source}/incident',
    access: 'read',
    id: 'getSourceIncident',
    summary: 'The incident a source has or had last: it suppressed far more addresses than it usually does.',
    parameter: sourceParameter,
    response: {
      description: 'The incident.',
      document: { name: 'SourceIncident', schema: sourceIncidentSchema },
    },
    problems: ['invalid-parameter', 'no-incident'],
  },
  async ({ ledger }, { parameter }) => {
    const incident = await ledger.getSourceIncident(sourceIn(parameter));
    if (incident === null) throw new ApiError('no-incident', 'This source never had an incident.');
    return json(200, sourceIncidentDocument(incident));
  },
);

const decidedSchema = v.object({ ...sourceIncidentSchema.entries, released: count });

/** An operator decides about a source's incident: its suppressions are void, or they apply at once. */
export const decideSourceIncident = defineRoute(
  {
    method: 'POST',
    path: '/v1/sources/{source}/incident',
    access: 'write',
    id: 'decideSourceIncident',
    summary: 'Decides about an incident of a source: its suppressions are void, or they apply at once.',
    parameter: sourceParameter,
    body: {
      name: 'SourceIncidentDecision',
      schema: v.strictObject({
        decision: v.picklist(['dismiss', 'confirm']),
        actor: statement,
        reason: statement,
      }),
    },
    response: {
      description: 'The incident, and how many addresses a dismissal released.',
      document: { name: 'DecidedSourceIncident', schema: decidedSchema },
    },
    problems: ['invalid-parameter', 'no-incident', 'audit-unavailable'],
  },
  async ({ ledger, clock, audit }, { parameter, body: { decision, actor, reason }, request }) => {
    const source = sourceIn(parameter);
    const before = await ledger.getSourceIncident(source);
    const entry = {
      at: new Date(clock()).toISOString(),
      action: `${decision}-incident`,
      subject: { source },
      actor,
      reason,
      caller: request.caller ?? null,
      before: before && sourceIncidentDocument(before),
    } as const;
    const { incident, released } = await audited(audit, entry, async () => {
      const statement = { decision, actor, note: reason };
      const result = await ledger.decideSourceIncident(source, statement).catch(refuse);
      return { result, after: sourceIncidentDocument(result.incident) };
    });
    return json(200, { ...sourceIncidentDocument(incident), released });
  },
);
