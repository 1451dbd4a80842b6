/** The rows of the lists that ESPs export. */

import { mailgunCodes } from '../../shared/providers/mailgun/event-map.ts';
import { mapEvent } from '../../shared/providers/parsing/event-map.ts';
import {
  type Entry,
  type Fields,
  failureOf,
  kindBy,
  lettersOf,
  replyOf,
  required,
  timeOf,
  type Words,
  why,
} from './entry.ts';

/** SES's account list says neither text nor code. */
const sesWords: Words = { bounce: 'dropped', complaint: 'complaint' };
export const postmarkWords: Words = {
  hardbounce: 'dropped',
  spamcomplaint: 'complaint',
  manualsuppression: 'suppress',
};

export function fromSes(fields: Fields, address: string, time: string): Entry {
  return {
    address: required(fields, address),
    kind: why(fields, sesWords),
    at: timeOf(fields, time),
  };
}

/** A manual suppression is the recipient's own where its origin says so. */
export function fromPostmark(fields: Fields): Entry {
  const kind = why(fields, postmarkWords);
  const byRecipient = kind === 'suppress' && fields.origin?.toLowerCase() === 'recipient';
  return {
    address: required(fields, 'emailaddress'),
    kind: kind !== 'suppress' ? kind : byRecipient ? 'unsubscribe' : 'dropped',
    at: timeOf(fields, 'createdat'),
  };
}

export function fromSendGrid(fields: Fields, kind: Entry['kind']): Entry {
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
export function fromMandrill(fields: Fields): Entry {
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
export function fromSparkPost(fields: Fields): Entry {
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
export function fromMailgun(code = '', error = ''): Pick<Entry, 'kind'> & Partial<Entry> {
  const own = mapEvent(mailgunCodes, code);
  if (own?.kind !== 'dropped') return failureOf([code, error].filter(Boolean).join(' '));
  return { kind: 'dropped', ...(error && { diagnostic: error }) };
}

/** The lists of an unsubscribe by tags, a list a tag; null is all mail of the domain, which the tag `*` stands for. */
export function tagListsOf({ tags = '', tag = '' }: Fields): ReadonlyArray<string | null> {
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
