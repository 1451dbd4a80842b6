import { hash } from 'node:crypto';
import {
  type FailureEvidence,
  isFailureKind,
  MAX_BODY_TEXT_LENGTH,
  type ReportedEvent,
} from '../events/event.ts';
import type { MailFormat } from './formats/format.ts';
import { isFromMailSystem } from './formats/mail-system.ts';
import {
  challengeFormats,
  fallbackFormats,
  replyFormats,
  structuredFormats,
  textFormats,
} from './formats/registry.ts';
import { extractForwardedMessage, stripQuoteMarks } from './mime/forwarded.ts';
import { splitHumanReadablePart } from './mime/human-readable.ts';
import { type ParsedMessage, parseMessage } from './mime/message.ts';
import { originalRecipientFromHeaders, originalRecipientFromText } from './original-recipient.ts';
import type { RecipientReport } from './report.ts';
import { InvalidMailError, type MailReport } from './report.ts';

/** A forwarded report may be a message within a message; none is nested more deeply. */
const MAX_DEPTH = 3;
/** The same bound as for a webhook. */
const MAX_EVENTS = 10_000;
/** A day's bounces may be forwarded in one mail. */
const MAX_ENCLOSED = 100;

export interface ReadOptions {
  /**
   * Time of receipt, milliseconds since 1970. It is the latest time of an event, and the time of one without a date.
   * @default now
   */
  readonly receivedAt?: number;
}

/**
 * Parses a bounce mail: a delivery status notification (RFC 3464), a feedback report (RFC 5965), a bounce without a
 * machine-readable part, an automatic reply; also a forwarded one, inline or as an attachment.
 * @param raw the mail as received; a "From " line in front of it is skipped
 * @throws InvalidMailError when `raw` is empty, over 10 MB, or nested too deeply
 * @example
 * const { form, events } = await readMail(await readFile('bounce.eml'));
 */
export function readMail(raw: Buffer, options: ReadOptions = {}): MailReport {
  const receivedAt = options.receivedAt ?? Date.now();
  const found = parseReports(parseMessage(raw), MAX_DEPTH);
  return {
    form: found[0]?.form ?? 'none',
    events: found.flatMap((reports) => eventsOf(reports, receivedAt)).slice(0, MAX_EVENTS),
  };
}

interface MessageReports {
  readonly form: string;
  readonly reports: readonly RecipientReport[];
  readonly message: ParsedMessage;
}

/**
 * The most certain format first: the message's own report, then reports that it encloses, then those that it quotes,
 * then the fallback formats. There are several only where a mail encloses several reports.
 */
function parseReports(message: ParsedMessage, depth: number): readonly MessageReports[] {
  const structured = parseAs(structuredFormats, message);
  if (structured !== null) return [structured];
  // A quoted bounce of a mail system is parsed by the header above it, without quote marks.
  const quoted = parseForwardedMessage(message);
  const report = quoted !== null && isFromMailSystem(quoted) ? parseAsReport(quoted) : null;
  const own = report ?? parseAs(challengeFormats, message) ?? textReportUnlessQuoted(message);
  if (own !== null) return [own];
  const enclosed = parseEnclosed(message, depth, parseAsReport);
  if (enclosed.length > 0) return enclosed;
  const plain = unquoted(message);
  const any = (plain && parseAs(textFormats, plain)) ?? (quoted && parseAsAny(quoted)) ?? parseAsAny(message);
  return any === null ? parseEnclosed(message, depth, parseAsAny) : [any];
}

/** Phrases match across quote marks, but recipients behind quote marks are not found. */
function textReportUnlessQuoted(message: ParsedMessage): MessageReports | null {
  return isQuotation(message) ? null : parseAs(textFormats, message);
}

/** A bounce encloses the message that it returns: there only the certain formats count. */
function parseAsReport(message: ParsedMessage): MessageReports | null {
  return parseAs(structuredFormats, message) ?? parseAs(textFormats, message);
}

/** In a mail that reports nothing itself (a forward), an enclosed mail may have any format. */
function parseAsAny(message: ParsedMessage): MessageReports | null {
  return parseAs(replyFormats, message) ?? parseAs(fallbackFormats, message);
}

function parseAs(formats: readonly MailFormat[], message: ParsedMessage): MessageReports | null {
  for (const format of formats) {
    if (!format.matches(message)) continue;
    const reports = format.parse(message);
    if (reports.length > 0 || format.conclusive) return { form: format.name, reports, message };
  }
  return null;
}

