/** The suppression lists that ESPs export, as data: how each is told, and what its rows say. */
import {
  codeNamed,
  isFailureCode,
  isPermanentByDefault,
  UNKNOWN,
} from '../../shared/failure-codes/scheme.ts';
import { type SuppressionReason, suppressionReasons } from '../../shared/ledger/policy/suppression-reason.ts';
import { mailgunCodes } from '../../shared/providers/mailgun/event-map.ts';
import { mapEvent } from '../../shared/providers/parsing/event-map.ts';
import { parseTime } from '../../shared/providers/parsing/time.ts';
import { unguardedCell } from '../formula-guard.ts';
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
  /** A list that the ESP makes: it stands under the source's name, as those of its webhook. */
  readonly espList?: string;
  /** Milliseconds since 1970; null where the row does not say. */
  readonly at: number | null;
  /** What the row said and the entry does not. */
  readonly loss?: EntryLoss;
}

/** What one event cannot say that a row says: a hold of several failures, and its reason where it has no end. */
export type EntryLoss = 'hold' | 'reason';

type Fields = Row['fields'];

export interface Format {
  readonly name: string;
  /** Names that a file of this format has (see `Row.fields`), and names that it has not. */
  readonly has: readonly string[];
  readonly hasNot?: readonly string[];
  /** Names of which it has one or another. */
  readonly hasOneOf?: readonly string[];
  /** Where another format has the same names: the words by which the ESP says why. */
  readonly words?: Words;
  /**
   * What a row says; several entries where it names several lists.
   *
   * @throws Error that says what is wrong with the row; it quotes no value
   */
  readonly read: (fields: Fields) => Entry | readonly Entry[];
}

/** Kinds by an ESP's word for why an address is on its list. */
type Words = Readonly<Record<string, Entry['kind']>>;

/** The names under which an ESP says why an address is on its list. */
const whyNames = ['suppressionreason', 'reason'];
/** The names under which a file that says nothing else gives its addresses. */
const addressNames = ['address', 'emailaddress', 'email'];
/** SES's account list says neither text nor code. */
const sesWords: Words = { bounce: 'dropped', complaint: 'complaint' };
const postmarkWords: Words = {
  hardbounce: 'dropped',
  spamcomplaint: 'complaint',
  manualsuppression: 'suppress',
};

/** The file's order is the order of asking: the first whose names are all there. */
export const formats: readonly Format[] = [
  {
    name: 'ledger',
    has: ['address', 'reason', 'since', 'list'],
    read: (fields) => fromLedger(fields),
  },
  {
    name: 'postmark',
    has: ['emailaddress'],
    hasOneOf: whyNames,
    words: postmarkWords,
    read: (fields) => {
      const kind = why(fields, postmarkWords);
      const byRecipient = kind === 'suppress' && fields.origin?.toLowerCase() === 'recipient';
      return {
        address: required(fields, 'emailaddress'),
        kind: kind !== 'suppress' ? kind : byRecipient ? 'unsubscribe' : 'dropped',
        at: timeOf(fields, 'createdat'),
      };
    },
  },
  {
    name: 'ses',
    has: ['emailaddress'],
    hasOneOf: whyNames,
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
    name: 'mandrill',
    has: ['email', 'reason', 'detail', 'expiresat'],
    read: (fields) => fromMandrill(fields),
  },
  {
    name: 'sendgrid-bounces',
    has: ['email', 'created', 'status', 'reason'],
    read: (fields) => ({ ...fromSendGrid(fields, 'bounce'), ...failureOf(fields.reason, fields.status) }),
  },
  {
    name: 'sendgrid-invalid',
    has: ['email', 'created', 'reason'],
    read: (fields) => ({
      ...fromSendGrid(fields, 'bounce'),
      permanent: true,
      code: codeNamed('address-syntax'),
    }),
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
      espList: `group-${required(fields, 'groupid', 'it names no group')}`,
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
      at: timeOf(fields, 'createdat'),
      ...fromMailgun(fields.code, fields.error),
    }),
  },
  {
    name: 'mailgun-unsubscribes',
    has: ['address', 'createdat'],
    hasOneOf: ['tags', 'tag'],
    read: (fields) => {
      const at = timeOf(fields, 'createdat');
      const entry = { address: required(fields, 'address'), kind: 'unsubscribe', at } as const;
      return tagListsOf(fields).map((espList) => ({ ...entry, ...(espList && { espList }) }));
    },
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
    has: [],
    hasOneOf: addressNames,
    read: (fields) => {
      const name = addressNames.find((one) => fields[one]) ?? 'address';
      return { address: required(fields, name), kind: 'suppress', at: null };
    },
  },
];

