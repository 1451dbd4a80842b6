import { findAddresses } from '../../address/scan.ts';
import type { FailureEvidence } from '../../events/event.ts';
import { findMostSpecificStatus } from '../../smtp/enhanced-status.ts';
import { evidenceOf, replyCodeOf } from '../evidence.ts';
import { failure, isDelayReport } from '../failure.ts';
import { reasonInText } from '../layouts/reason.ts';
import { finishedReply, isUnfinished } from '../layouts/session.ts';
import { addressOfField, isPublicAddress, recipientInReturnPath, sameAddress } from '../mime/addresses.ts';
import { type FieldGroup, field, fieldGroups } from '../mime/fields.ts';
import { dateOf, type ParsedMessage } from '../mime/message.ts';
import { originalRecipientOf } from '../original-recipient.ts';
import { PhraseList } from '../phrases.ts';
import { MAX_RECIPIENTS, type RecipientReport } from '../report.ts';
import { hasWords } from '../text.ts';
import type { MailFormat } from './format.ts';

/** A report has one part; some gateways write one per recipient. */
const MAX_PARTS = 1000;

/** Delivery status notifications (DSN, RFC 3464), and internationalized ones (RFC 6533). */
export const deliveryStatus: MailFormat = {
  name: 'dsn',
  matches: (message) => message.deliveryStatus.length > 0,
  parse: (message) =>
    message.deliveryStatus
      .slice(0, MAX_PARTS)
      .flatMap((text) => reportsOfStatus(message, text))
      .slice(0, MAX_RECIPIENTS),
};

/** Reports of the per-recipient groups (RFC 3464, 2.3) in the text of a delivery-status part. */
export function reportsOfStatus(message: ParsedMessage, text: string): readonly RecipientReport[] {
  const groups = merged(fieldGroups(text, ['final-recipient', 'original-recipient', 'action']))
    .slice(0, MAX_RECIPIENTS)
    .map(parseGroup);
  const shared = sharedDiagnostics(message, groups);
  return groups.flatMap((group) => reportsOfGroup(message, group, shared));
}

/** The fields of one recipient, those that are asked for repeatedly parsed. */
interface RecipientGroup {
  readonly fields: FieldGroup;
  /** Address of Final-Recipient, or empty. */
  readonly final: string;
  /** Address of Original-Recipient, or empty. */
  readonly original: string;
  readonly status: string;
  readonly diagnostic: string;
}

function parseGroup(fields: FieldGroup): RecipientGroup {
  return {
    fields,
    final: addressOfField(field(fields, 'final-recipient')),
    original: addressOfField(field(fields, 'original-recipient')),
    status: findMostSpecificStatus(field(fields, 'status')),
    diagnostic: diagnosticOf(fields),
  };
}

/**
 * Diagnostics that a host repeats for every recipient of a message, though the reply is on one of them: nullmailer
 * does so. By diagnostic: the recipients that it names, lower case, of all recipients of the report.
 */
function sharedDiagnostics(message: ParsedMessage, groups: readonly RecipientGroup[]): SharedDiagnostics {
  const shared = new Map<string, ReadonlySet<string>>();
  if (groups.length < 2 || groups.every(({ diagnostic }) => diagnostic === '')) return shared;
  const recipients = new Set(groups.map(({ final }) => final.toLowerCase()));
  const repeatsAlways = nullmailer.occursIn(message.humanReadable.text);
  for (const { diagnostic } of groups) {
    if (diagnostic === '' || shared.has(diagnostic)) continue;
    const named = findAddresses(diagnostic.slice(0, MAX_NAMED_LENGTH))
      .map(({ address }) => address.toLowerCase())
      .filter((address) => recipients.has(address));
    if (named.length > 0 || repeatsAlways) shared.set(diagnostic, new Set(named));
  }
  return shared;
}

type SharedDiagnostics = ReadonlyMap<string, ReadonlySet<string>>;

