import type { LedgerAddress } from '../../shared/address/address.ts';
import type { AddressStatus } from '../answer.ts';
import type { LedgerFailure } from '../failure.ts';

/** What became of one address: the ledger's answer (null: no address for it), or why there is none. */
export type LookupOutcome =
  | { readonly status: AddressStatus | null; readonly failure?: undefined }
  | { readonly failure: LedgerFailure };

export interface LookupRequest {
  /** Undefined asks about any list. */
  readonly list: string | undefined;
  /** Reads what was just written. */
  readonly consistent: boolean;
  /** Milliseconds since 1970: no try begins later, and none outlasts it. */
  readonly deadline: number;
  /** Whether a failed try is followed by another before the deadline. */
  readonly retry: boolean;
}

/** Where the client's answers come from: the HTTP API, or the table. */
export interface LookupSource {
  /** Addresses one call can ask about. */
  readonly maxAddresses: number;
  /**
   * One outcome an address, in order.
   * @throws LookupFailedError when no address was answered
   */
  lookUp(addresses: readonly LedgerAddress[], request: LookupRequest): Promise<readonly LookupOutcome[]>;
}
