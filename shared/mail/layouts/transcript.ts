import { failureFinding, isBystander } from '../failure.ts';
import { type Finding, MOST_RECIPIENTS } from '../finding.ts';
import { firstAddress, sameAddress } from '../mime/addresses.ts';
import type { Letter } from '../mime/letter.ts';
import { continuesReply, finishedReply, isSession, isUnfinished, sectionTitle } from './session.ts';
import { hasWords } from './words.ts';

/**
 * Sendmail's layout: who failed, then what was said on the wire.
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
  readonly listed: ReadonlyArray<{ readonly recipient: string; readonly reason: string }>;
  /** Recipients that a verdict line of the session names, with that line and what the other host had said. */
  readonly judged: ReadonlyArray<{
    readonly recipient: string;
    readonly verdict: string;
    readonly said: string;
  }>;
  /** The last reply of each conversation that no verdict line followed. */
  readonly lastSaid: string;
}

const LISTED =
  /address(?:es)? had|following address|recipients?(?: that)? (?:failed|had)|delivery (?:problems|errors)/i;
const VERDICT =
  /^(?:[245]\d\d(?:[ -]\d\.\d{1,3}\.\d{1,3})?[ -]{1,4})?<?([^\s<>@]{1,128}@[^\s<>@]{1,255}?)>?\s{0,4}(?:\.\.\.|(?<=>):)/;

/** Findings of a notice laid out as a transcript; empty when it is none. */
export function findingsOfTranscript(letter: Letter, lines: readonly string[]): readonly Finding[] {
  const transcript = readTranscript(lines.map((line) => line.replace(/^(?:>[ ]?(?!>>))+/, '')));
  const failed = ({ recipient }: { readonly recipient: string }) => !isBystander(letter, recipient);
  const named = transcript.listed.filter(failed);
  const judgedAlone = transcript.judged.filter(failed).map(({ recipient }) => ({ recipient, reason: '' }));
  const source = named.length > 0 ? named : judgedAlone;
  return source.slice(0, MOST_RECIPIENTS).map(({ recipient, reason }) => {
    const judged = transcript.judged.find((each) => sameAddress(each.recipient, recipient));
    const stated = isUnfinished(reason) ? finishedReply(lines, reason) : reason;
    return failureFinding(letter, recipient, reasonFor(stated, judged, transcript.lastSaid));
  });
}

function reasonFor(
  stated: string,
  judged: Transcript['judged'][number] | undefined,
  lastSaid: string,
): string {
  if (stated !== '' && /[2-5]\d\d/.test(stated)) return stated;
  const heard = judged?.said || (judged === undefined ? lastSaid : '');
  // Sendmail calls whatever is refused after RCPT "User unknown": what the other host said goes before that.
  const verdict = hasWords(heard) ? '' : (judged?.verdict ?? '');
  return [heard, stated, verdict].filter((part) => part !== '').join(' ');
}

function readTranscript(lines: readonly string[]): Transcript {
  const listed: Listed[] = [];
  const judged: { recipient: string; verdict: string; said: string }[] = [];
  let section: 'listed' | 'session' | 'other' = 'other';
  let said = '';
  let lastSaid = '';
  for (const line of lines) {
    const title = sectionTitle(line);
    if (title !== '') {
      section = LISTED.test(title) ? 'listed' : isSession(title) ? 'session' : 'other';
    } else if (section === 'listed') {
      readListed(line, listed);
    } else if (section === 'session') {
      if (/while talking to/i.test(line)) said = '';
      const reply = /^\s*<<<\s*(.*)$/.exec(line)?.[1];
      if (reply !== undefined && /^[45]/.test(reply)) {
        if (said === '' || continuesReply(said, reply)) said = `${said} ${reply}`.trim();
        if (lastSaid === '' || continuesReply(lastSaid, reply)) lastSaid = `${lastSaid} ${reply}`.trim();
      }
      const verdict = VERDICT.exec(line.trim());
      if (verdict !== null && reply === undefined) {
        judged.push({ recipient: verdict[1] ?? '', verdict: innermost(line.trim(), verdict[0]), said });
        said = '';
      } else if (/^\s+\S/.test(line) && judged.length > 0 && reply === undefined) {
        const last = judged.at(-1);
        if (last !== undefined) last.verdict += ` ${line.trim()}`;
      }
    }
  }
  return { listed, judged: distinct(judged), lastSaid };
}

/** `554 <ann@b.example>... 550 Host unknown`: the reply inside the verdict is the cause. */
function innermost(line: string, address: string): string {
  const rest = line.slice(address.length).trim();
  return /^[245]\d\d[ -]/.test(rest) ? rest : line;
}

interface Listed {
  recipient: string;
  reason: string;
  /** Whether the next line may go on with the reason. */
  open: boolean;
}

function readListed(line: string, listed: Listed[]): void {
  const words = line.trim();
  const last = listed.at(-1);
  const reason = /^\((?:reason:\s*)?(.*?)\)?$/.exec(words)?.[1];
  if (reason !== undefined && last !== undefined && words.startsWith('(')) {
    if (!/^expanded from/i.test(reason)) last.reason = `${last.reason} ${reason}`.trim();
  } else if (listed.length < MOST_RECIPIENTS && firstAddress(words) !== '') {
    const recipient = firstAddress(words);
    const rest = words
      .slice(words.indexOf(recipient) + recipient.length)
      .replace(/^[>"']*\s*(?:\.\.\.|:)?\s*/, '');
    listed.push({ recipient, reason: hasWords(rest) ? rest.replace(/^[([]|[)\]]$/g, '') : '', open: true });
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
