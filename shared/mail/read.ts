import { createHash } from 'node:crypto';
import {
  type FailureEvidence,
  isFailureKind,
  MAX_NOTICE_LENGTH,
  type ReportedEvent,
} from '../events/event.ts';
import type { Finding } from './finding.ts';
import type { MailFormat } from './formats/format.ts';
import { isFromMailSystem } from './formats/mail-system.ts';
import {
  challengeFormats,
  looseFormats,
  replyFormats,
  structuredFormats,
  wordedFormats,
} from './formats/registry.ts';
import { intendedByWords } from './intended.ts';
import { handedOn, withoutMarks } from './mime/handed-on.ts';
import { type Letter, openLetter } from './mime/letter.ts';
import { mailsOf } from './mime/mbox.ts';
import { splitNotice } from './mime/notice.ts';
import { type MailReport, UnreadableMail } from './report.ts';

/** A report that was forwarded may lie in a message in a message; no honest one lies deeper. */
const DEEPEST = 3;
/** As many as any webhook may hold. */
const MOST_EVENTS = 10_000;
/** Somebody may forward a day's bounces in one mail; each is parsed once. */
const MOST_ENCLOSED = 100;

export interface ReadOptions {
  /** When the mail came in, milliseconds since 1970: an event is dated no later, and then where the mail has no date. */
  readonly receivedAt?: number;
}

/**
 * Reads a returned mail: a delivery status notification, a feedback report, a bounce in words, an auto-reply;
 * also one that was forwarded, inline or as an attachment, and an mbox file of several.
 * @throws UnreadableMail when `raw` is empty, over 10 MB, or nested beyond reading.
 */
export async function readMail(raw: Buffer, options: ReadOptions = {}): Promise<MailReport> {
  const receivedAt = options.receivedAt ?? Date.now();
  const [first, ...others] = await Promise.all(mailsOf(raw).map((mail) => readOne(mail, receivedAt)));
  if (first === undefined) throw new UnreadableMail('The mail is empty.');
  return { ...first, events: [first, ...others].flatMap((report) => report.events).slice(0, MOST_EVENTS) };
}

async function readOne(raw: Buffer, receivedAt: number): Promise<MailReport> {
  const readings = await readLetter(await openLetter(raw), DEEPEST);
  return {
    form: readings[0]?.form ?? 'none',
    events: readings.flatMap((reading) => eventsOf(reading, receivedAt)),
  };
}

interface LetterReading {
  readonly form: string;
  readonly findings: readonly Finding[];
  readonly letter: Letter;
}

/**
 * The surest reading first: the letter's own report, then those it encloses, then what it quotes, then its words
 * read loosely. More than one reading only where a mail encloses several reports.
 */
async function readLetter(letter: Letter, depth: number): Promise<readonly LetterReading[]> {
  const structured = readBy(structuredFormats, letter);
  if (structured !== null) return [structured];
  // What a mail system wrote is read as such where somebody quotes it, by the header above it and without marks.
  const quoted = await letterQuotedIn(letter);
  const report = quoted !== null && isFromMailSystem(quoted) ? readPlainly(quoted) : null;
  const own = report ?? readBy(challengeFormats, letter) ?? wordedUnlessQuoted(letter);
  if (own !== null) return [own];
  const enclosed = await readEnclosed(letter, depth, readPlainly);
  if (enclosed.length > 0) return enclosed;
  const reading =
    readBy(wordedFormats, unquoted(letter)) ?? (quoted && readLoosely(quoted)) ?? readLoosely(letter);
  return reading === null ? readEnclosed(letter, depth, readLoosely) : [reading];
}

/** Phrases are found over quotation marks, but what stands at them is not. */
function wordedUnlessQuoted(letter: Letter): LetterReading | null {
  return isQuotation(letter) ? null : readBy(wordedFormats, letter);
}

/** Only what is plainly a report counts in what a bounce encloses: it returns the mail that was sent. */
function readPlainly(letter: Letter): LetterReading | null {
  return readBy(structuredFormats, letter) ?? readBy(wordedFormats, letter);
}

/** In a mail that is nothing by itself, as when somebody forwards one, an enclosed mail may be anything. */
function readLoosely(letter: Letter): LetterReading | null {
  return readBy(replyFormats, letter) ?? readBy(looseFormats, letter);
}

