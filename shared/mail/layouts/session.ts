/** Sections of a transcript, and multi-line replies. */

const SESSION = /transcript|session|conversation/i;

/** The title between dashes of a section: `   ----- Transcript of session follows -----`. Else empty. */
export function sectionTitle(line: string): string {
  if (line.length > 120 || !line.includes('---')) return '';
  const title = /^[\s-]*([^\s-].{0,100}?)[\s-]*$/.exec(line)?.[1] ?? '';
  return line.trimStart().startsWith('---') && line.trimEnd().endsWith('---') ? title : '';
}

/** Whether a section of that title quotes the SMTP session. */
export function isSession(title: string): boolean {
  return SESSION.test(title);
}

/** The text of a transcript's session. */
export function sessionText(lines: readonly string[]): string {
  const start = lines.findIndex((line) => isSession(sectionTitle(line)));
  if (start < 0) return '';
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => line.startsWith('--') || sectionTitle(line) !== '');
  return (end < 0 ? rest : rest.slice(0, end)).join('\n').trim();
}

/** A line after `550-5.7.1 …` belongs to the same reply, up to the one without a hyphen (RFC 5321, 4.2.1). */
export function continuesReply(reply: string, next: string): boolean {
  return isUnfinished(reply) && next.startsWith(reply.slice(0, 3));
}

/** No evidence is longer, and an endless reply must not be searched again with each line. */
const MAX_REPLY_LENGTH = 4000;

/** True for a multi-line reply whose last line is missing. */
export function isUnfinished(reply: string): boolean {
  if (reply.length > MAX_REPLY_LENGTH) return false;
  const code = /^([245]\d\d)-/.exec(reply)?.[1];
  return code !== undefined && !reply.includes(`${code} `, 4);
}

/** The complete multi-line reply that a report cut off after its first line, where the session has it. */
export function finishedReply(lines: readonly string[], reply: string): string {
  const replies = repliesIn(lines);
  const opening = reply.trim();
  const first = replies.indexOf(opening);
  if (first < 0) return reply;
  let whole = opening;
  for (let index = first + 1; continuesReply(whole, replies[index] ?? ''); index += 1) {
    whole = `${whole} ${replies[index]}`;
  }
  return whole;
}

const cache = new WeakMap<readonly string[], readonly string[]>();

/** The remote host's replies, line by line; computed once, however many recipients a report has. */
function repliesIn(lines: readonly string[]): readonly string[] {
  const replies =
    cache.get(lines) ?? lines.flatMap((line) => /^\s*<<<\s*(\S.*)$/.exec(line)?.[1]?.trimEnd() ?? []);
  cache.set(lines, replies);
  return replies;
}