/** The reports of the messages that a message encloses or quotes below its text. */
function parseEnclosed(
  message: ParsedMessage,
  depth: number,
  parse: (message: ParsedMessage) => MessageReports | null,
): readonly MessageReports[] {
  if (depth === 0) return [];
  const found: MessageReports[] = [];
  for (const inner of messagesIn(message)) {
    const report = parse(inner);
    if (report !== null) found.push(report);
    else found.push(...parseEnclosed(inner, depth - 1, parse));
  }
  return found;
}

const messages = new WeakMap<ParsedMessage, readonly ParsedMessage[]>();

/** The messages that a mail encloses, and the one that it has pasted below its text: each is parsed once. */
function messagesIn(message: ParsedMessage): readonly ParsedMessage[] {
  const known = messages.get(message);
  if (known !== undefined) return known;
  const pasted = Buffer.from(message.humanReadable.returned, 'utf8');
  const found = [...message.enclosed.slice(0, MAX_ENCLOSED), pasted].flatMap((bytes) => {
    const inner = bytes.length === 0 ? null : parseOrNull(bytes);
    return inner ?? [];
  });
  messages.set(message, found);
  return found;
}

/** The message that a mail forwards inline, with the header above it. */
function parseForwardedMessage({ humanReadable }: ParsedMessage): ParsedMessage | null {
  const raw = extractForwardedMessage(`${humanReadable.text}\n${humanReadable.returned}`);
  return raw === null ? null : parseOrNull(raw);
}

/** An enclosed message that is invalid is no report. */
function parseOrNull(raw: Buffer): ParsedMessage | null {
  try {
    return parseMessage(raw);
  } catch (error) {
    if (error instanceof InvalidMailError) return null;
    throw error;
  }
}

/** A mail that quotes a bounce, without the quote marks; null where it has none, and would be read a second time. */
function unquoted(message: ParsedMessage): ParsedMessage | null {
  const { text, returned } = message.humanReadable;
  if (returned === '' && !QUOTE_MARK.test(text)) return null;
  return message.withHumanReadable(splitHumanReadablePart(stripQuoteMarks(`${text}\n${returned}`)));
}

const QUOTE_MARK = /^>/m;

/** Whether most lines of a mail are quoted. */
function isQuotation({ humanReadable }: ParsedMessage): boolean {
  const written = humanReadable.lines.filter((line) => line.trim() !== '');
  return written.filter((line) => /^>(?!>>)/.test(line)).length * 2 > written.length;
}

function eventsOf({ reports, form, message }: MessageReports, receivedAt: number): readonly ReportedEvent[] {
  const eventId = idOf(message);
  const structured = structuredFormats.some((format) => format.name === form);
  const bodyText: FailureEvidence = structured
    ? {}
    : { bodyText: message.humanReadable.text.slice(0, MAX_BODY_TEXT_LENGTH) };
  const byRecipient = new Map<string, RecipientReport>();
  for (const parsed of reports) {
    const recipient = originalRecipientIn(message, reports, parsed);
    const report = { ...parsed, recipient };
    const key = report.recipient.toLowerCase();
    const known = byRecipient.get(key);
    if (known === undefined || weight(report) > weight(known)) byRecipient.set(key, report);
  }
  return [...byRecipient.values()].map((report): ReportedEvent => {
    const stated = report.at ?? message.date ?? receivedAt;
    const base = { recipient: report.recipient, occurredAt: Math.min(stated, receivedAt), eventId };
    if (!isFailureKind(report.kind)) return { ...base, kind: report.kind };
    return {
      ...base,
      kind: report.kind,
      permanent: report.permanent,
      evidence: { ...report.evidence, ...bodyText },
    };
  });
}

/** The recipient whom the sender addressed, as far as the mail tells. */
function originalRecipientIn(
  message: ParsedMessage,
  reports: readonly RecipientReport[],
  { recipient, kind }: RecipientReport,
): string {
  const expanded = originalRecipientFromText(message, recipient);
  const mayBeForwarded =
    expanded === recipient && reports.length === 1 && (kind === 'bounce' || kind === 'deferral');
  return mayBeForwarded ? originalRecipientFromHeaders(message, recipient) : expanded;
}

/** Of two reports on one recipient in one mail, a failure goes before a delay, a delay before a delivery. */
function weight(report: RecipientReport): number {
  return report.kind === 'bounce' ? 2 : report.kind === 'deferral' ? 1 : 0;
}

/** The mail's Message-ID, or a hash of what forwarding preserves: date, subject, text. */
function idOf(message: ParsedMessage): string {
  const messageId = message.header('message-id').replace(/^<|>$/g, '');
  if (messageId !== '' && messageId.length <= 256) return messageId;
  const parts = [
    message.header('date'),
    message.from,
    message.subject,
    message.humanReadable.text,
    ...message.deliveryStatus,
    '',
  ];
  return hash('sha256', parts.join('\0'), 'hex').slice(0, 32);
}