const nullmailer = new PhraseList(['this is the nullmailer delivery system']);
/** Characters of a diagnostic in which recipients are searched. */
const MAX_NAMED_LENGTH = 1000;

/** Joins the fields of a recipient that blank lines separate: a group without a recipient belongs to the one before. */
function merged(groups: readonly FieldGroup[]): readonly FieldGroup[] {
  const whole: Map<string, readonly string[]>[] = [];
  for (const group of groups) {
    const last = whole.at(-1);
    const hasOwn = group.has('final-recipient') || group.has('original-recipient');
    if (last !== undefined && !hasOwn && !overlaps(last, group))
      for (const [name, values] of group) last.set(name, values);
    else if (
      last !== undefined &&
      hasOwn &&
      !hasRecipient(last) &&
      !overlaps(last, group) &&
      !last.has('reporting-mta')
    )
      for (const [name, values] of group) last.set(name, values);
    else whole.push(new Map(group));
  }
  return whole.filter((group) => hasRecipient(group) || group.has('action'));
}

function hasRecipient(group: FieldGroup): boolean {
  return group.has('final-recipient') || group.has('original-recipient');
}

function overlaps(one: FieldGroup, other: FieldGroup): boolean {
  return [...other.keys()].some((name) => one.has(name));
}

function reportsOfGroup(
  message: ParsedMessage,
  group: RecipientGroup,
  shared: SharedDiagnostics,
): readonly RecipientReport[] {
  const recipient = recipientOf(message, group);
  if (recipient === '') return [];
  const named = shared.get(group.diagnostic);
  const isOnAnother =
    named !== undefined && !named.has(group.final.toLowerCase()) && !named.has(recipient.toLowerCase());
  return [reportFor(message, group, recipient, isOnAnother)];
}

/**
 * The recipient of a group. The final recipient failed, the original one is the address that the sender used
 * (RFC 3464, 2.3.1 and 2.3.2); they differ after forwarding.
 */
function recipientOf(message: ParsedMessage, { fields, final, original }: RecipientGroup): string {
  if (original === '' || sameAddress(final, original)) {
    if (final !== '' && isPublicAddress(final)) return final;
    return addressOfField(field(fields, 'x-actual-recipient')) || soleRecipient(message) || final;
  }
  return final === '' ? original : originalRecipientOf(message, original, final);
}

/** The only recipient of the message, for reports that state none. */
function soleRecipient(message: ParsedMessage): string {
  const candidates = [message.failedRecipients, message.returnedTo].find((list) => list.length === 1);
  return candidates?.[0] ?? recipientInReturnPath(message.to);
}

/** @param isOnAnother whether the diagnostic is the reply on another recipient: then it is no evidence */
function reportFor(
  message: ParsedMessage,
  group: RecipientGroup,
  recipient: string,
  isOnAnother: boolean,
): RecipientReport {
  const at = dateOf(field(group.fields, 'last-attempt-date')) ?? undefined;
  const evidence = isOnAnother ? {} : evidenceFor(message, group, recipient);
  const base = { recipient, evidence, ...(at !== undefined && { at }) };
  switch (actionOf(group, message)) {
    case 'delayed':
      return { ...base, kind: 'deferral', permanent: false };
    case 'delivered':
      return { ...base, kind: 'delivered', permanent: null };
    case 'relayed':
    case 'expanded':
      return { ...base, kind: 'other', permanent: null };
    case 'failed':
      return { ...base, ...failure(recipient, evidence) };
  }
}

/** RFC 3464, 2.3.3, and the actions of Postfix's address verification. */
const actions: ReadonlyMap<string, 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded'> = new Map([
  ['failed', 'failed'],
  ['failure', 'failed'],
  ['undeliverable', 'failed'],
  ['delayed', 'delayed'],
  ['delivered', 'delivered'],
  ['deliverable', 'delivered'],
  ['relayed', 'relayed'],
  ['expanded', 'expanded'],
]);

