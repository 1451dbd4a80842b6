import { asFailureCode } from '../../failure-codes/scheme.ts';
import { failureFinding, isBystander } from '../failure.ts';
import type { Finding } from '../finding.ts';
import { findAddresses, firstAddress } from '../mime/addresses.ts';
import { folded } from '../mime/folded.ts';
import type { Letter } from '../mime/letter.ts';
import type { MailFormat } from './format.ts';
import { listHolds, listRefusals } from './mailing-list-phrases.ts';

const INFORMATION = asFailureCode(5999);

/** The addresses of a list that are not the list: `crew-owner@`, `crew-bounces@`, `owner-crew@`. */
const OFFICE =
  /-(?:owner|bounces?|admin|request|ctl|help|confirm|subscribe|unsubscribe)(?=@)|^(?:owner|request)-/i;
/** The mailbox of the list server itself, which serves many lists. */
const SERVER = /^(?:listserv|majordomo|sympa|mailman|ezmlm|fml|fmlserv|listmaster)@/i;

const MANAGER = /listserv|majordomo|mailman|sympa|ezmlm|list manager/i;

/** What a mailing list's manager (Mailman, FML, Sympa, LISTSERV, Majordomo) answers to a message it does not post. */
export const mailingList: MailFormat = {
  name: 'mailing-list',
  recognise: (letter) => isFromManager(letter) && (isRefusal(letter) || isHold(letter)),
  read: (letter) => {
    const recipient = listOf(letter);
    if (recipient === '') return [];
    return [isHold(letter) ? held(recipient) : failureFinding(letter, recipient, letter.notice.text)];
  },
};

/** What members post to a list may say the same, below each message. */
function isFromManager(letter: Letter): boolean {
  return OFFICE.test(letter.from) || SERVER.test(letter.from) || MANAGER.test(letter.header('from'));
}

function isRefusal(letter: Letter): boolean {
  const words = folded(letter.notice.text);
  return listRefusals.some((phrase) => words.includes(phrase));
}

function isHold(letter: Letter): boolean {
  const words = folded(letter.notice.text);
  return listHolds.some((phrase) => words.includes(phrase));
}

/** A moderator will decide: no failure yet, and nothing to do. */
function held(recipient: string): Finding {
  const evidence = { espClass: 'held-for-moderator', espCode: INFORMATION };
  return { recipient, kind: 'auto-reply', permanent: null, evidence };
}

/** The list by its own header, else where the words name it, else out of the address of its office. */
function listOf(letter: Letter): string {
  const stated = firstAddress(letter.header('x-beenthere') || letter.header('list-post'));
  if (stated !== '') return stated;
  const named = findAddresses(letter.notice.text)
    .map((found) => found.address)
    .find((address) => !OFFICE.test(address) && !SERVER.test(address) && !isBystander(letter, address));
  if (named !== undefined) return named;
  const domain = letter.from.slice(letter.from.lastIndexOf('@') + 1);
  const name = /\b(?:for list|to the|list)\s+['"]?([\w.+-]{1,64})['"]?(?:\s+list\b|\s+\(|['"])/i.exec(
    letter.notice.text,
  )?.[1];
  if (name !== undefined && domain !== '') return `${name}@${domain}`;
  return SERVER.test(letter.from) ? '' : letter.from.replace(OFFICE, '');
}
