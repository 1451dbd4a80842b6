import * as v from 'valibot';
import {
  asFailureCode,
  failureGroups,
  MAX_FAILURE_CODE,
  MIN_FAILURE_CODE,
} from '../../failure-codes/scheme.ts';
import { CURSOR } from '../../ledger/commands/list-suppressions.ts';
import { EVERY_LIST } from '../../ledger/policy/list-verdict.ts';
import type { ManualAction } from '../../ledger/policy/manual-action.ts';
import { suppressionReasons } from '../../ledger/policy/suppression-reason.ts';
import { audited, auditedStatus } from '../audit.ts';
import { addressDocument, addressSchema, suppressionDocument, suppressionSchema } from '../documents.ts';
import { entityTag, expectedRevision } from '../entity-tag.ts';
import { type ApiRequest, type ApiResponse, json } from '../http.ts';
import { refuse } from '../refusal.ts';
import { type ApiDeps, addressIn, addressParameter, defineRoute } from '../route.ts';
import { integer, listName, statement, time } from '../schema.ts';

/** Entries in one page. */
export const MAX_PAGE_ENTRIES = 1_000;

export const suppressionsSchema = v.object({
  suppressions: v.array(suppressionSchema),
  cursor: v.pipe(v.nullable(v.string()), v.description('For the next page; null on the last one.')),
});

/** The suppressed addresses, filtered, a page at a time. */
export const listSuppressions = defineRoute(
  {
    method: 'GET',
    path: '/v1/suppressions',
    access: 'list',
    id: 'listSuppressions',
    summary: 'The suppressed addresses, a page at a time.',
    query: v.strictObject({
      code: v.optional(v.pipe(integer(MIN_FAILURE_CODE, MAX_FAILURE_CODE), v.transform(asFailureCode))),
      group: v.optional(v.picklist(failureGroups)),
      reason: v.optional(v.picklist(suppressionReasons)),
      list: v.optional(listName),
      since: v.pipe(v.optional(time), v.description('Suppressed at or after this time.')),
      cursor: v.pipe(
        v.optional(v.pipe(v.string(), v.regex(CURSOR, 'is invalid. Omit it to start at the first page.'))),
        v.description("The last page's `cursor`."),
      ),
      limit: v.pipe(
        v.optional(integer(1, MAX_PAGE_ENTRIES)),
        v.description('Entries in the page; 100 by default.'),
      ),
    }),
    response: {
      description: 'A page.',
      document: { name: 'Suppressions', schema: suppressionsSchema },
    },
    problems: [],
  },
  async ({ ledger }, { query: { reason, ...filters } }) => {
    const page = await ledger.listSuppressions({
      ...filters,
      ...(reason !== undefined && { suppressionReason: reason }),
    });
    return json(200, { suppressions: page.entries.map(suppressionDocument), cursor: page.cursor });
  },
);

const manualChange = v.strictObject({
  actor: statement,
  reason: statement,
  list: v.optional(listName, EVERY_LIST),
  proof: v.optional(v.pipe(statement, v.description('What shows that the recipient asked for mail again.'))),
});

const changedStatus = {
  description: 'The status after the change.',
  document: { name: 'Address', schema: addressSchema },
  etag: true,
} as const;

/** An operator suppresses an address. */
export const suppress = defineRoute(
  {
    method: 'PUT',
    path: '/v1/suppressions/{address+}',
    access: 'write',
    id: 'suppress',
    summary: 'Suppresses an address.',
    parameter: addressParameter,
    statement: { in: 'body', name: 'ManualChange', schema: manualChange },
    ifMatch: true,
    response: changedStatus,
    problems: ['invalid-address', 'revision-mismatch', 'audit-unavailable'],
  },
  async (deps, { parameter, statement: stated, request }) =>
    applyChange(deps, request, parameter, { ...stated, action: 'suppress' }),
);

/** An operator releases an address; a complaint needs a stated proof. */
export const release = defineRoute(
  {
    method: 'DELETE',
    path: '/v1/suppressions/{address+}',
    access: 'write',
    id: 'release',
    summary: 'Releases an address.',
    parameter: addressParameter,
    statement: { in: 'query', name: 'ManualChange', schema: manualChange },
    ifMatch: true,
    response: changedStatus,
    problems: [
      'invalid-address',
      'not-suppressed',
      'needs-proof',
      'stands-on-every-list',
      'revision-mismatch',
      'audit-unavailable',
    ],
  },
  async (deps, { parameter, statement: stated, request }) =>
    applyChange(deps, request, parameter, { ...stated, action: 'release' }),
);

type Change = v.InferOutput<typeof manualChange> & Pick<ManualAction, 'action'>;

async function applyChange(
  deps: ApiDeps,
  request: ApiRequest,
  parameter: string,
  { action, list, actor, reason, proof }: Change,
): Promise<ApiResponse> {
  const address = addressIn(deps.settings, parameter);
  const before = await deps.ledger.getStatus(address, { consistent: true });
  const ifRevision = expectedRevision(request, before.revision);
  const entry = {
    at: new Date(deps.clock()).toISOString(),
    action,
    subject: { addressHash: deps.ledger.keyedHash(address), list },
    ...(deps.settings.addresses.stored === 'plain' && { address }),
    actor,
    reason,
    ...(proof && { proof }),
    caller: request.caller ?? null,
    before: auditedStatus(before),
  };
  const after = await audited(deps.audit, entry, async () => {
    const change = await deps.ledger
      .applyManualAction(address, {
        action,
        list,
        actor,
        note: reason,
        ...(proof && { proof }),
        ...(ifRevision !== undefined && { ifRevision }),
      })
      .catch(refuse);
    return {
      result: change.after,
      before: auditedStatus(change.before),
      after: auditedStatus(change.after),
    };
  });
  return json(200, addressDocument(after), { etag: entityTag(after.revision) });
}
