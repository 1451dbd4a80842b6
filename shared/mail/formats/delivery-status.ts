import type { FailureEvidence } from '../../events/event.ts';
import { failedRecipients, isDelayNotice, noticeGist, returnedTo, sameAddress } from '../failure.ts';
import type { Finding } from '../finding.ts';
import { addressBlocks } from '../layouts/address-blocks.ts';
import { addressOfField } from '../mime/addresses.ts';
import { type FieldGroup, field, fieldGroups } from '../mime/fields.ts';
import { dateOf, type Letter } from '../mime/letter.ts';
import { evidenceOf, permanenceOf, statusOf } from '../reply.ts';
import type { MailFormat } from './format.ts';

/** RFC 3464 delivery status notifications, and RFC 6533 ones with addresses beyond ASCII. */
export const deliveryStatus: MailFormat = {
  name: 'dsn',
  recognise: (letter) => letter.deliveryStatus.length > 0,
  read: (letter) => letter.deliveryStatus.flatMap((text) => findingsOfStatus(letter, text)),
};

/** Findings of the per-recipient groups in the text of a delivery-status part, or in words laid out like one. */
export function findingsOfStatus(letter: Letter, text: string): readonly Finding[] {
  const groups = fieldGroups(text, ['final-recipient', 'original-recipient', 'action']);
  return merged(groups).flatMap((group) => findingsOfGroup(letter, group));
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
  const final = addressOfField(field(group, 'final-recipient'));
  const original = addressOfField(field(group, 'original-recipient'));
  const recipient = final || original || soleRecipient(letter);
  if (recipient === '') return [];
  const finding = findingFor(letter, group, recipient);
  return original === '' || sameAddress(original, recipient)
    ? [finding]
    : [finding, { ...finding, recipient: original }];
}

/** Some hosts state no recipient in the report: the message had one, or the host lists it elsewhere. */
function soleRecipient(letter: Letter): string {
  const candidates = [failedRecipients(letter), returnedTo(letter)].find((list) => list.length === 1);
  return candidates?.[0] ?? '';
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

const actions = ['failed', 'delayed', 'delivered', 'relayed', 'expanded'] as const;

function actionOf(group: FieldGroup, letter: Letter): (typeof actions)[number] {
  const stated = field(group, 'action').toLowerCase();
  const action = actions.find((name) => stated.startsWith(name));
  if (action !== undefined) return action;
  const status = statusOf(field(group, 'status'));
  if (status.startsWith('2')) return 'delivered';
  return isDelayNotice(letter) ? 'delayed' : 'failed';
}

function evidenceFor(letter: Letter, group: FieldGroup, recipient: string): FailureEvidence {
  const status = statusOf(field(group, 'status'));
  const diagnostic = diagnosticOf(group);
  const text = saysLittle(diagnostic) ? `${diagnostic} ${wordsFor(letter, recipient)}`.trim() : diagnostic;
  return evidenceOf(text, { status });
}

function diagnosticOf(group: FieldGroup): string {
  const values = group.get('diagnostic-code') ?? [];
  return values
    .map((value) => value.replace(/^\s*[a-z0-9-]{1,20}\s*;\s*/i, ''))
    .join(' ')
    .trim();
}

/** A diagnostic of codes alone, or none: the words that the host wrote for people say more. */
function saysLittle(diagnostic: string): boolean {
  return !/[\p{L}]{4}/u.test(diagnostic);
}

function wordsFor(letter: Letter, recipient: string): string {
  const blocks = addressBlocks(letter.notice.lines);
  const own = blocks.findIndex((block) => sameAddress(block.recipient, recipient));
  const reason = own < 0 ? '' : (blocks.slice(own).find((block) => block.reason !== '')?.reason ?? '');
  return reason || noticeGist(letter);
}