/**
 * The format that a file's names tell, and where two have the same, its first row's words; undefined when none does.
 * `columns` speak for a file without a row.
 */
export function detectFormat([first]: readonly Row[], columns: readonly string[] = []): Format | undefined {
  const names = new Set(first === undefined ? columns : Object.keys(first.fields));
  return formats.find(
    ({ has, hasNot = [], hasOneOf, words }) =>
      has.every((name) => names.has(name)) &&
      !hasNot.some((name) => names.has(name)) &&
      (hasOneOf === undefined || hasOneOf.some((name) => names.has(name))) &&
      (words === undefined || first === undefined || wordOf(first.fields) in words),
  );
}

function fromLedger(fields: Fields): Entry {
  const reason = suppressionReasons.find((known) => known === fields.reason);
  if (reason === undefined) throw new Error('unknown reason');
  const code = Number(fields.code || UNKNOWN);
  if (!isFailureCode(code)) throw new Error('invalid failure code');
  const common = {
    // As `export` writes them; JSON has no guard, and what looks like one is taken off there, too.
    address: unguardedCell(required(fields, 'address')),
    at: timeOf(fields, 'since'),
    ...(fields.list && { list: unguardedCell(fields.list) }),
  };
  switch (reason) {
    case 'complaint':
    case 'unsubscribe':
      return { ...common, kind: reason };
    case 'manual':
      return { ...common, kind: 'suppress' };
    case 'esp-suppression':
      return { ...common, kind: 'dropped' };
    case 'address-unknown':
    case 'address-invalid':
      return { ...common, kind: 'bounce', permanent: true, code };
    default:
      // One bounce alone would hold it for a while: the row says that it was held permanently.
      if (fields.until === '') return { ...common, kind: 'dropped', loss: 'reason' };
      return {
        ...common,
        kind: 'bounce',
        permanent: isPermanentByDefault(code),
        code,
        ...(!isHeldAtOnce(reason) && { loss: 'hold' }),
      };
  }
}

/** Whether one failure is enough for a suppression that ends. */
function isHeldAtOnce(reason: SuppressionReason): boolean {
  return reason === 'inactive' || reason === 'permanent-failure';
}

function fromSes(fields: Fields, address: string, time: string): Entry {
  return {
    address: required(fields, address),
    kind: why(fields, sesWords),
    at: timeOf(fields, time),
  };
}

function fromSendGrid(fields: Fields, kind: Entry['kind']): Entry {
  return { address: required(fields, 'email'), kind, at: timeOf(fields, 'created') };
}

const mandrillWords: Words = {
  hardbounce: 'dropped',
  softbounce: 'bounce',
  spam: 'complaint',
  unsub: 'unsubscribe',
  custom: 'dropped',
  rule: 'dropped',
  invalid: 'dropped',
};

/**
 * Mandrill ends entries by itself: one after soft bounces within days, one after a hard bounce when it has expired. Of
 * both the failure is left, which counts as any other of its age; complaints and unsubscribes have no end here.
 */
