/** What the API's names mean, in words. A name that is not known here is shown as it is, its hyphens as spaces. */
import type { ListState } from '../api/documents.ts';

const reasons: Readonly<Record<string, string>> = {
  complaint: 'the recipient complained',
  manual: 'an operator suppressed it',
  unsubscribe: 'the recipient unsubscribed',
  'address-unknown': 'the address does not exist',
  'address-invalid': 'the address is not valid',
  'permanent-failure': 'mail to it fails permanently',
  inactive: 'the account is inactive or disabled',
  'esp-suppression': 'the ESP’s own suppression list has it',
  'mailbox-full': 'its mailbox stays full',
  'domain-trouble': 'its domain has taken no mail for weeks',
  'repeated-failure': 'mail to it failed several times in a row',
};

/** The reasons of the policy, for filters. */
export const reasonNames = Object.keys(reasons);

const kinds: Readonly<Record<string, string>> = {
  bounce: 'Bounce',
  deferral: 'Deferral',
  dropped: 'Dropped by the ESP',
  complaint: 'Complaint',
  unsubscribe: 'Unsubscribe',
  resubscribe: 'Resubscribe',
  delivered: 'Delivered',
  'auto-reply': 'Auto-reply',
  suppress: 'Suppressed by hand',
  release: 'Released by hand',
};

const groups: Readonly<Record<string, string>> = {
  'message-rejected': 'Message rejected',
  permanent: 'Permanent',
  temporary: 'Temporary',
  communication: 'Communication',
  informational: 'Informational',
  unknown: 'Unknown',
};

/** The groups of the scheme, in its order. */
export const groupNames = Object.keys(groups);

const bases: Readonly<Record<string, string>> = {
  operator: 'one of your own rules',
  custom: 'one of your own rules',
  stated: 'the ESP’s own failure code',
  receiver: 'the receiver’s own code',
  text: 'the text of the reply',
  status: 'the enhanced status code',
  esp: 'the ESP’s class',
  'reply-code': 'the reply code alone',
  none: 'nothing: no rule matches this reply',
};

function known(names: Readonly<Record<string, string>>, name: string): string {
  return Object.hasOwn(names, name) ? (names[name] ?? name) : name.replaceAll('-', ' ');
}

export const reasonInWords = (reason: string): string => known(reasons, reason);
export const kindInWords = (kind: string): string => known(kinds, kind);
export const groupInWords = (group: string): string => known(groups, group);
export const basisInWords = (basis: string): string => known(bases, basis);

/** Families of receivers whose names are not their words with capitals. */
const receivers: Readonly<Record<string, string>> = {
  other: 'Other receivers',
  att: 'AT&T',
  bt: 'BT',
  kpn: 'KPN',
  sfr: 'SFR',
  uol: 'UOL',
  vk: 'VK',
};

/** `United Internet` for `united-internet`. */
export function receiverInWords(family: string): string {
  if (Object.hasOwn(receivers, family)) return receivers[family] ?? family;
  return family.replace(/(^|-)([a-z])/g, (_, before: string, letter: string) =>
    before === '' ? letter.toUpperCase() : ` ${letter.toUpperCase()}`,
  );
}

/** Kinds whose failure code says why. */
const failureKinds: ReadonlySet<string> = new Set(['bounce', 'deferral', 'dropped', 'auto-reply']);

export function isFailureKind(kind: string): boolean {
  return failureKinds.has(kind);
}

/** Reasons that no failure code explains. */
const decisions: ReadonlySet<string> = new Set(['complaint', 'unsubscribe', 'manual']);

export function hasCode(reason: string | null): boolean {
  return reason !== null && !decisions.has(reason);
}

/** `every list`, `the list news`. */
export function listInWords(list: string): string {
  return list === '*' ? 'every list' : `the list ${list}`;
}

/** What follows the name of a list: `every list except transactional ones: the recipient complained`. */
export function stateInWords(state: Pick<ListState, 'list' | 'reason' | 'exceptTransactional'>): string {
  const except = state.exceptTransactional ? ' except transactional ones' : '';
  return `${listInWords(state.list)}${except}: ${reasonInWords(state.reason)}`;
}
