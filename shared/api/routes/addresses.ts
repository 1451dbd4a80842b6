import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { audited } from '../audit.ts';
import { addressDocument, addressSchema } from '../documents.ts';
import { entityTag } from '../entity-tag.ts';
import { json } from '../http.ts';
import { addressIn, addressParameter, defineRoute } from '../route.ts';
import { flag, listName, statement } from '../schema.ts';

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

export const erasedSchema = v.object({ erased: v.boolean() });

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
        keepHash: v.pipe(
          flag,
          v.description('Whether a suppressed address stays suppressed, under its hash alone.'),
        ),
        actor: v.optional(statement),
        reason: v.optional(statement),
      }),
    },
    response: {
      description: 'Whether there was anything to erase.',
      document: { name: 'Erased', schema: erasedSchema },
    },
    problems: ['invalid-address', 'audit-unavailable'],
  },
  async (
    { ledger, settings, clock, audit },
    { parameter, statement: { keepHash, actor, reason }, request },
  ) => {
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
);
