import * as v from 'valibot';
import { asFailureCode, failureGroups } from '../../failure-codes/scheme.ts';
import { EVERY_LIST, type ManualAction, Refused, reasons } from '../../ledger/ledger.ts';
import { InvalidCursorError } from '../../ledger/suppressions.ts';
import { audited } from '../audit.ts';
import { type ApiRequest, type ApiResponse, entityTag, json } from '../http.ts';
import { listName, readQuery, readStatement, stated } from '../input.ts';
import { Fault } from '../problem.ts';
import { addressDocument, suppressionDocument } from '../representation.ts';
import { type ApiDeps, addressIn, type Route } from '../route.ts';
import { refusal } from './refusal.ts';

/** The most entries a page may have. */
const MAX_ENTRIES = 1_000;

const RFC3339 = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d))?$/i;

const filters = v.strictObject({
  code: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^[1-9]\d{3}$/, 'must be a failure code of four digits.'),
      v.transform((text) => asFailureCode(Number(text))),
    ),
  ),
  group: v.optional(v.picklist(failureGroups)),
  reason: v.optional(v.picklist(reasons)),
  list: v.optional(listName),
  since: v.optional(
    v.pipe(
      v.string(),
      v.regex(RFC3339, 'must be a date or time of RFC 3339, its plus sign percent-encoded.'),
      v.check(isOfTheCalendar, 'must be a date or time that exists.'),
      v.transform((text) => Math.floor(Date.parse(text) / 1000)),
      v.finite('must be a date or time that exists.'),
    ),
  ),
  cursor: v.optional(v.string()),
  limit: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^\d{1,4}$/, `must be a number from 1 to ${MAX_ENTRIES}.`),
      v.transform(Number),
      v.minValue(1, `must be a number from 1 to ${MAX_ENTRIES}.`),
      v.maxValue(MAX_ENTRIES, `must be a number from 1 to ${MAX_ENTRIES}.`),
    ),
  ),
});

/** `Date.parse` takes 31 February for 3 March. */
function isOfTheCalendar(text: string): boolean {
  const day = text.slice(0, 'yyyy-mm-dd'.length);
  const midnight = new Date(`${day}T00:00:00Z`);
  return Number.isFinite(midnight.getTime()) && midnight.toISOString().startsWith(day);
}

/** The suppressed addresses, filtered, a page at a time; `cursor` is null on the last one. */
export const listSuppressions: Route = {
  method: 'GET',
  path: '/v1/suppressions',
  async handle({ ledger }, request) {
    const page = await ledger.suppressions(readQuery(request, filters)).catch(refusedCursor);
    return json(200, { suppressions: page.entries.map(suppressionDocument), cursor: page.cursor });
  },
};

function refusedCursor(error: unknown): never {
  if (!(error instanceof InvalidCursorError)) throw error;
  throw new Fault(
    'invalid-parameter',
    '"cursor" is none that a page of this listing gave; begin without one.',
  );
}

const manualChange = v.strictObject({
  actor: stated,
  reason: stated,
  list: v.optional(listName, EVERY_LIST),
  proof: v.optional(stated),
});

/** A person suppresses an address. Body or query says who and why. */
export const suppress: Route = {
  method: 'PUT',
  path: '/v1/suppressions/{address}',
  handle: (parts, request, parameter) => act(parts, request, parameter, 'suppress'),
};

/** A person releases an address; a complaint needs a stated proof. Body or query says who and why. */
export const release: Route = {
  method: 'DELETE',
  path: '/v1/suppressions/{address}',
  handle: (parts, request, parameter) => act(parts, request, parameter, 'release'),
};

async function act(
  parts: ApiDeps,
  request: ApiRequest,
  parameter: string,
  action: ManualAction['action'],
): Promise<ApiResponse> {
  const address = addressIn(parts.settings, parameter);
  const { actor, reason, list, proof } = readStatement(request, manualChange);
  const before = await parts.ledger.getStatus(address, { consistent: true });
  const ifRevision = expectedRevision(request, before.revision);
  const entry = {
    at: new Date(parts.clock()).toISOString(),
    action,
    subject: { address, list },
    actor,
    reason,
    ...(proof && { proof }),
    caller: request.caller ?? null,
    before: addressDocument(before),
  };
  const after = await audited(parts.audit, entry, async () => {
    const change = await parts.ledger
      .act(address, {
        action,
        list,
        actor,
        reason,
        ...(proof && { proof }),
        ...(ifRevision !== undefined && { ifRevision }),
      })
      .catch(refusal);
    return {
      result: change.after,
      before: addressDocument(change.before),
      after: addressDocument(change.after),
    };
  });
  return json(200, addressDocument(after), { etag: entityTag(after.revision) });
}

/**
 * The revision that the caller makes the change against (`If-Match`, RFC 9110, 13.1.1); undefined where they name
 * none: then whatever happens to the record meanwhile is no reason to refuse.
 * @throws Fault when the record is of another revision by now
 */
function expectedRevision(request: ApiRequest, current: number): number | undefined {
  const tags = request.headers['if-match'];
  if (tags === undefined || tags.trim() === '*') return undefined;
  const revisions = tags.split(',').map((tag) => /^"(\d{1,15})"$/.exec(tag.trim())?.[1]);
  if (revisions.includes(String(current))) return current;
  return refusal(new Refused('revision', 'the If-Match of the request is of another revision'));
}
