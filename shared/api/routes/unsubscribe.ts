/** The URL of the List-Unsubscribe header field (RFC 2369, RFC 8058), signed by the sender's program. */
import * as v from 'valibot';
import { errorName } from '../../error-name.ts';
import type { ClassifiedEvent } from '../../events/event.ts';
import { UNKNOWN } from '../../failure-codes/scheme.ts';
import { ONE_CLICK } from '../../list-unsubscribe/headers.ts';
import {
  invalidLinkPage,
  pageHeaders,
  questionPage,
  unavailablePage,
  unsubscribedPage,
} from '../../list-unsubscribe/page.ts';
import {
  LIST_UNSUBSCRIBE_VALID_DAYS,
  type VerifiedListUnsubscribe,
  verifyListUnsubscribe,
} from '../../list-unsubscribe/verify.ts';
import type { ApiRequest, ApiResponse } from '../http.ts';
import { ApiError, problems } from '../problem.ts';
import { type ApiDeps, addressIn, defineRoute } from '../route.ts';

/** What reports the opt-out, beside the operator's sources. */
export const LIST_UNSUBSCRIBE_SOURCE = 'list-unsubscribe';

/** The one member of the form, in either encoding, with room for its boundaries. */
const MAX_BODY_BYTES = 4_096;

const contract = {
  path: '/v1/unsubscribe/{token}',
  access: 'public',
  parameter: {
    name: 'token',
    description: `Made and signed by the sender; valid for ${LIST_UNSUBSCRIBE_VALID_DAYS} days.`,
    schema: { type: 'string', pattern: '^[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]{22}$', maxLength: 2048 },
  },
  ignoresQuery: true,
  response: { description: 'A page for the recipient.', document: null, mediaType: 'text/html' },
} as const;

/** A page that asks. It changes nothing: link scanners only GET. */
export const askToUnsubscribe = defineRoute(
  {
    ...contract,
    method: 'GET',
    id: 'askToUnsubscribe',
    summary: 'Asks the recipient before it unsubscribes.',
    problems: ['invalid-link', 'expired-link'],
  },
  (deps, { parameter, request }) =>
    asPage(deps, request, async () => {
      const { address, list } = await verified(deps, parameter);
      return pageResponse(200, questionPage(address, list));
    }),
);

/** Records the opt-out of one address from one list, at once. */
export const unsubscribe = defineRoute(
  {
    ...contract,
    method: 'POST',
    id: 'unsubscribe',
    summary: "Unsubscribes the recipient from the sender's list (RFC 8058).",
    description: `The body is the form \`${ONE_CLICK}\`, as \`application/x-www-form-urlencoded\` or \`multipart/form-data\`.`,
    problems: ['invalid-link', 'expired-link', 'invalid-body', 'body-too-large'],
  },
  (deps, { parameter, request }) =>
    asPage(deps, request, async () => {
      const { address, list } = await verified(deps, parameter);
      await expectOneClick(request);
      await optOut(deps, { address, list });
      return pageResponse(200, unsubscribedPage(list));
    }),
);

/** @throws ApiError when the token is not one that the sender signed, or is too old */
async function verified(deps: ApiDeps, token: string): Promise<VerifiedListUnsubscribe> {
  const keys = await deps.signingKeys();
  const now = new Date(deps.clock());
  const result = keys.length === 0 ? null : verifyListUnsubscribe(token, { keys, now });
  if (result?.verified) return result;
  if (result?.failure === 'expired') {
    const message = `The link is more than ${LIST_UNSUBSCRIBE_VALID_DAYS} days old. Use that of a newer mail.`;
    throw new ApiError('expired-link', message);
  }
  throw new ApiError('invalid-link', 'The link is not one of this sender. Use it as the mail has it.');
}

const form = v.object({ 'List-Unsubscribe': v.literal('One-Click') });

/** @throws ApiError when the body is not the form of RFC 8058, 3.2 */
async function expectOneClick({ body, headers }: ApiRequest): Promise<void> {
  if (body.length > MAX_BODY_BYTES) throw new ApiError('body-too-large', `Send ${ONE_CLICK} alone.`);
  const fields = await new Response(new Uint8Array(body), {
    headers: { 'content-type': headers['content-type'] ?? '' },
  })
    .formData()
    .then(Object.fromEntries, () => ({}));
  if (!v.is(form, fields)) throw new ApiError('invalid-body', `Send the form ${ONE_CLICK}.`);
}

/** One write for an opt-out, none for one that is there already: a link can be used again and again. */
async function optOut(
  { ledger, settings, clock }: ApiDeps,
  { address, list }: Pick<VerifiedListUnsubscribe, 'address' | 'list'>,
): Promise<void> {
  const folded = addressIn(settings, address);
  const { lists } = await ledger.getStatus(folded, { consistent: true });
  if (lists.some((verdict) => verdict.list === list && verdict.suppressionReason === 'unsubscribe')) return;
  const at = Math.floor(clock() / 1_000);
  const event: ClassifiedEvent = {
    address: folded,
    kind: 'unsubscribe',
    permanent: null,
    code: UNKNOWN,
    basis: 'none',
    rule: 'unsubscribe',
    at,
    id: `${LIST_UNSUBSCRIBE_SOURCE}:${list}:${at}`,
    source: LIST_UNSUBSCRIBE_SOURCE,
    list,
    diagnostic: '',
    replayGeneration: 0,
  };
  const { addresses } = await ledger.record([event]);
  const recorded = addresses.get(folded);
  if (recorded?.outcome !== 'failed') return;
  throw Object.assign(new Error('The opt-out was not recorded.'), { name: recorded.error ?? 'Error' });
}

/** Problems as a page where the client takes pages, and as problem documents where it does not. */
async function asPage(
  { onError }: ApiDeps,
  request: ApiRequest,
  respond: () => Promise<ApiResponse>,
): Promise<ApiResponse> {
  try {
    return await respond();
  } catch (error) {
    if (!(request.headers.accept ?? '').includes('text/html')) throw error;
    if (!(error instanceof ApiError)) {
      onError?.(errorName(error));
      return pageResponse(problems.unavailable, unavailablePage());
    }
    return pageResponse(problems[error.problem], invalidLinkPage());
  }
}

function pageResponse(status: number, body: string): ApiResponse {
  return { status, headers: pageHeaders, body };
}
