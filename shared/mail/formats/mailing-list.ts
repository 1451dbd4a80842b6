import { findAddresses, findFirstAddress } from '../../address/scan.ts';
import { codeNamed } from '../../failure-codes/scheme.ts';
import { failureReports, isUnrelatedAddress } from '../failure.ts';
import type { ParsedMessage } from '../mime/message.ts';
import { PhraseList } from '../phrases.ts';
import type { RecipientReport } from '../report.ts';
import type { MailFormat } from './format.ts';

/** Phrases of a message that is not posted. Lower case, single spaces. */
const listRefusals = new PhraseList([
  'not a member of this mailing list', // FML
  'you are not allowed to post to this mailing list', // Mailman
  'your message has been automatically rejected', // Mailman
  'you are not allowed to send this message for the following reason', // Sympa
  'message distribution in the list', // Sympa
  'is restricted to list subscribers', // Sympa
  'you are not authorized to send mail to the', // LISTSERV
  'posts are allowed from members only', // Majordomo 2
  'only subscribers may post', // ezmlm
  'only members of this list may post',
  'only list members may post',
  'members-only list',
  'has been rejected by the list moderator',
  'was rejected by the list moderator',
  'was rejected by the moderator',
  'only members are allowed to post',
  'only members may post',
  'non-members are not allowed to post',
  'not allowed to post messages to this list',
  'posting is restricted to',
  'you must be subscribed to post',
  'you must be a member to post',
]);

/** Phrases of a message that is held for a moderator. */
const listHolds = new PhraseList([
  'is being held until the list moderator can review it', // Mailman
  'has been forwarded to the moderator', // Sympa
  'has been sent to the moderator', // ezmlm
  'is awaiting approval by the list', // LISTSERV
]);

const INFORMATION = codeNamed('informational');

/** Administrative addresses of a list (RFC 2142, 6): `crew-owner@`, `crew-bounces@`, `owner-crew@`. */
const ADMINISTRATIVE =
  /-(?:owner|bounces?|admin|request|ctl|help|confirm|subscribe|unsubscribe)(?=@)|^(?:owner|request)-/i;
/** Addresses of the list server itself, which serves many lists. */
const SERVER = /^(?:listserv|majordomo|sympa|mailman|ezmlm|fml|fmlserv|listmaster)@/i;

const MANAGER = /listserv|majordomo|mailman|sympa|ezmlm|list manager/i;

/** Replies of mailing list managers (Mailman, FML, Sympa, LISTSERV, Majordomo) to a message that is not posted. */
export const mailingList: MailFormat = {
  name: 'mailing-list',
  matches: (message) => isFromManager(message) && (isRefusal(message) || isHold(message)),
  parse: (message) => {
    const recipient = listOf(message);
    if (recipient === '') return [];
    if (isHold(message)) return [held(recipient)];
    return failureReports(message, [{ recipient, reason: message.humanReadable.text }]);
  },
};

/** Footers of list messages have the same phrases. */
function isFromManager(message: ParsedMessage): boolean {
  return (
    ADMINISTRATIVE.test(message.from) || SERVER.test(message.from) || MANAGER.test(message.header('from'))
  );
}

function isRefusal(message: ParsedMessage): boolean {
  return listRefusals.occursIn(message.humanReadable.text);
}

function isHold(message: ParsedMessage): boolean {
  return listHolds.occursIn(message.humanReadable.text);
}

/** A moderator decides: no failure. */
function held(recipient: string): RecipientReport {
  const evidence = { espClass: 'held-for-moderator', espCode: INFORMATION };
  return { recipient, kind: 'auto-reply', permanent: null, evidence };
}

/** The list by its own header, else by the text, else by its administrative address. */
function listOf(message: ParsedMessage): string {
  const stated = findFirstAddress(message.header('x-beenthere') || message.header('list-post'));
  if (stated !== '') return stated;
  const named = findAddresses(message.humanReadable.text)
    .map((found) => found.address)
    .find(
      (address) =>
        !ADMINISTRATIVE.test(address) && !SERVER.test(address) && !isUnrelatedAddress(message, address),
    );
  if (named !== undefined) return named;
  const domain = message.from.slice(message.from.lastIndexOf('@') + 1);
  const name = /\b(?:for list|to the|list)\s+['"]?([\w.+-]{1,64})['"]?(?:\s+list\b|\s+\(|['"])/i.exec(
    message.humanReadable.text,
  )?.[1];
  if (name !== undefined && domain !== '') return `${name}@${domain}`;
  return SERVER.test(message.from) ? '' : message.from.replace(ADMINISTRATIVE, '');
}
