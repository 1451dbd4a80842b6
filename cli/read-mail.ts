import { readFile } from 'node:fs/promises';
import type { Classifier } from '../shared/classifier/classifier.ts';
import { isFailure, type ReportedEvent } from '../shared/events/event.ts';
import { UNKNOWN } from '../shared/failure-codes/scheme.ts';
import { classifyEvent } from '../shared/intake/ledger-event.ts';
import { readMail } from '../shared/mail/read.ts';

/** What `read-mail` says about one recipient of one mail. */
interface RecipientLine {
  readonly file: string;
  readonly recipient: string;
  readonly kind: ReportedEvent['kind'];
  readonly code: number;
  readonly status: string;
  readonly diagnostic: string;
  readonly rule: string;
}

/** Why a file gave no such line. */
interface FaultLine {
  readonly file: string;
  readonly error: string;
}

/**
 * Reads raw bounce mails from files and writes what each says, a line a recipient, in the order of the files.
 * A file that cannot be read, or reports nothing, gives a line with `error`, and the rest go on.
 */
export async function readMailCommand(
  files: readonly string[],
  classifier: Classifier,
  write: (line: RecipientLine | FaultLine) => void,
): Promise<void> {
  for (const file of files) {
    for (const line of await linesOf(file, classifier)) write(line);
  }
}

async function linesOf(
  file: string,
  classifier: Classifier,
): Promise<ReadonlyArray<RecipientLine | FaultLine>> {
  try {
    const report = await readMail(await readFile(file));
    if (report.events.length === 0) return [{ file, error: 'The mail reports on no recipient.' }];
    return report.events.map((event) => lineOf(file, event, classifier));
  } catch (error) {
    return [{ file, error: error instanceof Error ? error.message : String(error) }];
  }
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
