/** The suppression lists that ESPs export, as data: how each is told, and what its rows say. */
import { reasons } from '../../shared/ledger/ledger.ts';
import { readTime } from '../../shared/providers/reading/time.ts';
import type { Row } from './table.ts';

/** What a row says happened. */
export interface Entry {
  readonly address: string;
  readonly kind: 'bounce' | 'dropped' | 'complaint' | 'unsubscribe' | 'suppress';
  readonly permanent?: boolean;
  readonly diagnostic?: string;
  readonly status?: string;
  readonly code?: number;
  readonly list?: string;
  /** Milliseconds since 1970; null where the row does not say. */
  readonly at: number | null;
}

type Fields = Row['fields'];

export interface Format {
  readonly name: string;
  /** Names that a file of this format has (see `Row.fields`), and names that it has not. */
  readonly has: readonly string[];
  readonly hasNot?: readonly string[];
  /** @throws Error that says what is wrong with the row; it quotes no value. */
  readonly read: (fields: Fields) => Entry;
}

/** Kinds by an ESP's word for why an address is on its list. */
type Words = Readonly<Record<string, Entry['kind']>>;

/** The file's order is the order of asking: the first whose names are all there. */
export const formats: readonly Format[] = [
  {
    name: 'ledger',
    has: ['address', 'reason', 'since', 'list'],
    read: (fields) => fromLedger(fields),
  },
  {
    name: 'postmark',
    has: ['emailaddress', 'suppressionreason'],
    read: (fields) => ({
      address: required(fields, 'emailaddress'),
      kind: word(fields, 'suppressionreason', {
        hardbounce: 'dropped',
        spamcomplaint: 'complaint',
        manualsuppression: fields.origin?.toLowerCase() === 'recipient' ? 'unsubscribe' : 'dropped',
      }),
      at: timeOf(fields, 'createdat'),
    }),
  },
  {
    name: 'ses',
    has: ['emailaddress', 'reason'],
    read: (fields) => fromSes(fields, 'emailaddress', 'lastupdatetime'),
  },
  {
    name: 'ses-list',
    has: ['address', 'reason'],
    hasNot: ['list'],
    read: (fields) => fromSes(fields, 'address', 'since'),
  },
  {
    name: 'sparkpost',
    has: ['recipient'],
    read: (fields) => fromSparkPost(fields),
  },
  {
    name: 'sendgrid-bounces',
    has: ['email', 'created', 'status', 'reason'],
    read: (fields) => ({ ...fromSendGrid(fields, 'bounce'), ...replyOf(fields.reason, fields.status) }),
  },
  {
    name: 'sendgrid-invalid',
    has: ['email', 'created', 'reason'],
    read: (fields) => ({ ...fromSendGrid(fields, 'bounce'), permanent: true, code: 2003 }),
  },
  {
    name: 'sendgrid-spam-reports',
    has: ['email', 'created', 'ip'],
    read: (fields) => fromSendGrid(fields, 'complaint'),
  },
  {
    name: 'sendgrid-groups',
    has: ['email', 'groupid'],
    read: (fields) => ({
      address: required(fields, 'email'),
      kind: 'unsubscribe',
      list: `group-${required(fields, 'groupid', 'it names no group')}`,
      at: timeOf(fields, 'createdat'),
    }),
  },
  {
    name: 'sendgrid-unsubscribes',
    has: ['email', 'created'],
    read: (fields) => fromSendGrid(fields, 'unsubscribe'),
  },
  {
    name: 'mailgun-bounces',
    has: ['address', 'code', 'error'],
    read: (fields) => ({
      address: required(fields, 'address'),
      kind: 'bounce',
      at: timeOf(fields, 'createdat'),
      ...replyOf([fields.code, fields.error].filter(Boolean).join(' '), ''),
    }),
  },
  {
    name: 'mailgun-unsubscribes',
    has: ['address', 'createdat', 'tags'],
    read: (fields) => ({
      address: required(fields, 'address'),
      kind: 'unsubscribe',
      at: timeOf(fields, 'createdat'),
    }),
  },
  {
    name: 'mailgun-complaints',
    has: ['address', 'createdat'],
    read: (fields) => ({
      address: required(fields, 'address'),
      kind: 'complaint',
      at: timeOf(fields, 'createdat'),
    }),
  },
  {
    name: 'addresses',
    has: ['address'],
    read: (fields) => ({ address: required(fields, 'address'), kind: 'suppress', at: null }),
  },
];

