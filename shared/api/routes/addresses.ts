import * as v from 'valibot';
import { audited } from '../audit.ts';
import { addressDocument, addressSchema } from '../documents.ts';
import { entityTag } from '../entity-tag.ts';
import { json } from '../http.ts';
import { refuse } from '../refusal.ts';
import { addressIn, addressParameter, defineRoute } from '../route.ts';
import { boolean, flag, listName, statement } from '../schema.ts';

/** Is this address suppressed, for which list, since when, why? 200 whether it is or not. */
export const getAddress = defineRoute(
  {
    method: 'GET',
    path: '/v1/addresses/{address+}',
    access: 'read',
    id: 'getAddress',
    summary: 'The status of one address, with its evidence.',
    parameter: addressParameter,
    query: v.strictObject({
      list: v.optional(listName),
      consistent: v.pipe(flag, v.description('Whether to read what was just written, at twice the price.')),
    }),
    response: {
      description: 'The status, suppressed or not.',
      document: { name: 'Address', schema: addressSchema },
      etag: true,
    },
    problems: ['invalid-address'],
  },
  async ({ ledger, settings }, { parameter, query: { list, consistent } }) => {
    const address = addressIn(settings, parameter);
    const answer = await ledger.getStatus(address, { ...(list !== undefined && { list }), consistent });
    return json(200, addressDocument(answer), { etag: entityTag(answer.revision) });
  },
);

export const erasedSchema = v.object({
  erased: v.pipe(v.boolean(), v.description('Whether there was a record to erase.')),
  hashKept: v.pipe(
    v.boolean(),
    v.description('Whether the address stays suppressed, under its keyed hash alone.'),
  ),
});

/**
 * Erases an address: its record here, at once; its copies in the raw archive when the command line sweeps it.
 * The audit entry names it by a hash, so that the trail is no copy.
 */
export const eraseAddress = defineRoute(
  {
    method: 'DELETE',
    path: '/v1/addresses/{address+}',
    access: 'erase',
    id: 'eraseAddress',
    summary: 'Erases an address; the command line sweeps it out of the raw archive.',
    parameter: addressParameter,
    statement: {
      in: 'query',
      name: 'Erasure',
      schema: v.strictObject({
        actor: statement,
        reason: statement,
        keepHash: v.pipe(
          v.optional(boolean),
          v.description(
            'Whether a suppressed address stays suppressed, under its keyed hash alone. By default it does where it is suppressed by a complaint or an unsubscription.',
          ),
        ),
        proof: v.pipe(
          v.optional(statement),
          v.description(
            'What shows that the recipient asked for mail again; needed to erase a complaint without keeping the hash.',
          ),
        ),
      }),
    },
    response: {
      description: 'What became of the record.',
      document: { name: 'Erased', schema: erasedSchema },
    },
    problems: ['invalid-address', 'needs-proof', 'audit-unavailable'],
  },
  async (
    { ledger, settings, clock, audit },
    { parameter, statement: { keepHash, actor, reason, proof }, request },
  ) => {
    const address = addressIn(settings, parameter);
    const entry = {
      at: new Date(clock()).toISOString(),
      action: 'erase',
      subject: { addressHash: ledger.keyedHash(address) },
      actor,
      reason,
      ...(proof !== undefined && { proof }),
      caller: request.caller ?? null,
      before: null,
    } as const;
    const erased = await audited(audit, entry, async () => {
      const result = await ledger.erase(address, { keepHash, proof }).catch(refuse);
      return { result, after: result };
    });
    return json(200, erased);
  },
);
