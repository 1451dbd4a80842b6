/** Every file of rules. Of rules of the same strength the earlier file decides. */
import type { RuleFile } from '../rule.ts';
import { accountInactive, addressGone, addressSyntax } from './account-inactive.ts';
import { addressUnknown } from './address-unknown.ts';
import { blocklist } from './blocklist.ts';
import { challenge, content, virus } from './content.ts';
import { connection, domainNotAccepted, domainUnknown } from './domain.ts';
import { mailboxFull } from './mailbox-full.ts';
import { receivers } from './receivers/large.ts';
import { senderAuthentication } from './sender-authentication.ts';
import { senderRefused } from './sender-refused.ts';
import { autoReply, policy, protocol, systemFault, tooOld } from './server-fault.ts';
import { serverBusy, tooMany, tryLater } from './too-many.ts';

export const ruleFiles: readonly RuleFile[] = [
  receivers,
  virus,
  challenge,
  autoReply,
  blocklist,
  senderAuthentication,
  senderRefused,
  tooMany,
  tryLater,
  content,
  policy,
  mailboxFull,
  addressGone,
  accountInactive,
  addressSyntax,
  domainUnknown,
  domainNotAccepted,
  addressUnknown,
  serverBusy,
  connection,
  protocol,
  tooOld,
  systemFault,
];