function readBy(formats: readonly MailFormat[], letter: Letter): LetterReading | null {
  for (const format of formats) {
    if (!format.recognise(letter)) continue;
    const findings = format.read(letter);
    if (findings.length > 0 || format.conclusive) return { form: format.name, findings, letter };
  }
  return null;
}

/** The readings of the messages that a letter encloses or shows below its words, each as `read` takes it. */
async function readEnclosed(
  letter: Letter,
  depth: number,
  read: (letter: Letter) => LetterReading | null,
): Promise<readonly LetterReading[]> {
  if (depth === 0) return [];
  const readings: LetterReading[] = [];
  const pasted = Buffer.from(letter.notice.returned, 'utf8');
  for (const bytes of [...letter.enclosed.slice(0, MOST_ENCLOSED), pasted]) {
    if (bytes.length === 0) continue;
    const inner = await openLetter(bytes).catch(unreadableAsNull);
    if (inner === null) continue;
    const reading = read(inner);
    if (reading !== null) readings.push(reading);
    else readings.push(...(await readEnclosed(inner, depth - 1, read)));
  }
  return readings;
}

/** The mail that a letter hands on inline, with the header that stands above it there. */
async function letterQuotedIn({ notice }: Letter): Promise<Letter | null> {
  const raw = handedOn(`${notice.text}\n${notice.returned}`);
  return raw === null ? null : openLetter(raw).catch(unreadableAsNull);
}

function unreadableAsNull(error: unknown): null {
  if (error instanceof UnreadableMail) return null;
  throw error;
}

/** A mail that quotes a bounce, with the quotation marks taken off. */
function unquoted(letter: Letter): Letter {
  const text = `${letter.notice.text}\n${letter.notice.returned}`;
  return { ...letter, notice: splitNotice(withoutMarks(text)) };
}

/** Whether most of a mail is quoted. */
function isQuotation({ notice }: Letter): boolean {
  const spoken = notice.lines.filter((line) => line.trim() !== '');
  return spoken.filter((line) => /^>(?!>>)/.test(line)).length * 2 > spoken.length;
}

function eventsOf({ findings, form, letter }: LetterReading, receivedAt: number): readonly ReportedEvent[] {
  const eventId = idOf(letter);
  const structured = structuredFormats.some((format) => format.name === form);
  const notice: FailureEvidence = structured
    ? {}
    : { notice: letter.notice.text.slice(0, MAX_NOTICE_LENGTH) };
  const byRecipient = new Map<string, Finding>();
  for (const read of findings) {
    const finding = { ...read, recipient: intendedByWords(letter, read.recipient) };
    const key = finding.recipient.toLowerCase();
    const known = byRecipient.get(key);
    if (known === undefined || weight(finding) > weight(known)) byRecipient.set(key, finding);
  }
  return [...byRecipient.values()].map((finding): ReportedEvent => {
    const said = finding.at ?? letter.date ?? receivedAt;
    const base = { recipient: finding.recipient, occurredAt: Math.min(said, receivedAt), eventId };
    if (!isFailureKind(finding.kind)) return { ...base, kind: finding.kind };
    return {
      ...base,
      kind: finding.kind,
      permanent: finding.permanent,
      evidence: { ...finding.evidence, ...notice },
    };
  });
}

/** Of two reports about one recipient in one mail, a failure says more than a delay, a delay more than success. */
function weight(finding: Finding): number {
  return finding.kind === 'bounce' ? 2 : finding.kind === 'deferral' ? 1 : 0;
}

/** The mail's Message-ID, or what stays the same however often the mail is handed on: date, subject, text. */
function idOf(letter: Letter): string {
  const messageId = letter.header('message-id').replace(/^<|>$/g, '');
  if (messageId !== '' && messageId.length <= 256) return messageId;
  const hash = createHash('sha256');
  for (const part of [
    letter.header('date'),
    letter.from,
    letter.subject,
    letter.notice.text,
    ...letter.deliveryStatus,
  ]) {
    hash.update(part).update('\0');
  }
  return hash.digest('hex').slice(0, 32);
}
