/**
 * Enhanced status codes: RFC 3463, RFC 5248 and the IANA registry "SMTP Enhanced Status Codes", each with its failure
 * code. Keyed by subject and detail; the class (4 or 5) only matters where two codes are given. A status of class 4 is
 * never a permanent code of the address: a receiver that cannot look an address up now answers 4.1.1 as well.
 */
import { asFailureCode, codeNamed, type FailureCode, type ShippedCode } from '../failure-codes/scheme.ts';

export interface StatusMeaning {
  /** For class 4 and class 5. */
  readonly temporary: ShippedCode;
  readonly permanent: ShippedCode;
  /** A specific status outranks vague words; a general one outranks the reply code alone. */
  readonly specific: boolean;
  readonly meaning: string;
  readonly document: string;
}

const specific = (
  code: ShippedCode,
  meaning: string,
  document: string,
  temporary: ShippedCode = code,
): StatusMeaning => ({ temporary, permanent: code, specific: true, meaning, document });

const general = (
  permanent: ShippedCode,
  temporary: ShippedCode,
  meaning: string,
  document: string,
): StatusMeaning => ({ temporary, permanent, specific: false, meaning, document });

export const statuses: Readonly<Record<string, StatusMeaning>> = {
  '0.0': general(2999, 3999, 'Other undefined status', 'RFC 3463'),

  '1.0': general(2999, 3999, 'Other address status', 'RFC 3463'),
  '1.1': specific(2001, 'Bad destination mailbox address', 'RFC 3463', 3999),
  '1.2': specific(2002, 'Bad destination system address', 'RFC 3463', 4003),
  '1.3': specific(2003, 'Bad destination mailbox address syntax', 'RFC 3463', 3999),
  '1.4': specific(2001, 'Destination mailbox address ambiguous', 'RFC 3463', 3999),
  '1.5': specific(5999, 'Destination address valid', 'RFC 3463'),
  '1.6': specific(2004, 'Destination mailbox has moved, no forwarding address', 'RFC 3463', 3999),
  '1.7': specific(3004, "Bad sender's mailbox address syntax", 'RFC 3463'),
  '1.8': specific(3004, "Bad sender's system address", 'RFC 3463'),
  '1.9': specific(5999, 'Message relayed to non-compliant mailer', 'RFC 3886'),
  '1.10': specific(2001, 'Recipient address has null MX; Exchange says it of mailboxes', 'RFC 7505', 3999),

  '2.0': general(2999, 3999, 'Other or undefined mailbox status', 'RFC 3463'),
  '2.1': specific(3002, 'Mailbox disabled, not accepting messages', 'RFC 3463'),
  '2.2': specific(3001, 'Mailbox full', 'RFC 3463'),
  '2.3': specific(1999, 'Message length exceeds administrative limit', 'RFC 3463'),
  '2.4': specific(2999, 'Mailing list expansion problem', 'RFC 3463', 3999),

  '3.0': general(4999, 3999, 'Other or undefined mail system status', 'RFC 3463'),
  '3.1': specific(3999, 'Mail system full', 'RFC 3463'),
  '3.2': specific(4006, 'System not accepting network messages', 'RFC 3463, RFC 7504', 4001),
  '3.3': specific(4999, 'System not capable of selected features', 'RFC 3463'),
  '3.4': specific(1999, 'Message too big for system', 'RFC 3463'),
  '3.5': specific(4999, 'System incorrectly configured', 'RFC 3463'),
  '3.6': specific(5999, 'Requested priority was changed', 'RFC 6710'),

  '4.0': general(4999, 4999, 'Other or undefined network or routing status', 'RFC 3463'),
  '4.1': specific(4003, 'No answer from host', 'RFC 3463'),
  '4.2': specific(4002, 'Bad connection', 'RFC 3463'),
  '4.3': specific(4003, 'Directory server failure', 'RFC 3463'),
  '4.4': specific(2002, 'Unable to route', 'RFC 3463', 4003),
  '4.5': specific(4001, 'Mail system congestion', 'RFC 3463'),
  '4.6': specific(4999, 'Routing loop detected', 'RFC 3463'),
  '4.7': specific(4004, 'Delivery time expired', 'RFC 3463'),
  '4.8': specific(3003, 'Retry on IPv4', 'IANA registry'),

  '5.0': general(4002, 4002, 'Other or undefined protocol status', 'RFC 3463'),
  '5.1': specific(4002, 'Invalid command', 'RFC 3463'),
  '5.2': specific(4002, 'Syntax error', 'RFC 3463'),
  '5.3': specific(1006, 'Too many recipients', 'RFC 3463'),
  '5.4': specific(4002, 'Invalid command arguments', 'RFC 3463'),
  '5.5': specific(4002, 'Wrong protocol version', 'RFC 3463'),
  '5.6': specific(4002, 'Authentication exchange line is too long', 'RFC 4954'),

  '6.0': general(1004, 1004, 'Other or undefined media error', 'RFC 3463'),
  '6.1': specific(1004, 'Media not supported', 'RFC 3463'),
  '6.2': specific(1004, 'Conversion required and prohibited', 'RFC 3463'),
  '6.3': specific(1004, 'Conversion required but not supported', 'RFC 3463'),
  '6.4': specific(5999, 'Conversion with loss performed', 'RFC 3463'),
  '6.5': specific(1004, 'Conversion failed', 'RFC 3463'),
  '6.6': specific(1004, 'Message content not available', 'RFC 4468'),
  '6.7': specific(1999, 'Non-ASCII addresses not permitted for that sender or recipient', 'RFC 6531'),
  '6.8': specific(1999, 'UTF-8 string reply is required, but not permitted', 'RFC 6531'),
  '6.9': specific(1999, 'UTF-8 header message cannot be transferred', 'RFC 6531'),
  '6.10': specific(1999, 'Non-ASCII addresses not permitted (replaced by 6.7)', 'IANA registry'),

  '7.0': general(1999, 1999, 'Other or undefined security status', 'RFC 3463'),
  '7.1': general(1999, 1999, 'Delivery not authorised, message refused', 'RFC 3463'),
  '7.2': specific(1999, 'Mailing list expansion prohibited', 'RFC 3463'),
  '7.3': specific(1999, 'Security conversion required but not possible', 'RFC 3463'),
  '7.4': specific(1999, 'Security features not supported', 'RFC 3463'),
  '7.5': specific(1999, 'Cryptographic failure', 'RFC 3463'),
  '7.6': specific(1999, 'Cryptographic algorithm not supported', 'RFC 3463'),
  '7.7': specific(1999, 'Message integrity failure', 'RFC 3463'),
  '7.8': specific(4002, 'Authentication credentials invalid', 'RFC 4954'),
  '7.9': specific(1999, 'Authentication mechanism is too weak', 'RFC 4954'),
  '7.10': specific(4002, 'Encryption needed', 'RFC 5248'),
  '7.11': specific(4002, 'Encryption required for requested authentication mechanism', 'RFC 4954'),
  '7.12': specific(4002, 'A password transition is needed', 'RFC 4954'),
  '7.13': specific(3002, 'User account disabled', 'RFC 5248'),
  '7.14': specific(4002, 'Trust relationship required', 'RFC 5248'),
  '7.15': specific(1999, 'Priority level is too low', 'RFC 6710'),
  '7.16': specific(1999, 'Message is too big for the specified priority', 'RFC 6710'),
  '7.17': specific(2004, 'Mailbox owner has changed', 'RFC 7293', 3999),
  '7.18': specific(2004, 'Domain owner has changed', 'RFC 7293', 3999),
  '7.19': specific(1999, 'RRVS test cannot be completed', 'RFC 7293'),
  '7.20': specific(1999, 'No passing DKIM signature found', 'RFC 7372'),
  '7.21': specific(1999, 'No acceptable DKIM signature found', 'RFC 7372'),
  '7.22': specific(1999, 'No valid author-matched DKIM signature found', 'RFC 7372'),
  '7.23': specific(1999, 'SPF validation failed', 'RFC 7372'),
  '7.24': specific(1999, 'SPF validation error', 'RFC 7372'),
  '7.25': specific(1999, 'Reverse DNS validation failed', 'RFC 7372'),
  '7.26': specific(1999, 'Multiple authentication checks failed', 'RFC 7372'),
  '7.27': specific(3004, 'Sender address has null MX', 'RFC 7505'),
  '7.28': specific(1006, 'Mail flood detected', 'IANA registry'),
  '7.29': specific(1999, 'ARC validation failure', 'RFC 8617'),
  '7.30': specific(1999, 'REQUIRETLS support required', 'RFC 8689'),
};

/** What a status means in the failure code scheme. */
export interface StatusCode {
  readonly code: FailureCode;
  /** Whether the status names a cause, so that it outranks vague words. */
  readonly specific: boolean;
}

const codes: ReadonlyMap<string, StatusCode> = new Map(
  Object.entries(statuses).flatMap(([key, { temporary, permanent, specific }]): [string, StatusCode][] => [
    [`4.${key}`, { code: asFailureCode(temporary), specific }],
    [`5.${key}`, { code: asFailureCode(permanent), specific }],
  ]),
);

/** Class 2 is success, whatever the detail (RFC 3463, 3). */
const success: StatusCode = { code: codeNamed('informational'), specific: false };

/** The failure code of an enhanced status code, or null where the registry does not have it. */
export function codeOfStatus(status: string): StatusCode | null {
  return status.startsWith('2.') ? success : (codes.get(status) ?? null);
}
