import * as v from 'valibot';
import { domainOf, toLedgerAddress } from '../../address/address.ts';
import { audited } from '../audit.ts';
import { json } from '../http.ts';
import { noParameters, readBody, readQuery, stated } from '../input.ts';
import { Fault } from '../problem.ts';
import { stormDocument } from '../representation.ts';
import type { Route } from '../route.ts';
import { refusal } from './refusal.ts';

/** The storm that a domain has or had last: many addresses turned permanent within minutes. */
export const getStorm: Route = {
  method: 'GET',
  path: '/v1/storms/{domain}',
  async handle({ ledger }, request, parameter) {
    readQuery(request, noParameters);
    const storm = await ledger.storm(domainIn(parameter));
    if (storm === null) throw new Fault('no-storm', 'This domain never had a storm.');
    return json(200, stormDocument(storm));
  },
};

const decision = v.strictObject({
  decision: v.picklist(['dismiss', 'confirm']),
  actor: stated,
  reason: stated,
});

/** A person decides about a storm: its verdicts are void, or they stand at once. */
export const decideStorm: Route = {
  method: 'POST',
  path: '/v1/storms/{domain}',
  async handle({ ledger, clock, audit }, request, parameter) {
    readQuery(request, noParameters);
    const decided = readBody(request, decision);
    const domain = domainIn(parameter);
    const before = await ledger.storm(domain);
    const entry = {
      at: new Date(clock()).toISOString(),
      action: `${decided.decision}-storm`,
      subject: { domain },
      actor: decided.actor,
      reason: decided.reason,
      caller: request.caller ?? null,
      before: before && stormDocument(before),
    } as const;
    const { storm, released } = await audited(audit, entry, async () => {
      const result = await ledger.decideStorm(domain, decided).catch(refusal);
      return { result, after: stormDocument(result.storm) };
    });
    return json(200, { ...stormDocument(storm), released });
  },
};

/** @throws Fault */
function domainIn(parameter: string): string {
  const someone = toLedgerAddress(`postmaster@${parameter}`);
  if (someone === null) throw new Fault('invalid-parameter', 'Give one domain: example.com.');
  return domainOf(someone);
}
