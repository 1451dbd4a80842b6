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

/** Answers up to 1,000 addresses in the order asked; an invalid one has an `error` in its place. */
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
      }),
    },
    response: {
      description: 'One result an address.',
      document: { name: 'CheckResults', schema: checkResultsSchema },
    },
    problems: [],
  },
  async ({ ledger, settings }, { body: { addresses: texts, list } }) => {
    const addresses = texts.map((text) => toLedgerAddress(text, settings.addresses));
    const known = addresses.filter((address): address is LedgerAddress => address !== null);
    const answers = (await ledger.getStatuses(known, list === undefined ? {} : { list })).values();
    const results = texts.map((text, index): CheckResult => {
      const answer = addresses[index] === null ? undefined : answers.next().value;
      if (answer === undefined) return { address: text, error: 'This is not an e-mail address.' };
      return addressDocument(answer);
    });
    return json(200, { results });
  },
);
