/**
 * What the management API of an ESP is to the rest of the program: one interface over all ESPs, with a declared table
 * of what each can do. `connect`, `doctor` and `sync` are built on these types and on nothing ESP-specific.
 * Times are milliseconds since 1970.
 */

import type { EspApiCapabilities, EspApiOption, EspOperation, EspSuppressionReason } from './capabilities.ts';
import type { SecretText } from './secret-text.ts';

export type * from './capabilities.ts';

/** One webhook at the ESP. */
export interface EspWebhook {
  readonly id: string;
  /** As the ESP stores it. It may carry a secret: print `displayUrl(url)`. */
  readonly url: string;
  /** Null where the ESP has no such flag. */
  readonly enabled: boolean | null;
  /** The ESP's API names; null where the API does not return them. */
  readonly events: readonly string[] | null;
  readonly signing: 'on' | 'off' | 'unknown' | 'none';
  /** The secret of ours that its requests carry outside the URL, where the ESP shows it. */
  readonly credential?: SecretText | undefined;
  /** What it covers: a domain, a stream, a configuration set. Absent: the whole account. */
  readonly scope?: string | undefined;
  readonly name?: string | undefined;
  /** Limits of this webhook that hide events: `only for the SMTP users a and b`. */
  readonly restrictions?: readonly string[];
  /** The last failure the ESP recorded, redacted and bounded. */
  readonly lastError?: string | undefined;
  readonly lastSentAt?: number | undefined;
}

/** The webhook that a source should have. */
export interface DesiredWebhook {
  /** The source's whole URL, with the secret where the ESP's requests carry it in the URL. */
  readonly url: string;
  /** Earlier URLs of this source (before its secret was rotated): a webhook there is ours, and is moved to `url`. */
  readonly formerUrls?: readonly string[];
  /** @default the events of the capability table */
  readonly events?: readonly string[];
  /** What the operator sees in the ESP's console. @default 'bounce-ledger' */
  readonly name?: string;
  /** For ESPs that sign nothing: the secret that the requests carry in a header, where the ESP can send one. */
  readonly secret?: string;
  /** Whether the ledger has a signing key for this source; used only where the ESP returns it once. @default true */
  readonly isKeyStored?: boolean;
}

/** One field that a change sets. Values are fit to print. */
export interface FieldChange {
  readonly field: string;
  readonly from: string | null;
  readonly to: string;
}

/** One call or a few that belong together, described before they are made. */
export interface PlannedChange {
  readonly action: 'create' | 'update' | 'enable-signing' | 'subscribe' | 'configure';
  /** What is changed: `webhook 77d4a5da`, `configuration set news`. */
  readonly target: string;
  /** One sentence. */
  readonly summary: string;
  readonly fields: readonly FieldChange[];
}

/** One observation about the ESP's side, in the form `doctor` prints. */
export interface EspFinding {
  /** A stable name: `webhook-duplicate`, `bounce-purge`. */
  readonly check: string;
  readonly status: 'ok' | 'warning' | 'problem' | 'skipped';
  readonly detail: string;
  /** What the operator does about it; null where nothing needs doing. */
  readonly fix: string | null;
}

/** What `apply` did. */
export interface AppliedWebhooks {
  /** The source's webhooks as the ESP shows them afterwards. */
  readonly webhooks: readonly EspWebhook[];
  /** The signing keys to store: one, or one a webhook where the ESP makes one for each. */
  readonly signingKeys: readonly SecretText[];
  readonly changes: readonly PlannedChange[];
  /** Changes that the ESP accepted and does not show yet. */
  readonly unconfirmed: readonly FieldChange[];
}

/** What would be changed. The same object is printed for a dry run and carried out by `apply`. */
export interface WebhookPlan {
  readonly provider: string;
  /** The webhooks found at the source's URL. */
  readonly found: readonly EspWebhook[];
  readonly changes: readonly PlannedChange[];
  /** What the plan leaves to the operator: duplicates, a limit that is reached. */
  readonly findings: readonly EspFinding[];
}