function fromMandrill(fields: Fields): Entry {
  const kind = why(fields, mandrillWords);
  const expiresAt = timeOf(fields, 'expiresat');
  const hasEnded = kind === 'dropped' && expiresAt !== null && expiresAt < Date.now();
  const common = { address: required(fields, 'email'), at: timeOf(fields, 'createdat') };
  if (kind !== 'bounce' && !hasEnded) return { ...common, kind };
  const failure = replyOf(fields.detail || undefined, '');
  const isSoft = kind === 'bounce';
  return {
    ...common,
    kind: 'bounce',
    ...failure,
    ...(isSoft && { permanent: false, loss: 'hold' as const }),
  };
}

/** The description of a bounce is its SMTP reply; of everything else, words. */
function fromSparkPost(fields: Fields): Entry {
  // The file that SparkPost itself takes in has no source.
  const kind = !fields.source
    ? 'dropped'
    : kindBy(
        {
          bouncerule: fields.description ? 'bounce' : 'dropped',
          spamcomplaint: 'complaint',
          listunsubscribe: 'unsubscribe',
          unsubscribelink: 'unsubscribe',
          manuallyadded: 'dropped',
          compliance: 'dropped',
        },
        lettersOf(fields.source),
        'source',
      );
  return {
    address: required(fields, 'recipient'),
    kind,
    at: timeOf(fields, 'created') ?? timeOf(fields, 'updated'),
    ...(kind === 'bounce' && replyOf(fields.description, '')),
  };
}

/** Mailgun's own codes say that its list has the address; they are read as those of its webhook. */
function fromMailgun(code = '', error = ''): Pick<Entry, 'kind'> & Partial<Entry> {
  const own = mapEvent(mailgunCodes, code);
  if (own?.kind !== 'dropped') return failureOf([code, error].filter(Boolean).join(' '));
  return { kind: 'dropped', ...(error && { diagnostic: error }) };
}

/** The lists of an unsubscribe by tags, a list a tag; null is all mail of the domain, which the tag `*` stands for. */
function tagListsOf({ tags = '', tag = '' }: Fields): ReadonlyArray<string | null> {
  const names = namesIn(tags || tag);
  return names.length === 0 || names.includes('*') ? [null] : names.map((name) => `tag-${name}`);
}

/** The names of a cell: one, several with commas between them, or a list as JSON, as Mailgun's API has it. */
function namesIn(cell: string): readonly string[] {
  const names = cell.startsWith('[') ? cell.replace(/^\[|\]$|"/g, '') : cell;
  return names
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
}

/** A row that gives no more than a reply code says only that the ESP has it on its list. */
function failureOf(diagnostic = '', status = ''): Pick<Entry, 'kind'> & Partial<Entry> {
  if (status === '' && /^\d*$/.test(diagnostic)) return { kind: 'dropped' };
  return { kind: 'bounce', ...replyOf(diagnostic, status) };
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

function required(fields: Fields, name: string, fault = 'no address'): string {
  const value = fields[name];
  if (!value) throw new Error(fault);
  return value;
}

function why(fields: Fields, words: Words): Entry['kind'] {
  return kindBy(words, wordOf(fields), 'reason');
}

/** Why an address is on its ESP's list, in letters alone. */
function wordOf(fields: Fields): string {
  return lettersOf(whyNames.map((name) => fields[name]).find(Boolean));
}

function lettersOf(text = ''): string {
  return text.toLowerCase().replace(/[^a-z]/g, '');
}

function kindBy(words: Words, word: string, name: string): Entry['kind'] {
  const kind = Object.hasOwn(words, word) ? words[word] : undefined;
  if (kind !== undefined) return kind;
  throw new Error(`unknown ${name}; this format has: ${Object.keys(words).join(', ')}`);
}

function timeOf(fields: Fields, name: string): number | null {
  const text = fields[name];
  if (!text) return null;
  const time = parseTime(text);
  if (time === null) throw new Error(`invalid timestamp in "${name}"`);
  return time;
}
