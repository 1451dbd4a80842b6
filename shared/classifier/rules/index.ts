/** Every file of rules. Of rules of the same strength the earlier file decides. */
import type { RuleFile } from '../rule.ts';
import { accountInactive } from './account-inactive.ts';
import { addressGone } from './address-gone.ts';
import { addressSyntax } from './address-syntax.ts';
import { addressUnknown } from './address-unknown.ts';
import { autoReply } from './auto-reply.ts';
import { blocklist } from './blocklist.ts';
import { challenge } from './challenge.ts';
import { connection } from './connection.ts';
import { content } from './content.ts';
import { delivered } from './delivered.ts';
import { domainExpired } from './domain-expired.ts';
import { domainNotAccepted } from './domain-not-accepted.ts';
import { domainUnknown } from './domain-unknown.ts';
import { languages } from './languages/index.ts';
import { mailboxFull } from './mailbox-full.ts';
import { messageSize } from './message-size.ts';
import { policy } from './policy.ts';
import { protocol } from './protocol.ts';
import { receivers } from './receivers/index.ts';
import { senderAuthentication } from './sender-authentication.ts';
import { senderBlocked } from './sender-blocked.ts';
import { senderRefused } from './sender-refused.ts';
import { serverBusy } from './server-busy.ts';
import { spam } from './spam.ts';
import { inBothSpellings } from './spelling.ts';
import { systemFault } from './system-fault.ts';
import { tooMany } from './too-many.ts';
import { tooOld } from './too-old.ts';
import { tryLater } from './try-later.ts';
import { virus } from './virus.ts';

const files: readonly RuleFile[] = [
  ...receivers,
  virus,
  challenge,
  autoReply,
  delivered,
  blocklist,
  senderBlocked,
  senderAuthentication,
  senderRefused,
  tooMany,
  tryLater,
  spam,
  content,
  policy,
  messageSize,
  mailboxFull,
  addressGone,
  accountInactive,
  addressSyntax,
  domainExpired,
  domainUnknown,
  domainNotAccepted,
  addressUnknown,
  serverBusy,
  connection,
  protocol,
  tooOld,
  systemFault,
  ...languages,
];

export const ruleFiles: readonly RuleFile[] = files.map(inBothSpellings);
