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

/** No evidence is longer. */
const MAX_REPLY_LENGTH = 4000;

/** The lines of one reply (RFC 5321, 4.2.1): `550-5.7.1 …` is followed by lines of the same code, up to one without a hyphen. */
export class ReplyLines {
  #text = '';
  #code = '';
  #isOpen = true;

  get text(): string {
    return this.#text;
  }

  /** Adds a line, if it belongs to the reply. */
  add(line: string): boolean {
    if (!this.#isOpen || !line.startsWith(this.#code)) return false;
    if (this.#code === '') this.#code = line.slice(0, 3);
    this.#text = this.#text === '' ? line.trim() : `${this.#text} ${line.trim()}`;
    this.#isOpen = isUnfinished(line) && this.#text.length < MAX_REPLY_LENGTH;
    return true;
  }
}

/** True for a multi-line reply whose last line is missing. */
export function isUnfinished(reply: string): boolean {
  if (reply.length > MAX_REPLY_LENGTH) return false;
  const code = /^([245]\d\d)-/.exec(reply)?.[1];
  return code !== undefined && !reply.includes(`${code} `, 4);
}

/** The complete multi-line reply that a report cut off after its first line, where the session has it. */
export function finishedReply(lines: readonly string[], reply: string): string {
  const { all, indexes } = repliesIn(lines);
  const first = indexes.get(reply.trim());
  if (first === undefined) return reply;
  const whole = new ReplyLines();
  for (let index = first; index < all.length && whole.add(all[index] ?? ''); ) index += 1;
  return whole.text;
}

interface SessionReplies {
  readonly all: readonly string[];
  /** Indexes of the first line of each text. */
  readonly indexes: ReadonlyMap<string, number>;
}

const cache = new WeakMap<readonly string[], SessionReplies>();

/** The remote host's replies, line by line; computed once, however many recipients a report has. */
function repliesIn(lines: readonly string[]): SessionReplies {
  let replies = cache.get(lines);
  if (replies === undefined) {
    const all = lines.flatMap((line) => /^\s{0,8}<<<\s{0,8}(\S.*)$/.exec(line)?.[1]?.trimEnd() ?? []);
    const indexes = new Map(all.map((line, index): [string, number] => [line, index]).toReversed());
    replies = { all, indexes };
    cache.set(lines, replies);
  }
  return replies;
}
