import * as v from 'valibot';
import { type LedgerAddress, toLedgerAddress } from '../../address/address.ts';
import { json } from '../http.ts';
import { listName, noParameters, readBody, readQuery } from '../input.ts';
import { addressDocument } from '../representation.ts';
import type { Route } from '../route.ts';

/** What one call may ask. */
const MAX_ADDRESSES = 1_000;

const checkBody = v.strictObject({
  addresses: v.pipe(
    v.array(v.string()),
    v.maxLength(MAX_ADDRESSES, `may hold at most ${MAX_ADDRESSES} addresses; split the request.`),
  ),
  list: v.optional(listName),
});

/** Answers up to 1,000 addresses in the order asked; what is no address has an `error` in its place. */
export const check: Route = {
  method: 'POST',
  path: '/v1/check',
  async handle({ ledger, settings }, request) {
    readQuery(request, noParameters);
    const { addresses: texts, list } = readBody(request, checkBody);
    const addresses = texts.map((text) => toLedgerAddress(text, settings.addresses));
    const known = addresses.filter((address): address is LedgerAddress => address !== null);
    const answers = (await ledger.getStatuses(known, list === undefined ? {} : { list })).values();
    const results = texts.map((text, index) => {
      const answer = addresses[index] === null ? undefined : answers.next().value;
      if (answer === undefined) return { address: text, error: 'This is not an e-mail address.' };
      return addressDocument(answer);
    });
    return json(200, { results });
  },
};
