import type { ReportedEvent } from '../events/event.ts';

/** What a returned mail says. */
export interface MailReport {
  /** The reader that understood it (`dsn`, `arf`, `qmail`); `none` when the mail reports nothing. */
  readonly form: string;
  /** True when it has a machine-readable part (RFC 3464, RFC 5965): an operator's own body rules look no further. */
  readonly structured: boolean;
  /** One a recipient. Empty when the mail is no report, or names no recipient (a redacted complaint). */
  readonly events: readonly ReportedEvent[];
  /** The readable text without the returned message: what an operator's own body rules are matched against. */
  readonly body: string;
}

/** The mail cannot be read at all. `message` says why and quotes nothing of it. */
export class UnreadableMail extends Error {
  override readonly name = 'UnreadableMail';
}
