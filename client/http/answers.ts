/**
 * The ledger's answers, checked field by field. Written by hand: a schema library would take a third of the 25 KB that
 * the client may have.
 */
import type { LedgerAddress } from '../../shared/address/address.ts';
import type { AddressStatus } from '../answer.ts';
import type { LedgerFailure } from '../failure.ts';
import type { LookupOutcome } from '../lookup/source.ts';

/** The outcomes in the order of the addresses, or null when the body holds no answer to them. */
export function parseResults(
  results: unknown,
  addresses: readonly LedgerAddress[],
): readonly LookupOutcome[] | null {
  if (!Array.isArray(results) || results.length !== addresses.length) return null;
  const outcomes = addresses.map((address, index) => parseResult(results[index], address));
  return outcomes.some(({ failure }) => failure === undefined) ? outcomes : null;
}

const WRONG_ANSWER: LedgerFailure = { kind: 'invalid-response', message: 'not an answer to this address' };

function parseResult(result: unknown, asked: string): LookupOutcome {
  if (!isObject(result) || !isAnswerTo(asked, result.address)) return { failure: WRONG_ANSWER };
  if (typeof result.error === 'string') return { status: null };
  const status = parseStatus(result, result.address);
  return status === null ? { failure: WRONG_ANSWER } : { status };
}

function parseStatus(result: Record<string, unknown>, address: string): AddressStatus | null {
  const { suppressed, code = null, advice = '', revision = 0 } = result;
  if (typeof suppressed !== 'boolean') return null;
  if (typeof advice !== 'string' || typeof revision !== 'number') return null;
  if (typeof code !== 'number' && code !== null) return null;
  return {
    address,
    suppressed,
    reason: textOrNull(result.reason),
    code,
    list: textOrNull(result.list),
    since: textOrNull(result.since),
    until: textOrNull(result.until),
    pendingUntil: textOrNull(result.pendingUntil),
    advice,
    revision,
  };
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** The ledger may answer with the plus tag folded. */
function isAnswerTo(asked: string, answered: unknown): answered is string {
  return answered === asked || answered === asked.replace(/\+[^@]*(?=@)/, '');
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
