/** What a sender's program asks before it sends: one client for the HTTP API and for direct reads of the table. */

import type { Answer, UnavailableAnswer, UnavailablePolicy } from './answer.ts';
import type { Decision } from './decision.ts';
import { parseLedgerEvent } from './events.ts';
import { LedgerUnavailableError } from './failure.ts';
import type { Checked, Lookups } from './lookup/lookups.ts';
import {
  type FilterResult,
  type MessageWithRecipients,
  recipientsOf,
  splitMessage,
} from './recipients/split.ts';

export interface CheckOptions {
  /**
   * The list that the mail is for. A list that is transactional in `ledger.config.ts` is decided as such.
   * @default the client's list
   */
  readonly list?: string;
}

export interface GetOptions extends CheckOptions {
  /**
   * Reads what was just written, past the cache and at twice the price.
   * @default false
   */
  readonly consistent?: boolean;
}

export interface LedgerClient {
  /**
   * Looks recipients up: one answer each, in order. A recipient may carry a display name; one that is not an address is
   * answered as invalid, alone.
   * @throws LedgerUnavailableError when the ledger cannot be asked and the policy is `throw`
   * @example
   * for (const answer of await ledger.check(recipients)) {
   *   if (answer.send) await send(answer.recipient);
   * }
   */
  check(recipients: readonly string[], options?: CheckOptions): Promise<Answer[]>;

  /**
   * Looks one recipient up.
   * @throws LedgerUnavailableError when the ledger cannot be asked and the policy is `throw`
   */
  get(recipient: string, options?: GetOptions): Promise<Answer>;

  /**
   * Splits a message into what may be sent and the recipients withheld. Give it all recipients of a message at once,
   * before any side effect.
   * @throws LedgerUnavailableError when the ledger cannot be asked and the policy is `throw`
   * @example
   * const { send, withheld } = await ledger.filter({ to: 'Ann <ann@example.com>, bob@example.com', subject, text });
   * if (send !== null) await transport.sendMail(send);
   */
  filter<Message extends MessageWithRecipients>(
    message: Message,
    options?: CheckOptions,
  ): Promise<FilterResult<Message>>;

  /**
   * Drops cached answers that an event of the ledger's bus makes stale. Other events are ignored.
   * @param event an EventBridge event, as a Lambda function or a queue's message body has it
   */
  applyEvent(event: unknown): void;
}

export interface ClientDeps {
  readonly lookups: Lookups;
  readonly list: string | undefined;
  readonly policy: UnavailablePolicy;
  readonly dryRun: boolean;
  readonly onDecision: ((decision: Decision) => void) | undefined;
}

export function createClient(deps: ClientDeps): LedgerClient {
  const { lookups, policy, dryRun } = deps;

  /** Reports and, under the policy `throw`, throws what could not be looked up. */
  function decided({ answers, hasUnavailable }: Checked): Answer[] {
    if (!hasUnavailable) return answers;
    const unavailable = answers.filter(isUnavailable);
    const [first] = unavailable;
    if (first === undefined) return answers;
    report({
      type: 'unavailable',
      policy,
      recipients: unavailable.map(({ recipient }) => recipient),
      failure: first.failure,
      dryRun,
    });
    if (policy === 'throw' && !dryRun) throw new LedgerUnavailableError(first.failure);
    return answers;
  }

  function report(decision: Decision): void {
    try {
      deps.onDecision?.(decision);
    } catch (error) {
      // A report that fails must not decide about mail.
      process.emitWarning(`onDecision failed: ${error instanceof Error ? error.name : 'unknown error'}`);
    }
  }

  const listOf = (options: CheckOptions | undefined) => options?.list ?? deps.list;

  async function check(recipients: readonly string[], options?: CheckOptions): Promise<Answer[]> {
    return decided(await lookups.check(recipients, listOf(options)));
  }

  return {
    check,
    async get(recipient, options) {
      const list = listOf(options);
      const checked = options?.consistent
        ? await lookups.checkConsistent(recipient, list)
        : await lookups.check([recipient], list);
      const [answer] = decided(checked);
      if (answer === undefined) throw new Error('A look-up gave no answer.');
      return answer;
    },
    async filter(message, options) {
      const answers = await check(recipientsOf(message), options);
      const result = splitMessage(message, answers, dryRun);
      const withheld = dryRun ? result.wouldWithhold : result.withheld;
      if (withheld.length > 0) report({ type: 'withheld', withheld, dryRun });
      return result;
    },
    applyEvent(event) {
      const parsed = parseLedgerEvent(event);
      if (parsed === null || parsed.type === 'incident.opened') return;
      lookups.drop(parsed.detail.address ?? undefined);
    },
  };
}

function isUnavailable(answer: Answer): answer is UnavailableAnswer {
  return answer.outcome === 'unavailable';
}
