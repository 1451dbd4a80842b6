/**
 * Look-ups without HTTP, for senders in the ledger's account: they read the table with a DynamoDB client of their own.
 * An export of its own, `bounce-ledger/client/table`, since it carries the reader of records and the policy.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { type LedgerAddress, toLedgerAddress } from '../shared/address/address.ts';
import { createLedger, type LedgerDeps } from '../shared/ledger/ledger.ts';
import type { AddressStatus as LedgerStatus } from '../shared/ledger/policy/status.ts';
import { rfc3339 } from '../shared/ledger/time.ts';
import { dynamoDbStore } from '../shared/store/dynamodb/dynamodb-store.ts';
import type { TableSender } from '../shared/store/dynamodb/table-client.ts';
import type { AddressStatus } from './answer.ts';
import { createClient, type LedgerClient } from './client.ts';
import { type LedgerFailure, LedgerOptionsError, LookupFailedError } from './failure.ts';
import { Lookups } from './lookup/lookups.ts';
import type { LookupRequest, LookupSource } from './lookup/source.ts';
import { type CommonOptions, resolveCommonOptions } from './options.ts';

/** What the table client needs of the ledger's configuration: `loadSettings('ledger.config.ts')` has it. */
export type TableSettings = LedgerDeps['settings'] & {
  readonly addresses?: { readonly stored: 'plain' | 'hashed'; readonly foldPlusTags?: boolean };
};

export interface TableClientOptions extends CommonOptions {
  /** The stack's output `TableName`. */
  readonly tableName: string;
  /** The caller's own client: `new DynamoDBClient()`. `grantTableRead` of the construct lets its role read. */
  readonly client: TableSender;
  /**
   * The ledger's checked configuration: a record holds events, and the policy decides what they mean. It must be that of
   * the stack.
   */
  readonly settings: TableSettings;
  /** The stack's key, needed where the configuration stores hashes: the SecureString `<SecretsPrefix>/stack-key`. */
  readonly stackKey?: string;
}

/** Reads of addresses that are stored in the clear use no key. */
const UNUSED_KEY = 'unused';

/** Records of one look-up; DynamoDB reads a hundred in a call. */
const MAX_ADDRESSES = 1_000;

/**
 * Makes a client that reads the table directly: half a read unit a look-up, half a one more where an incident of the address's
 * domain may hold a suppression back, and half a one for each source of suppressions every five seconds.
 * @throws LedgerOptionsError
 * @example
 * const ledger = createTableClient({
 *   tableName: process.env.TABLE_NAME,
 *   client: new DynamoDBClient(),
 *   settings: loadSettings('ledger.config.ts'),
 *   list: 'newsletter',
 *   onUnavailable: 'hold',
 * });
 */
export function createTableClient(options: TableClientOptions): LedgerClient {
  const common = resolveCommonOptions(options);
  const source = createTableSource(options);
  return createClient({ ...common, lookups: new Lookups({ ...common, source, clock: Date.now }) });
}

function createTableSource({ tableName, client, settings, stackKey }: TableClientOptions): LookupSource {
  if (settings.addresses?.stored === 'hashed' && stackKey === undefined) {
    throw new LedgerOptionsError('Set stackKey: the ledger stores addresses as hashes.');
  }
  const ledger = createLedger({
    store: dynamoDbStore({ client, table: tableName }),
    settings,
    stackKey: stackKey ?? UNUSED_KEY,
  });

  async function read(
    addresses: readonly LedgerAddress[],
    { list, consistent }: LookupRequest,
  ): Promise<readonly LedgerStatus[]> {
    const asked = list === undefined ? {} : { list };
    const [address] = addresses;
    if (!consistent || address === undefined) return ledger.getStatuses(addresses, asked);
    return [await ledger.getStatus(address, { ...asked, consistent })];
  }

  return {
    maxAddresses: MAX_ADDRESSES,
    async lookUp(addresses, request) {
      const folded = addresses.map((address) => toLedgerAddress(address, settings.addresses) ?? address);
      const statuses = await withDeadline(read(folded, request), request.deadline);
      return statuses.map((status) => ({ status: toAddressStatus(status) }));
    },
  };
}

/** The store's own retries may take longer than the deadline; what they find after it is not waited for. */
async function withDeadline<T>(reading: Promise<T>, deadline: number): Promise<T> {
  const timer = new AbortController();
  const timedOut = delay(Math.max(0, deadline - Date.now()), null, { signal: timer.signal, ref: false });
  try {
    const result = await Promise.race([reading.then((value) => ({ value })), timedOut]);
    if (result !== null) return result.value;
  } catch (error) {
    throw new LookupFailedError(toFailure(error));
  } finally {
    timer.abort();
    timedOut.catch(() => {});
    reading.catch(() => {});
  }
  throw new LookupFailedError({ kind: 'timeout', message: 'no answer within the deadline' });
}

/** Names of errors by which DynamoDB refuses a caller, of which another try is no better. */
const REJECTED =
  /^(AccessDenied|ResourceNotFound|Validation|UnrecognizedClient|ExpiredToken|UnsupportedSchema)/;

/** By the error's name alone: its message may quote a key. */
function toFailure(error: unknown): LedgerFailure {
  const name = error instanceof Error ? error.name : 'unknown error';
  if (/^(Throttl|ProvisionedThroughput|RequestLimit)/.test(name)) return { kind: 'throttled', message: name };
  if (name === 'CredentialsProviderError') return { kind: 'credentials', message: name };
  return { kind: REJECTED.test(name) ? 'rejected' : 'unreachable', message: name };
}

function toAddressStatus(status: LedgerStatus): AddressStatus {
  const { address, suppressed, suppressionReason, code, list, since, until, advice, revision } = status;
  return {
    address,
    suppressed,
    reason: suppressionReason,
    code,
    list,
    since: rfc3339(since),
    until: rfc3339(until),
    pendingUntil: rfc3339(status.pendingUntil ?? null),
    advice,
    revision,
  };
}
