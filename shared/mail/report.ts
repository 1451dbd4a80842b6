import type { ReportedEvent } from '../events/event.ts';

/** What a returned mail says. */
export interface MailReport {
  /** The reader that understood it (`dsn`, `arf`, `qmail`); `none` when the mail reports nothing. */
  readonly form: string;
  /**
   * One a recipient. Empty when the mail is no report, or names no recipient (a redacted complaint). Those of a mail
   * without a machine-readable part (RFC 3464, RFC 5965) carry its words as `evidence.notice`.
   */
  readonly events: readonly ReportedEvent[];
}

/** The mail cannot be read at all. `message` says why and quotes nothing of it. */
export class UnreadableMail extends Error {
  override readonly name = 'UnreadableMail';
}