/** The format that a file's names tell; undefined when none does. */
export function detectFormat({ fields }: Row): Format | undefined {
  return formats.find(
    ({ has, hasNot = [] }) => has.every((name) => name in fields) && !hasNot.some((name) => name in fields),
  );
}

function fromLedger(fields: Fields): Entry {
  const reason = reasons.find((known) => known === fields.reason);
  if (reason === undefined) throw new Error('its reason is none of the ledger');
  const code = Number(fields.code || 9999);
  if (!Number.isInteger(code) || code < 1000 || code > 9999) throw new Error('its code is no failure code');
  const common = {
    address: required(fields, 'address'),
    at: timeOf(fields, 'since'),
    ...(fields.list && { list: fields.list }),
  };
  switch (reason) {
    case 'complaint':
    case 'unsubscribe':
      return { ...common, kind: reason };
    case 'manual':
      return { ...common, kind: 'suppress' };
    case 'esp-suppression':
      return { ...common, kind: 'dropped' };
    default:
      return { ...common, kind: 'bounce', permanent: code < 3000 || code === 3002, code };
  }
}

/** The account's suppression list says BOUNCE or COMPLAINT, and neither text nor code. */
function fromSes(fields: Fields, address: string, time: string): Entry {
  return {
    address: required(fields, address),
    kind: word(fields, 'reason', { bounce: 'dropped', complaint: 'complaint' }),
    at: timeOf(fields, time),
  };
}

function fromSendGrid(fields: Fields, kind: Entry['kind']): Entry {
  return { address: required(fields, 'email'), kind, at: timeOf(fields, 'created') };
}

/** The description of a bounce is its SMTP reply; of everything else, words. */
function fromSparkPost(fields: Fields): Entry {
  // The file that SparkPost itself takes in has no source.
  const kind = !fields.source
    ? 'dropped'
    : word(fields, 'source', {
        bouncerule: fields.description ? 'bounce' : 'dropped',
        spamcomplaint: 'complaint',
        listunsubscribe: 'unsubscribe',
        unsubscribelink: 'unsubscribe',
        manuallyadded: 'dropped',
        compliance: 'dropped',
      });
  return {
    address: required(fields, 'recipient'),
    kind,
    at: timeOf(fields, 'created') ?? timeOf(fields, 'updated'),
    ...(kind === 'bounce' && replyOf(fields.description, '')),
  };
}

/** A reply of class 4 says itself that it is not final; whether it names the address is the classifier's to say. */
function replyOf(diagnostic = '', status = '') {
  const temporary = /^4/.test(status || diagnostic.trimStart());
  return {
    permanent: !temporary,
    ...(diagnostic && { diagnostic }),
    ...(/^[245]\.\d{1,3}\.\d{1,3}$/.test(status) && { status }),
  };
}

function required(fields: Fields, name: string, fault = 'it has no address'): string {
  const value = fields[name];
  if (!value) throw new Error(fault);
  return value;
}

function word(fields: Fields, name: string, words: Words): Entry['kind'] {
  const kind = words[(fields[name] ?? '').toLowerCase().replace(/[^a-z]/g, '')];
  if (kind === undefined) throw new Error(`its ${name} is none that this format knows`);
  return kind;
}

function timeOf(fields: Fields, name: string): number | null {
  const text = fields[name];
  if (!text) return null;
  const time = readTime(text);
  if (time === null) throw new Error(`its ${name} is no time`);
  return time;
}
