import { domainToASCII } from 'node:url';
import * as v from 'valibot';
import { audited } from '../audit.ts';
import { count, stormDocument, stormSchema } from '../documents.ts';
import { json } from '../http.ts';
import { ApiError } from '../problem.ts';
import { refuse } from '../refusal.ts';
import { defineRoute, type PathParameter } from '../route.ts';
import { statement } from '../schema.ts';

/** RFC 1123, 2.1: labels of letters, digits and hyphens. */
const DOMAIN =
  /^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$/;
const MAX_DOMAIN_LENGTH = 253;

const domainParameter = {
  name: 'domain',
  description: 'A recipient domain. Internationalised names are read as well.',
  schema: { type: 'string', pattern: DOMAIN.source, maxLength: MAX_DOMAIN_LENGTH },
} as const satisfies PathParameter;

/** The storm that a domain has or had last: many addresses turned permanent within minutes. */
export const getStorm = defineRoute(
  {
    method: 'GET',
    path: '/v1/storms/{domain}',
    access: 'read',
    id: 'getStorm',
    summary: 'The storm a domain has or had last: many addresses turned permanent within minutes.',
    parameter: domainParameter,
    response: { description: 'The storm.', document: { name: 'Storm', schema: stormSchema } },
    problems: ['invalid-parameter', 'no-storm'],
  },
  async ({ ledger }, { parameter }) => {
    const storm = await ledger.getStorm(domainIn(parameter));
    if (storm === null) throw new ApiError('no-storm', 'This domain never had a storm.');
    return json(200, stormDocument(storm));
  },
);

const decidedStormSchema = v.object({ ...stormSchema.entries, released: count });

/** An operator decides about a storm: its verdicts are void, or they stand at once. */
export const decideStorm = defineRoute(
  {
    method: 'POST',
    path: '/v1/storms/{domain}',
    access: 'write',
    id: 'decideStorm',
    summary: 'Decides about a storm: its verdicts are void, or they stand at once.',
    parameter: domainParameter,
    body: {
      name: 'StormDecision',
      schema: v.strictObject({
        decision: v.picklist(['dismiss', 'confirm']),
        actor: statement,
        reason: statement,
      }),
    },
    response: {
      description: 'The storm, and how many addresses a dismissal released.',
      document: { name: 'DecidedStorm', schema: decidedStormSchema },
    },
    problems: ['invalid-parameter', 'no-storm', 'audit-unavailable'],
  },
  async ({ ledger, clock, audit }, { parameter, body: decision, request }) => {
    const domain = domainIn(parameter);
    const before = await ledger.getStorm(domain);
    const entry = {
      at: new Date(clock()).toISOString(),
      action: `${decision.decision}-storm`,
      subject: { domain },
      actor: decision.actor,
      reason: decision.reason,
      caller: request.caller ?? null,
      before: before && stormDocument(before),
    } as const;
    const { storm, released } = await audited(audit, entry, async () => {
      const result = await ledger.decideStorm(domain, { ...decision, note: decision.reason }).catch(refuse);
      return { result, after: stormDocument(result.storm) };
    });
    return json(200, { ...stormDocument(storm), released });
  },
);

/** @throws ApiError */
function domainIn(parameter: string): string {
  const isAscii = /^[\w.-]+$/.test(parameter);
  // `domainToASCII` reads a name that ends in a number as an IPv4 address.
  const domain = isAscii ? parameter.toLowerCase() : domainToASCII(parameter);
  if (domain.length <= MAX_DOMAIN_LENGTH && DOMAIN.test(domain)) return domain;
  throw new ApiError('invalid-parameter', 'Give one domain: example.com.');
}