/** How the ESP's latest calls of the webhook went. */
export interface DeliveryHealth {
  readonly failed: number;
  readonly succeeded: number | null;
  readonly lastError: string | null;
  readonly lastSentAt: number | null;
}

export interface WebhookApi {
  /** Every webhook within the settings' scope, those of other receivers included. */
  list(): Promise<readonly EspWebhook[]>;
  /** The webhooks at this URL; query, credentials, a trailing slash and the host's case are ignored. */
  find(url: string): Promise<readonly EspWebhook[]>;
  /** Reads, and changes nothing. */
  plan(desired: DesiredWebhook): Promise<WebhookPlan>;
  /**
   * Carries out a plan of this API and reads the result. A second plan then has no changes. An interrupted one is
   * completed by planning again.
   * @param options.onSigningKey stores a key before the next call is made: some ESPs return it only once.
   */
  apply(
    plan: WebhookPlan,
    options?: { readonly onSigningKey?: (key: SecretText) => Promise<void> },
  ): Promise<AppliedWebhooks>;
  /** Absent where the capability `signingKey` is not `readable`. Null while signing is off. */
  readonly readSigningKey?: (webhook: EspWebhook) => Promise<SecretText | null>;
  /** Absent where the capability `testEvent` is not `on-request`. */
  readonly sendTestEvent?: (webhook: EspWebhook) => Promise<void>;
  /** Absent where the ESP does not report it. */
  readonly deliveryHealth?: (webhook: EspWebhook) => Promise<DeliveryHealth>;
}

/** An entry of an ESP's list. */
export interface EspSuppression {
  /** Exactly as the ESP stores it. */
  readonly address: string;
  readonly list: string;
  readonly reason: EspSuppressionReason;
  /** An SMTP reply code or enhanced status, where the ESP has one. */
  readonly code?: string | undefined;
  /** The reply or the ESP's text; unredacted. */
  readonly diagnostic?: string | undefined;
  /** Null where the ESP does not report it. */
  readonly createdAt: number | null;
  /** Null: the entry has no end. */
  readonly expiresAt: number | null;
  /** The ESP's own words for why the entry exists. */
  readonly origin: string;
  /** The ESP's id, where entries are removed by id. */
  readonly id?: string | undefined;
  /** Domain, stream, sender or tenant. Absent: the whole account. */
  readonly scope?: string | undefined;
  /** The list that the operator made at the ESP, by the name that the ESP's webhook has for it: `group-7`. */
  readonly espList?: string | undefined;
}

export interface SuppressionPage {
  readonly entries: readonly EspSuppression[];
  /** Gives the next page; null after the last. Plain text that outlives the process. */
  readonly next: string | null;
}

/** An entry to add. */
export interface NewSuppression {
  readonly address: string;
  readonly reason: EspSuppressionReason;
  /** A comment for the ESP's console, where it has one. */
  readonly note?: string;
  /** Needed where every entry of the ESP ends. */
  readonly expiresAt?: number;
  /** @default every scope of the settings */
  readonly scope?: string;
}

/** The one entry to remove. */
export interface SuppressionRef {
  readonly address: string;
  readonly list: string;
  readonly id?: string | undefined;
  /** @default every scope of the settings */
  readonly scope?: string | undefined;
  /** The reason of the entry, where it was read before: what the ESP never lifts is refused without a call. */
  readonly reason?: EspSuppressionReason;
}

/** What became of one address of a change. */
export interface SuppressionResult {
  readonly address: string;
  readonly list: string;
  readonly scope?: string | undefined;
  /**
   * `changed`: added or removed; `unchanged`: it was there (or was not there) before; `accepted`: the ESP does it
   * later; `refused`: the ESP does not do it.
   */
  readonly outcome: 'changed' | 'unchanged' | 'accepted' | 'refused';
  /** Why it was refused, redacted. */
  readonly detail?: string | undefined;
}

