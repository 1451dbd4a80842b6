import type { LedgerAddress } from '../address/address.ts';
import { toLedgerAddress } from '../address/address.ts';
import type { Classifier } from '../classifier/classifier.ts';
import type { LedgerSettings } from '../config/settings.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Audit } from './audit.ts';
import type { ApiRequest, ApiResponse } from './http.ts';
import { Fault } from './problem.ts';

/** What the API is made from. */
export interface ApiDeps {
  readonly ledger: Ledger;
  /** Made on the first question, so that a look-up's cold start does not pay for it. */
  readonly classifier: () => Promise<Classifier>;
  readonly settings: LedgerSettings;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly audit: Audit;
  /** Told the name of an error that made an answer a 503, for the operator's log. */
  readonly note?: (fault: string) => void;
}

/** One route. `path` is written as OpenAPI writes it; a parameter in it is the rest of the path. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  /** @throws Fault */
  readonly handle: (parts: ApiDeps, request: ApiRequest, parameter: string) => Promise<ApiResponse>;
}

/** The ledger's form of the address in a path. @throws Fault */
export function addressIn(settings: LedgerSettings, parameter: string): LedgerAddress {
  const address = toLedgerAddress(parameter, settings.addresses);
  if (address !== null) return address;
  throw new Fault('invalid-address', 'Give one address, percent-encoded: ann%40example.com.');
}
