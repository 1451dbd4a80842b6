import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { audited } from '../audit.ts';
import { entityTag, json } from '../http.ts';
import { flag, listName, readQuery, readStatement, stated } from '../input.ts';
import { addressDocument } from '../representation.ts';
import { addressIn, type Route } from '../route.ts';

const lookParameters = v.strictObject({ list: v.optional(listName), consistent: flag });

/** Is this address suppressed, for which list, since when, why? 200 whether it is or not. */
export const getAddress: Route = {
  method: 'GET',
  path: '/v1/addresses/{address}',
  async handle({ ledger, settings }, request, parameter) {
    const { list, consistent } = readQuery(request, lookParameters);
    const address = addressIn(settings, parameter);
    const answer = await ledger.getStatus(address, { ...(list !== undefined && { list }), consistent });
    return json(200, addressDocument(answer), { etag: entityTag(answer.revision) });
  },
};

/** A query can only say it in words. */
const flagOrWord = v.pipe(
  v.optional(v.union([v.boolean(), v.picklist(['true', 'false'])]), false),
  v.transform((given) => given === true || given === 'true'),
);

const erasure = v.strictObject({
  keepHash: flagOrWord,
  actor: v.optional(stated),
  reason: v.optional(stated),
});

/**
 * Erases an address: its record here, at once; its copies in the raw archive when the command line sweeps it.
 * The audit entry names it by a hash, so that the trail is no copy.
 */
export const eraseAddress: Route = {
  method: 'DELETE',
  path: '/v1/addresses/{address}',
  async handle({ ledger, settings, clock, audit }, request, parameter) {
    const { keepHash, actor, reason } = readStatement(request, erasure);
    const address = addressIn(settings, parameter);
    const entry = {
      at: new Date(clock()).toISOString(),
      action: 'erase',
      subject: { addressHash: createHash('sha256').update(address).digest('hex') },
      actor: actor ?? null,
      reason: reason ?? null,
      caller: request.caller ?? null,
      before: null,
    } as const;
    const { erased } = await audited(audit, entry, async () => ({
      result: await ledger.erase(address, { keepHash }),
      after: null,
    }));
    return json(200, { erased });
  },
};
