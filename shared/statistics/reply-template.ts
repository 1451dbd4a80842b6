/** What replies of one wording have in common: the text without what differs from message to message. */

const MAX_TEMPLATE_LENGTH = 160;

/** Queue ids, hashes, tokens: eight characters or more with a digit among letters; and long numbers. */
const IDENTIFIER = /\b(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{8,}\b|\b\d{6,}\b/g;
const IP_ADDRESS = /\b\d{1,3}(?:\.\d{1,3}){3}\b|\b(?:[\da-f]{0,4}:){3,7}[\da-f]{0,4}\b/gi;
const URL = /\bhttps?:\/\/\S+/gi;

/**
 * The wording of a redacted reply, for counting.
 * @example
 * replyTemplate('451 try later (id 4Xk2p9TzQb) from 192.0.2.7'); // '451 try later (id …) from …'
 */
export function replyTemplate(reply: string): string {
  return reply
    .replace(URL, '…')
    .replace(IP_ADDRESS, '…')
    .replace(IDENTIFIER, '…')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, MAX_TEMPLATE_LENGTH);
}
