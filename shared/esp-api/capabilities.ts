/** What each ESP's API can do, declared: read by the documentation, the command line, the planner and the sync. */

/** What an API key is used for; each needs a permission of its own at most ESPs. */
export type EspOperation =
  | 'read-webhooks'
  | 'write-webhooks'
  | 'read-signing-key'
  | 'read-suppressions'
  | 'add-suppressions'
  | 'remove-suppressions'
  | 'read-settings';

/** Why an address stands on an ESP's list, in the ledger's words. `origin` of the entry has the ESP's own. */
export type EspSuppressionReason =
  | 'hard-bounce'
  | 'soft-bounce'
  | 'block'
  | 'invalid-address'
  | 'complaint'
  | 'unsubscribe'
  | 'manual'
  | 'compliance'
  | 'unknown';

/** A setting that an ESP's API needs beside the key: the account id, the domain, the message stream, the region. */
export interface EspApiOption {
  readonly name: string;
  readonly required: boolean;
  /** Where the operator finds it, and what is taken where it is absent. */
  readonly description: string;
  /** The only values it takes. Default: any. */
  readonly values?: readonly string[];
  /** Several values, separated by commas. @default false */
  readonly list?: boolean;
}

/** An event of a webhook: its name in the API, and beside it what the ESP's console calls it. */
export interface WebhookEventName {
  readonly name: string;
  readonly console: string;
}

/** How a request of the webhook is verified, and by which way the secret comes to us. */
export type SigningKeyAccess =
  /** The API gives the key at any time. */
  | 'readable'
  /** The API gives the key once, in the answer that creates the webhook (or makes a new key). */
  | 'at-creation'
  /** Only the ESP's console shows the key. */
  | 'console'
  /** Nothing is signed: the request carries a secret of ours, which `credential` of the webhook shows. */
  | 'none'
  /** The signature is made with the API key itself. */
  | 'api-key';

/** What one webhook covers. */
export type WebhookCoverage =
  | 'account'
  | 'domain'
  | 'stream'
  | 'route'
  | 'list'
  | 'configuration-set'
  | 'topic';

export interface SupportedWebhooks {
  readonly supported: true;
  readonly create: boolean;
  readonly update: boolean;
  /** The ESP has a flag for whether the webhook is enabled. */
  readonly hasEnabledFlag: boolean;
  readonly signingKey: SigningKeyAccess;
  /** `on-request`: `sendTestEvent`; `at-creation`: the ESP calls the URL while it is created, so deploy first. */
  readonly testEvent: 'on-request' | 'at-creation' | 'none';
  readonly hasDeliveryHealth: boolean;
  readonly coverage: WebhookCoverage;
  /** Seconds until a change takes effect. */
  readonly lagSeconds: number;
  /** The events that the parser of this ESP's webhooks uses: exactly these are ticked. */
  readonly events: readonly WebhookEventName[];
  /** Events that cost requests and are not about deliverability: `doctor` reports them. */
  readonly needlessEvents: readonly string[];
  readonly notes: readonly string[];
}

/** The API cannot do it; `reason` is the cause and what the operator does instead. */
export interface Unsupported {
  readonly supported: false;
  readonly reason: string;
}

export interface SuppressionListCapability {
  readonly name: string;
  /** As the ESP's console calls it. */
  readonly title: string;
  /** The reasons that entries of this list have. */
  readonly reasons: readonly EspSuppressionReason[];
  /** `whole`: page by page; `one`: a single address at a time; `none`: the ESP does not show it. */
  readonly read: 'whole' | 'one' | 'none';
  /** Entries a page; null where the ESP answers everything at once. */
  readonly pageSize: number | null;
  readonly remove: {
    /** Addresses a call. */
    readonly bulkSize: number;
    /** Entries with these reasons stay: the ESP refuses to lift them. */
    readonly refuses: readonly EspSuppressionReason[];
  } | null;
  /** Entries that end by themselves: none, some, or each one. */
  readonly expires: 'never' | 'some' | 'always';
}

/** What an added entry becomes at the ESP. It is exact where `becomes` is the reason it was added for. */
export interface AddedAs {
  readonly list: string;
  readonly becomes: EspSuppressionReason;
  /** Whether the added entry can have an end, or must have one. @default 'none' */
  readonly expiry?: 'none' | 'optional' | 'required';
}

export interface SupportedSuppressions {
  readonly supported: true;
  readonly lists: readonly SuppressionListCapability[];
  /** For each reason, the list it can be added to and what it becomes there. A reason that is absent cannot be added. */
  readonly add: Readonly<Partial<Record<EspSuppressionReason, AddedAs>>>;
  /** Addresses a call when adding; 0 where nothing can be added. */
  readonly addBulkSize: number;
  /** Seconds until a change can be read again: a younger difference is no drift. */
  readonly lagSeconds: number;
  /** Addresses are matched with their exact case: remove with the ESP's own form. */
  readonly caseSensitive: boolean;
  readonly notes: readonly string[];
}

export interface EspApiCapabilities {
  readonly webhooks: SupportedWebhooks | Unsupported;
  readonly suppressions: SupportedSuppressions | Unsupported;
}

/**
 * `add` of an ESP that takes an address for whatever reason and keeps one of its own.
 *
 * @example addsAllAs('rejects', 'manual') // { manual: { list: 'rejects', becomes: 'manual' }, 'hard-bounce': … }
 */
export function addsAllAs(list: string, becomes: EspSuppressionReason): SupportedSuppressions['add'] {
  const added: AddedAs = { list, becomes };
  return {
    manual: added,
    'hard-bounce': added,
    'invalid-address': added,
    complaint: added,
    unsubscribe: added,
  };
}

/**
 * `add` of an ESP that keeps each reason on a list. An address that cannot exist is a dead one where it has no list of its
 * own.
 *
 * @example addsAsIs({ 'hard-bounce': 'bounces', complaint: 'complaints' })
 */
export function addsAsIs(
  lists: Readonly<Partial<Record<EspSuppressionReason, string>>>,
): SupportedSuppressions['add'] {
  const { 'hard-bounce': bounces } = lists;
  const added: Partial<Record<EspSuppressionReason, AddedAs>> =
    bounces === undefined ? {} : { 'invalid-address': { list: bounces, becomes: 'hard-bounce' } };
  for (const [name, list] of Object.entries(lists)) {
    const reason = name as EspSuppressionReason;
    added[reason] = { list, becomes: reason };
  }
  return added;
}
