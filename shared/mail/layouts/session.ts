/** The parts of a transcript that other layouts look into as well: section titles, and replies over several lines. */

const SESSION = /transcript|session|conversation/i;

/** The words between dashes that head a section: `   ----- Transcript of session follows -----`. Else empty. */
export function sectionTitle(line: string): string {
  if (line.length > 120 || !line.includes('---')) return '';
  const title = /^[\s-]*([^\s-].{0,100}?)[\s-]*$/.exec(line)?.[1] ?? '';
  return line.trimStart().startsWith('---') && line.trimEnd().endsWith('---') ? title : '';
}

/** Whether a section of that title holds what was said on the wire. */
export function isSession(title: string): boolean {
  return SESSION.test(title);
}

/** The words of a transcript's session, for reports that state no reason elsewhere. */
export function sessionWords(lines: readonly string[]): string {
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

/** No evidence is longer, and a reply that never ends must not be searched anew with each line. */
const LONGEST_REPLY = 4000;

/** True for a multi-line reply whose last line is missing. */
export function isUnfinished(reply: string): boolean {
  if (reply.length > LONGEST_REPLY) return false;
  const code = /^([245]\d\d)-/.exec(reply)?.[1];
  return code !== undefined && !reply.includes(`${code} `, 4);
}

/** The whole of a multi-line reply that a report cut off after its first line, where the session has it. */
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

const known = new WeakMap<readonly string[], readonly string[]>();

/** What the other host said, line by line; found once, however many recipients a report has. */
function repliesIn(lines: readonly string[]): readonly string[] {
  const replies =
    known.get(lines) ?? lines.flatMap((line) => /^\s*<<<\s*(\S.*)$/.exec(line)?.[1]?.trimEnd() ?? []);
  known.set(lines, replies);
  return replies;
}
