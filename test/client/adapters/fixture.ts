import { createLedgerClient, type LedgerClient, type LedgerClientOptions } from '../../../client/index.ts';
import { StandInLedger } from '../stand-in-ledger.ts';

export interface AdapterFixture {
  readonly ledger: LedgerClient;
  /** A client with another policy or in a dry run. */
  readonly client: (options: Partial<LedgerClientOptions>) => LedgerClient;
  /** The calls that the ledger received. */
  readonly calls: () => number;
  readonly stop: () => Promise<void>;
}

/** A ledger that suppresses `gone@example.com` and `spam@example.com`. */
export async function createAdapterFixture(): Promise<AdapterFixture> {
  const standIn = await StandInLedger.start();
  standIn.suppressed.set('gone@example.com', { reason: 'address-unknown', code: 2001 });
  standIn.suppressed.set('spam@example.com', { reason: 'complaint', code: 8001 });
  const client = (options: Partial<LedgerClientOptions>) =>
    createLedgerClient({ url: standIn.url, onUnavailable: 'hold', ...options } as LedgerClientOptions);
  return {
    ledger: client({}),
    client,
    calls: () => standIn.requests.length,
    stop: () => standIn.stop(),
  };
}
