/** What `read-mail` reports on one mail: lines of JSON, counts for the summary, events for the import. */
import type { Classifier } from '../../shared/classifier/classifier.ts';
import { isFailure, type ReportedEvent } from '../../shared/events/event.ts';
import { UNKNOWN } from '../../shared/failure-codes/scheme.ts';
import { classifyEvent } from '../../shared/intake/classify-event.ts';
import { readMail } from '../../shared/mail/read.ts';
import { InvalidMailError } from '../../shared/mail/report.ts';

/** One recipient of one mail, a line of the output. */
export interface RecipientLine {
  /** The path as given or found; `-` for standard input. */
  readonly file: string;
  readonly recipient: string;
  readonly kind: ReportedEvent['kind'];
  readonly code: number;
  /** Enhanced status code, or empty. */
  readonly status: string;
  readonly diagnostic: string;
  readonly rule: string;
}

/** A file that cannot be read, or a mail that reports nothing. */
export interface ErrorLine {
  readonly file: string;
  readonly error: string;
}

export interface MailResult {
  readonly lines: ReadonlyArray<RecipientLine | ErrorLine>;
  readonly events: readonly ReportedEvent[];
}

/** Parses and classifies a mail. */
export function resultOf(file: string, raw: Buffer, classifier: Classifier): MailResult {
  try {
    const { events } = readMail(raw);
    if (events.length === 0) return errorResult(file, 'The mail reports on no recipient.');
    return { lines: events.map((event) => lineOf(file, event, classifier)), events };
  } catch (error) {
    if (error instanceof InvalidMailError) return errorResult(file, error.message);
    throw error;
  }
}

export function errorResult(file: string, error: string): MailResult {
  return { lines: [{ file, error }], events: [] };
}

/** Bounce mails come from any host: no provider's own rules apply. */
const BY_MAIL = 'mail';

function lineOf(file: string, event: ReportedEvent, classifier: Classifier): RecipientLine {
  const { classification } = classifyEvent(classifier, event, BY_MAIL);
  const evidence = isFailure(event) ? event.evidence : {};
  return {
    file,
    recipient: event.recipient,
    kind: event.kind,
    code: classification?.code ?? UNKNOWN,
    status: evidence.status ?? '',
    diagnostic: evidence.diagnostic ?? '',
    rule: classification?.rule ?? event.kind,
  };
}
