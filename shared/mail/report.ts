import type { EventKind, FailureEvidence, ReportedEvent } from '../events/event.ts';

/** 10 MB: more than any report needs. A larger mail is refused. */
export const MAX_MAIL_BYTES = 10 * 1024 * 1024;

/** Twice the recipients that every host takes of a message (RFC 5321, 4.5.3.1.8): the rest is ignored. */
export const MAX_RECIPIENTS = 200;

/** What a bounce mail reports. */
export interface MailReport {
  /** Name of the format that was recognised (`dsn`, `arf`, `qmail`); `none` when the mail reports nothing. */
  readonly form: string;
  /**
   * One per recipient. Empty when the mail is no report, or names no recipient (a redacted complaint). Events of a
   * mail without a machine-readable part (RFC 3464, RFC 5965) carry its text as `evidence.bodyText`.
   */
  readonly events: readonly ReportedEvent[];
}

/** What a mail says about one recipient (RFC 3464, 2.3, per-recipient fields), before it becomes an event. */
export interface RecipientReport {
  /** As the mail writes it, without brackets. */
  readonly recipient: string;
  readonly kind: EventKind;
  /** True for a permanent failure, false for a temporary one, null where the mail does not say. */
  readonly permanent: boolean | null;
  readonly evidence: FailureEvidence;
  /** Time of the failure, milliseconds since 1970, where the mail states it for this recipient. */
  readonly at?: number;
}

/** The mail cannot be parsed at all. The message says why and quotes nothing of the mail. */
export class InvalidMailError extends Error {
  override readonly name = 'InvalidMailError';
}
