import type { FailureEvidence } from '../../events/event.ts';
import { isDelayNotice } from '../failure.ts';
import { type Finding, MOST_RECIPIENTS } from '../finding.ts';
import { intendedOf } from '../intended.ts';
import { reasonInWords } from '../layouts/reason.ts';
import { finishedReply, isUnfinished } from '../layouts/session.ts';
import { hasWords } from '../layouts/words.ts';
import { addressOfField, isPublicAddress, recipientInReturnPath, sameAddress } from '../mime/addresses.ts';
import { type FieldGroup, field, fieldGroups } from '../mime/fields.ts';
import { dateOf, type Letter } from '../mime/letter.ts';
import { evidenceOf, permanenceOf, replyCodeOf, statusOf } from '../reply.ts';
import type { MailFormat } from './format.ts';

/** A report has one part; gateways that write one a recipient are known. */
const MOST_PARTS = 1000;

/** RFC 3464 delivery status notifications, and RFC 6533 ones with addresses beyond ASCII. */
export const deliveryStatus: MailFormat = {
  name: 'dsn',
  recognise: (letter) => letter.deliveryStatus.length > 0,
  read: (letter) =>
    letter.deliveryStatus
      .slice(0, MOST_PARTS)
      .flatMap((text) => findingsOfStatus(letter, text))
      .slice(0, MOST_RECIPIENTS),
};

/** Findings of the per-recipient groups in the text of a delivery-status part, or in words laid out like one. */
export function findingsOfStatus(letter: Letter, text: string): readonly Finding[] {
  const groups = fieldGroups(text, ['final-recipient', 'original-recipient', 'action']);
  return merged(groups)
    .slice(0, MOST_RECIPIENTS)
    .flatMap((group) => findingsOfGroup(letter, group));
}

/** A recipient's fields may be torn apart by blank lines: a group without a recipient belongs to the one before. */
function merged(groups: readonly FieldGroup[]): readonly FieldGroup[] {
  const whole: Map<string, readonly string[]>[] = [];
  for (const group of groups) {
    const last = whole.at(-1);
    const names = group.has('final-recipient') || group.has('original-recipient');
    if (last !== undefined && !names && !overlaps(last, group))
      for (const [name, values] of group) last.set(name, values);
    else if (
      last !== undefined &&
      names &&
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

function findingsOfGroup(letter: Letter, group: FieldGroup): readonly Finding[] {
  const recipient = recipientOf(letter, group);
  return recipient === '' ? [] : [findingFor(letter, group, recipient)];
}

/**
 * Whom a group is about. The final recipient is who failed, the original one whom the sender wrote to (RFC 3464,
 * 2.3.1 and 2.3.2); they differ after a forward.
 */
function recipientOf(letter: Letter, group: FieldGroup): string {
  const final = addressOfField(field(group, 'final-recipient'));
  const original = addressOfField(field(group, 'original-recipient'));
  if (original === '' || sameAddress(final, original)) {
    if (final !== '' && isPublicAddress(final)) return final;
    return addressOfField(field(group, 'x-actual-recipient')) || soleRecipient(letter) || final;
  }
  return final === '' ? original : intendedOf(letter, original, final);
}

/** Some hosts state no recipient in the report: the message had one, or it is listed elsewhere. */
function soleRecipient(letter: Letter): string {
  const candidates = [letter.failedRecipients, letter.returnedTo].find((list) => list.length === 1);
  return candidates?.[0] ?? recipientInReturnPath(letter.to);
}

function findingFor(letter: Letter, group: FieldGroup, recipient: string): Finding {
  const at = dateOf(field(group, 'last-attempt-date')) ?? undefined;
  const evidence = evidenceFor(letter, group, recipient);
  const base = { recipient, evidence, ...(at !== undefined && { at }) };
  switch (actionOf(group, letter)) {
    case 'delayed':
      return { ...base, kind: 'deferral', permanent: false };
    case 'delivered':
      return { ...base, kind: 'delivered', permanent: null };
    case 'relayed':
    case 'expanded':
      return { ...base, kind: 'other', permanent: null };
    case 'failed':
      return { ...base, kind: 'bounce', permanent: permanenceOf(evidence) };
  }
}

/** RFC 3464, 2.3.3, and what Postfix answers to an address probe. */
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
  group: FieldGroup,
  letter: Letter,
): 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded' {
  const stated = /^\W*(\w+)/.exec(field(group, 'action').toLowerCase())?.[1] ?? '';
  const action = actions.get(stated);
  if (action !== undefined) return action;
  const status = statusOf(field(group, 'status'));
  if (status.startsWith('2')) return 'delivered';
  return isDelayNotice(letter) ? 'delayed' : 'failed';
}

function evidenceFor(letter: Letter, group: FieldGroup, recipient: string): FailureEvidence {
  const status = statusOf(field(group, 'status'));
  const stated = diagnosticOf(group);
  const diagnostic = isUnfinished(stated) ? finishedReply(letter.notice.lines, stated) : stated;
  if (!saysLittle(diagnostic)) return evidenceOf(diagnostic, { status });
  const words = wordsBeside(letter, group, recipient);
  return evidenceOf(words.includes(diagnostic) ? words : `${diagnostic} ${words}`, { status });
}

/** What people are told in the notice, if it is a server's reply; else the comment that some hosts put behind the status. */
function wordsBeside(letter: Letter, group: FieldGroup, recipient: string): string {
  const inWords = reasonInWords(letter, recipient);
  const comment = /^[^(]{0,40}\(([^()]{1,400})\)\s*$/.exec(field(group, 'status'))?.[1] ?? '';
  return replyCodeOf(inWords) === '' && !saysLittle(comment) ? comment : inWords;
}

/** `smtp;`, `X-Postfix;`: one word (RFC 3464, 2.3.6). */
const DIAGNOSTIC_TYPE = /^\s*[a-z][\w-]{0,40}\s*;\s*/i;

/** `<mx.b.example #5.1.1 smtp; 550 5.1.1 No such user>`: where older Exchange keeps the reply. */
const SUPPLEMENT = /^<[^\s<>]{1,255}\s+#[^;<>]{0,40};\s*([\s\S]*?)>?$/;

function diagnosticOf(group: FieldGroup): string {
  const values = group.get('diagnostic-code') ?? [];
  const stated = values
    .map((value) => value.replace(DIAGNOSTIC_TYPE, ''))
    .join(' ')
    .trim();
  return stated === '' ? (SUPPLEMENT.exec(field(group, 'x-supplementary-info'))?.[1] ?? '') : stated;
}

/**
 * A diagnostic of nothing but codes, addresses and "delivery failed": the words that the host wrote for people
 * say more.
 */
function saysLittle(diagnostic: string): boolean {
  if (diagnostic.length > 200) return false;
  return !hasWords(diagnostic.replace(EMPTY_WORDS, ' '));
}

const EMPTY_WORDS =
  /\b(?:permanent(?:ly)?|fatal|temporary|delivery|delivered?|failure|failed|errors?|undeliverable|undelivered|message|mail|could|not|be|unable|to|the|was|has|smtp|esmtp|status|action|unspecified|generic)\b/gi;