export interface SuppressionApi {
  /** Every entry, list by list, page by page. @param list @default all lists that can be read whole */
  list(list?: string): AsyncIterable<EspSuppression>;
  /** One page; `cursor` is `next` of the page before. */
  page(list: string, cursor?: string | null): Promise<SuppressionPage>;
  /** The entries of one address on all lists; none where it stands on no list. */
  get(address: string): Promise<readonly EspSuppression[]>;
  /**
   * Adds entries in bulk calls, and yields each result as soon as it is known.
   * @param options.allowInexact adds an entry as something else where the ESP cannot hold its reason.
   * Without it such an entry is refused. @default false
   */
  add(
    entries: Iterable<NewSuppression> | AsyncIterable<NewSuppression>,
    options?: { readonly allowInexact?: boolean },
  ): AsyncIterable<SuppressionResult>;
  /** Removes the named entries. An entry that is not there is `unchanged`. */
  remove(refs: Iterable<SuppressionRef> | AsyncIterable<SuppressionRef>): AsyncIterable<SuppressionResult>;
}

/** What an API key may do. */
export interface KeyCheck {
  readonly valid: boolean;
  /** `unknown`: only the write itself would show it. */
  readonly operations: Readonly<Partial<Record<EspOperation, 'granted' | 'missing' | 'unknown'>>>;
  /** Each missing permission, by the ESP's name for it. */
  readonly missing: readonly string[];
}

/** A connection to one account of an ESP. */
export interface EspApi {
  readonly provider: string;
  readonly capabilities: EspApiCapabilities;
  readonly permissions: EspApiDefinition['permissions'];
  /** Calls nothing that changes anything. A refused key is a result, not an error. */
  checkKey(): Promise<KeyCheck>;
  /** Null where `capabilities.webhooks` is unsupported. */
  readonly webhooks: WebhookApi | null;
  /** Null where `capabilities.suppressions` is unsupported. */
  readonly suppressions: SuppressionApi | null;
  /** Settings at the ESP that hide events or change its lists by themselves. Reads only. */
  inspect(desired: DesiredWebhook): Promise<readonly EspFinding[]>;
}

/** What `open` needs: the key, the options of the definition, and what tests and the environment replace. */
export interface EspApiSettings {
  /** The API key; two parts (`public:secret`) as described by `key` of the definition. Unused by Amazon SES. */
  readonly apiKey: string;
  readonly options?: Readonly<Record<string, string>>;
  /** Replaces scheme and host of the ESP's API; callers fill it from `BOUNCE_LEDGER_API_URL_<PROVIDER>`. */
  readonly baseUrl?: string | undefined;
  /** Amazon SES: the credentials to sign with. @default the AWS SDK's own chain */
  readonly awsCredentials?: (() => Promise<AwsCredentials>) | undefined;
  readonly deps?: Partial<EspApiDeps>;
}

export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface EspApiDeps {
  readonly fetch: typeof fetch;
  readonly now: () => number;
  readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  /** Between 0 and 1. */
  readonly random: () => number;
  /** Milliseconds until an answer must have begun and ended. @default 30000 */
  readonly timeoutMs: number;
  /** How often a call that may be repeated is made at most. @default 5 */
  readonly maxAttempts: number;
  /** The longest wait for a rate limit; beyond it the call fails with `retryAfterMs`. @default 60000 */
  readonly maxWaitMs: number;
  /** Aborts every call. */
  readonly signal?: AbortSignal | undefined;
}

/** An ESP's management API before it is opened: what the documentation, `sources providers` and the planner read. */
export interface EspApiDefinition {
  /** The name of the provider in the registry. */
  readonly provider: string;
  readonly title: string;
  /** What the key is and where the console makes it; null where none is given (Amazon SES). */
  readonly key: string | null;
  readonly options: readonly EspApiOption[];
  /** The least permission for each operation, by the ESP's own name; null where keys have none. */
  readonly permissions: Readonly<Partial<Record<EspOperation, string | null>>>;
  readonly capabilities: EspApiCapabilities;
  /** The documentation that the client follows. */
  readonly documents: readonly string[];
  /** @throws EspApiError of kind `settings` when an option is missing or invalid. */
  open(settings: EspApiSettings): EspApi;
}
