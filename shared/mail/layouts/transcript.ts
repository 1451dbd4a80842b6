import { findFirstAddress } from '../../address/scan.ts';
import { failureReports, isUnrelatedAddress } from '../failure.ts';
import type { ParsedMessage } from '../mime/message.ts';
import { MAX_RECIPIENTS, type RecipientReport } from '../report.ts';
import { hasWords } from '../text.ts';
import { finishedReply, isSession, isUnfinished, ReplyLines, sectionTitle } from './session.ts';

/**
 * Sendmail's layout: the failed recipients, then the SMTP session.
 *
 *        ----- The following addresses had permanent fatal errors -----
 *     <ann@b.example>
 *         (reason: 550 5.1.1 <ann@b.example>... User unknown)
 *
 *        ----- Transcript of session follows -----
 *     ... while talking to mx.b.example.:
 *     >>> RCPT To:<ann@b.example>
 *     <<< 550 5.1.1 <ann@b.example>... User unknown
 *     550 5.1.1 <ann@b.example>... User unknown
 */
interface Transcript {
  /** Recipients in order, each with its "(reason: …)". */
  readonly failedRecipients: ReadonlyArray<{ readonly recipient: string; readonly reason: string }>;
  /** Recipients that a verdict line of the session names, with that line and the remote host's reply before it. */
  readonly sessionVerdicts: ReadonlyArray<{
    readonly recipient: string;
    readonly verdict: string;
    readonly reply: string;
  }>;
  /** The first failure reply of the session. */
  readonly firstFailureReply: string;
}

const FAILED_RECIPIENTS_TITLE =
  /address(?:es)? had|following address|recipients?(?: that)? (?:failed|had)|delivery (?:problems|errors)/i;
const VERDICT =
  /^(?:[245]\d\d(?:[ -]\d\.\d{1,3}\.\d{1,3})?[ -]{1,4})?<?([^\s<>@]{1,128}@[^\s<>@]{1,255}?)>?\s{0,4}(?:\.\.\.|(?<=>):)/;

/** Reports of a text in the layout of a transcript; empty when it is none. */
export function reportsOfTranscript(
  message: ParsedMessage,
  lines: readonly string[],
): readonly RecipientReport[] {
  const transcript = readTranscript(lines.map((line) => line.replace(/^(?:>[ ]?(?!>>))+/, '')));
  const failed = ({ recipient }: { readonly recipient: string }) => !isUnrelatedAddress(message, recipient);
  const named = transcript.failedRecipients.filter(failed);
  const fromSession = transcript.sessionVerdicts
    .filter(failed)
    .map(({ recipient }) => ({ recipient, reason: '' }));
  const source = named.length > 0 ? named : fromSession;
  const verdicts = new Map(transcript.sessionVerdicts.map((each) => [each.recipient.toLowerCase(), each]));
  return failureReports(
    message,
    source.map(({ recipient, reason }) => {
      const stated = isUnfinished(reason) ? finishedReply(lines, reason) : reason;
      const sessionVerdict = verdicts.get(recipient.toLowerCase());
      return { recipient, reason: reasonFor(stated, sessionVerdict, transcript.firstFailureReply) };
    }),
  );
}

function reasonFor(
  stated: string,
  sessionVerdict: Transcript['sessionVerdicts'][number] | undefined,
  firstFailureReply: string,
): string {
  if (stated !== '' && /[2-5]\d\d/.test(stated)) return stated;
  const remoteReply = sessionVerdict?.reply || (sessionVerdict === undefined ? firstFailureReply : '');
  // Sendmail calls every refusal after RCPT "User unknown": the remote host's reply is more specific.
  const verdict = hasWords(remoteReply) ? '' : (sessionVerdict?.verdict ?? '');
  return [remoteReply, stated, verdict].filter((part) => part !== '').join(' ');
}

function readTranscript(lines: readonly string[]): Transcript {
  const failedRecipients: FailedRecipient[] = [];
  const sessionVerdicts: { recipient: string; verdict: string; reply: string }[] = [];
  let section: 'failedRecipients' | 'session' | 'other' = 'other';
  let remoteReply = new ReplyLines();
  const firstFailureReply = new ReplyLines();
  for (const line of lines) {
    const title = sectionTitle(line);
    if (title !== '') {
      section = FAILED_RECIPIENTS_TITLE.test(title)
        ? 'failedRecipients'
        : isSession(title)
          ? 'session'
          : 'other';
    } else if (section === 'failedRecipients') {
      readFailedRecipient(line, failedRecipients);
    } else if (section === 'session') {
      if (/while talking to/i.test(line)) remoteReply = new ReplyLines();
      const reply = /^\s*<<<\s*(.*)$/.exec(line)?.[1];
      if (reply !== undefined && /^[45]/.test(reply)) {
        remoteReply.add(reply);
        firstFailureReply.add(reply);
      }
      const verdict = VERDICT.exec(line.trim());
      if (verdict !== null && reply === undefined) {
        sessionVerdicts.push({
          recipient: verdict[1] ?? '',
          verdict: innerReply(line.trim(), verdict[0]),
          reply: remoteReply.text,
        });
        remoteReply = new ReplyLines();
      } else if (/^\s+\S/.test(line) && sessionVerdicts.length > 0 && reply === undefined) {
        const last = sessionVerdicts.at(-1);
        if (last !== undefined) last.verdict += ` ${line.trim()}`;
      }
    }
  }
  return {
    failedRecipients,
    sessionVerdicts: distinct(sessionVerdicts),
    firstFailureReply: firstFailureReply.text,
  };
}

/** `554 <ann@b.example>... 550 Host unknown`: the inner reply is the cause. */
function innerReply(line: string, address: string): string {
  const rest = line.slice(address.length).trim();
  return /^[245]\d\d[ -]/.test(rest) ? rest : line;
}

interface FailedRecipient {
  recipient: string;
  reason: string;
  /** Whether the next line may continue the reason. */
  open: boolean;
}

function readFailedRecipient(line: string, failedRecipients: FailedRecipient[]): void {
  const words = line.trim();
  const last = failedRecipients.at(-1);
  const reason = /^\((?:reason:\s*)?(.*?)\)?$/.exec(words)?.[1];
  if (reason !== undefined && last !== undefined && words.startsWith('(')) {
    if (!/^expanded from/i.test(reason)) last.reason = `${last.reason} ${reason}`.trim();
  } else if (failedRecipients.length < MAX_RECIPIENTS && findFirstAddress(words) !== '') {
    const recipient = findFirstAddress(words);
    const rest = words
      .slice(words.indexOf(recipient) + recipient.length)
      .replace(/^[>"']*\s*(?:\.\.\.|:)?\s*/, '');
    failedRecipients.push({
      recipient,
      reason: hasWords(rest) ? rest.replace(/^[([]|[)\]]$/g, '') : '',
      open: true,
    });
  } else if (words === '') {
    if (last !== undefined) last.open = false;
  } else if (last?.open && last.reason !== '') {
    last.reason += ` ${words.replace(/\)$/, '')}`;
  }
}

function distinct<T extends { readonly recipient: string }>(entries: readonly T[]): readonly T[] {
  const seen = new Map(entries.map((entry) => [entry.recipient.toLowerCase(), entry]));
  return [...seen.values()];
}
