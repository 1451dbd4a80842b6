/** The suppression lists that ESPs export, as data: how each is told, and what its rows say. */
import { codeNamed } from '../../shared/failure-codes/scheme.ts';
import {
  type Entry,
  type Fields,
  failureOf,
  required,
  timeOf,
  type Words,
  whyNames,
  wordOf,
} from './entry.ts';
import {
  fromMailgun,
  fromMandrill,
  fromPostmark,
  fromSendGrid,
  fromSes,
  fromSparkPost,
  postmarkWords,
  tagListsOf,
} from './esp-rows.ts';
import { fromLedger } from './ledger-rows.ts';
import type { Row } from './table.ts';

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

/** The names under which a file that says nothing else gives its addresses. */
const addressNames = ['address', 'emailaddress', 'email'];

/** The file's order is the order of asking: the first whose names are all there. */
export const formats: readonly Format[] = [
  {
    name: 'ledger',
    has: ['address', 'reason', 'since', 'list'],
    read: fromLedger,
  },
  {
    name: 'postmark',
    has: ['emailaddress'],
    hasOneOf: whyNames,
    words: postmarkWords,
    read: fromPostmark,
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
    read: fromSparkPost,
  },
  {
    name: 'mandrill',
    has: ['email', 'reason', 'detail', 'expiresat'],
    read: fromMandrill,
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
