/**
 * What the console asks of the program that serves it. The command line and the local host each give one; a member
 * that is absent hides the page or section that needs it.
 */

import type { CustomRuleSettings } from '../../shared/classifier/custom-rules.ts';
import type { DoctorFinding } from '../../shared/doctor/finding.ts';
import type { DeadLetterSummary } from '../../shared/intake/dead-letters.ts';

/** A call of the query API, as the browser made it. */
export interface ApiCall {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Path with the query, percent-encoded: `/v1/addresses/ann%40example.com?list=news`. */
  readonly path: string;
  /** `content-type` and `if-match`, where the browser gave them. */
  readonly headers: Readonly<Record<string, string>>;
  /** Null for a call without a body. */
  readonly body: Uint8Array<ArrayBuffer> | null;
}

/** The query API's response, forwarded unchanged. */
export interface ApiAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** A source with what is known of its events. */
export interface SourceStatus {
  readonly source: string;
  readonly provider: string;
  /** The list that its events belong to; `*` is every list; null when not known. */
  readonly list: string | null;
  /** Whether a secret is stored for it. */
  readonly secret: 'set' | 'missing';
  /** RFC 3339; null when it has sent none that is known. */
  readonly lastEventAt: string | null;
  /** Requests refused in the last 24 hours, by the check that failed; null when not known. */
  readonly rejected: Readonly<Record<string, number>> | null;
}

/** A dead letter with the request as it came. */
export interface DeadLetter extends DeadLetterSummary {
  /** The request's lines: method and URL, headers, body. Shown as text. */
  readonly request: string;
}

/** The dead-letter queue. */
export interface DeadLetterQueue {
  readonly list: () => Promise<readonly DeadLetterSummary[]>;
  /** Null when no such message is in the queue. */
  readonly show: (id: string) => Promise<DeadLetter | null>;
  /** Sends every message back to the processor. `left`: how many came meanwhile. */
  readonly redrive: () => Promise<{ readonly redriven: number; readonly left: number }>;
}

/** What one ESP's own suppression list says of an address. */
export interface EspListing {
  readonly source: string;
  readonly provider: string;
  /** The ESP's name for the list: `bounces`, `account suppression list`; empty when `error` is set. */
  readonly list: string;
  readonly listed: boolean;
  /** The ESP's own words; null when it gives none. */
  readonly reason: string | null;
  /** RFC 3339; null when the ESP does not say. */
  readonly since: string | null;
  /** Why the ESP could not be asked; null when it answered. */
  readonly error: string | null;
}

/** How a source's ESP's suppression list and the ledger differ: `sync plan --json`. */
export interface SyncPlan {
  readonly source: string;
  readonly onlyHere: number;
  readonly onlyThere: number;
  readonly both: number;
  readonly differs: number;
  /** Changed so recently that the other side may not have it yet. */
  readonly tooRecent: number;
  readonly notComparable: number;
  readonly changes: ReadonlyArray<{
    readonly address: string;
    readonly action: 'add' | 'remove' | 'take-in';
    readonly as: string;
    readonly why: string;
  }>;
}

/** The comparison with the ESPs' own lists. */
export interface SyncPlans {
  /** The sources whose ESP can be asked. */
  readonly sources: () => Promise<readonly string[]>;
  readonly plan: (source: string) => Promise<SyncPlan>;
}

/** The operator's own rules on this machine. */
export interface LocalRules {
  /** The content of `response_translations.list`. */
  readonly response: string;
  /** All of them, as the configuration resolves to. */
  readonly settings: CustomRuleSettings;
}

export interface ConsoleBackend {
  /** What the pages call the ledger: the stack's name, or `Local host`. */
  readonly name: string;
  /** Suggested for the field that asks who decides. Null leaves it empty. */
  readonly actor: string | null;
  /** Calls the query API with the operator's credentials. @throws Error with a message for the page */
  readonly api: (call: ApiCall) => Promise<ApiAnswer>;
  readonly sources?: () => Promise<readonly SourceStatus[]>;
  readonly doctor?: () => Promise<readonly DoctorFinding[]>;
  readonly deadLetters?: DeadLetterQueue;
  readonly espListings?: (address: string) => Promise<readonly EspListing[]>;
  readonly sync?: SyncPlans;
  /** The operator's own rules as they are on this machine, perhaps not deployed yet. */
  readonly customRules?: () => Promise<LocalRules>;
}