function actionOf(
  { fields, status }: RecipientGroup,
  message: ParsedMessage,
): 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded' {
  const stated = /^\W{0,20}(\w+)/.exec(field(fields, 'action').toLowerCase())?.[1] ?? '';
  const action = actions.get(stated);
  if (action !== undefined) return action;
  if (status.startsWith('2')) return 'delivered';
  return isDelayReport(message) ? 'delayed' : 'failed';
}

function evidenceFor(message: ParsedMessage, group: RecipientGroup, recipient: string): FailureEvidence {
  const { status, diagnostic: stated } = group;
  const diagnostic = isUnfinished(stated) ? finishedReply(message.humanReadable.lines, stated) : stated;
  if (!isUninformative(diagnostic)) return evidenceOf(diagnostic, { status });
  const words = textBeside(message, group, recipient);
  return evidenceOf(words.includes(diagnostic) ? words : `${diagnostic} ${words}`, { status });
}

/** The reason in the human-readable part, if it has a reply code; else the comment that some hosts put behind the status. */
function textBeside(message: ParsedMessage, { fields }: RecipientGroup, recipient: string): string {
  const reason = reasonInText(message, recipient);
  const status = field(fields, 'status');
  const comment = status.includes('(') ? (STATUS_COMMENT.exec(status)?.[1] ?? '') : '';
  return !isUninformative(comment) && replyCodeOf(reason) === '' ? comment : reason;
}

const STATUS_COMMENT = /^[^(]{0,40}\(([^()]{1,400})\)\s*$/;

/** `smtp;`, `X-Postfix;`: one word (RFC 3464, 2.3.6). */
const DIAGNOSTIC_TYPE = /^\s*[a-z][\w-]{0,40}\s*;\s*/i;

/** `<mx.b.example #5.1.1 smtp; 550 5.1.1 No such user>`: the reply of older Exchange servers. */
const SUPPLEMENT = /^<[^\s<>]{1,255}\s+#[^;<>]{0,40};\s*([\s\S]*?)>?$/;

function diagnosticOf(group: FieldGroup): string {
  const stated = (group.get('diagnostic-code') ?? [])
    .map((value) => value.replace(DIAGNOSTIC_TYPE, ''))
    .join(' ')
    .trim();
  return stated === '' ? (SUPPLEMENT.exec(field(group, 'x-supplementary-info'))?.[1] ?? '') : stated;
}

/**
 * True for a diagnostic of codes, addresses and "delivery failed" only: the human-readable part is more specific.
 */
function isUninformative(diagnostic: string): boolean {
  if (diagnostic === '') return true;
  if (diagnostic.length > 200) return false;
  return !hasWords(diagnostic.replace(UNINFORMATIVE_WORDS, ' '));
}

const UNINFORMATIVE_WORDS =
  /\b(?:permanent(?:ly)?|fatal|temporary|delivery|delivered?|failure|failed|errors?|undeliverable|undelivered|message|mail|could|not|be|unable|to|the|was|has|smtp|esmtp|status|action|unspecified|generic)\b/gi;

const RECIPIENT_FIELD = /^[\s>]*(?:final|original)-recipient[ \t]*:/i;

/** The fields of a delivery-status report within the text: Amazon WorkMail, and reports forwarded inline. */
export const reportInText: MailFormat = {
  name: 'dsn-in-text',
  matches: (message) => message.humanReadable.lines.some((line) => RECIPIENT_FIELD.test(line)),
  parse: (message) => reportsOfStatus(message, atMargin(message.humanReadable.lines).join('\n')),
};

/** The lines without quote marks and without the indent of the recipient fields: deeper lines are continuations. */
function atMargin(lines: readonly string[]): readonly string[] {
  const bare = lines.map((line) => line.replace(/^[\s>]*>\s?/, ''));
  const margin = bare.find((line) => RECIPIENT_FIELD.test(line))?.search(/\S/) ?? 0;
  return bare.map((line) => (line.slice(0, margin).trim() === '' ? line.slice(margin) : line));
}
