import * as v from 'valibot';
import { type LedgerAddress, toLedgerAddress } from '../../address/address.ts';
import { addressDocument, addressSchema, invalidAddressSchema } from '../documents.ts';
import { json } from '../http.ts';
import { defineRoute } from '../route.ts';
import { listName } from '../schema.ts';

/** Addresses in one call. */
export const MAX_CHECKED_ADDRESSES = 1_000;

export const checkResultsSchema = v.object({
  results: v.array(v.union([addressSchema, invalidAddressSchema])),
});
export type CheckResult = v.InferOutput<typeof checkResultsSchema>['results'][number];

/**
 * Answers up to 1,000 addresses in the order asked; an invalid one has an `error` in its place. `onlyKnown` answers
 * those alone that have a record, for callers that compare long lists.
 */
export const check = defineRoute(
  {
    method: 'POST',
    path: '/v1/check',
    access: 'read',
    id: 'check',
    summary: 'The status of up to 1,000 addresses, in order.',
    body: {
      name: 'CheckRequest',
      schema: v.strictObject({
        addresses: v.pipe(
          v.array(v.string()),
          v.maxLength(
            MAX_CHECKED_ADDRESSES,
            `may hold at most ${MAX_CHECKED_ADDRESSES} addresses; split the request.`,
          ),
        ),
        list: v.optional(listName),
        onlyKnown: v.pipe(
          v.optional(v.boolean(), false),
          v.description('Leaves out addresses that the ledger has no record of, and invalid ones.'),
        ),
      }),
    },
    response: {
      description: 'One result an address.',
      document: { name: 'CheckResults', schema: checkResultsSchema },
    },
    problems: [],
  },
  async ({ ledger, settings }, { body: { addresses: texts, list, onlyKnown } }) => {
    const addresses = texts.map((text) => toLedgerAddress(text, settings.addresses));
    const known = addresses.filter((address): address is LedgerAddress => address !== null);
    const answers = (await ledger.getStatuses(known, list === undefined ? {} : { list })).values();
    const results = texts.flatMap((text, index): readonly CheckResult[] => {
      const answer = addresses[index] === null ? undefined : answers.next().value;
      if (onlyKnown && (answer === undefined || answer.revision === 0)) return [];
      if (answer === undefined) return [{ address: text, error: 'This is not an e-mail address.' }];
      return [addressDocument(answer)];
    });
    return json(200, { results });
  },
);
