import type { Example } from './example.ts';

/** What receivers say of an address or its mailbox, each by its own table. */
export const receiversOfAddresses: readonly Example[] = [
  [2001, '550 5.1.1 <jo@example.com>: Recipient address rejected: User email address is marked as invalid.'],
  [
    2001,
    '550 Message was not accepted -- invalid mailbox. Local mailbox jo@example.com is unavailable: user is not found',
  ],
  [2001, '550 5.1.1 The email account that you tried to reach does not exist. p=NoSuchUser'],
  [2001, '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup'],
  [
    2001,
    '550 5.4.1 Recipient address rejected: Access denied. [DB5EUR02FT031.eop-EUR02.prod.protection.outlook.com 2024-02-02T00:00:00.000Z 08DC1D]',
  ],
  [
    2001,
    "554 delivery error: dd This user doesn't have a yahoo.com account (jo@example.com) [0] - mta4290.mail.gq1.yahoo.com",
  ],
  [2001, '552 1 Requested mail action aborted, mailbox not found'],
  [2001, '550 5.1.1 RESOLVER.ADR.ExRecipNotFound; not found'],
  [2001, '550 5.1.1 Adresse d au moins un destinataire invalide. Invalid recipient. LPN416'],
  [2001, '550 5.1.1 Adresse d au moins un destinataire invalide. Invalid recipient. OFR_416 [416]'],
  [
    2001,
    "550 5.1.1 RCP-P1 The email account you tried to reach doesn't exist http://postmaster.facebook.com/",
  ],
  [2001, '550 5.4.1 All recipient addresses rejected : Access denied'],
  [
    2002,
    '550 5.4.310 DNS domain nowhere.example does not exist [Message=InfoDomainNonexistent] [LastAttemptedServerName=nowhere.example]',
  ],
  [2003, '550 5.1.3 RESOLVER.ADR.BadPrimary; recipient primary SMTP address is missing or invalid'],
  [3001, '552 Too much mail data jo@docomo.example'],
  [
    3001,
    '452 4.2.2 The email account that you tried to reach is over quota. Please direct the recipient to https://support.google.com/mail/?p=OverQuotaTemp ',
  ],
  [
    3001,
    '554 5.2.2 mailbox full; STOREDRV.Deliver.Exception:QuotaExceededException.MapiExceptionShutoffQuotaExceeded; Failed to process message due to a permanent exception',
  ],
  [3001, '550 Boite du destinataire pleine. Recipient overquota. OFR_417 [417]'],
  [3002, '550 [SUSPEND] Mailbox currently suspended - please contact them directly'],
  [3002, '550 user hangup'],
  [3002, '550 5.5.0 Refus du serveur. LPN007_426'],
  [3002, '550 5.2.1 This mailbox has been blocked due to inactivity (#5.2.1)'],
  [
    3002,
    '550 Message was not accepted -- invalid mailbox. Local mailbox jo@example.com is unavailable: account is disabled',
  ],
  [
    3002,
    '550 5.2.1 The email account that you tried to reach is disabled. Learn more at https://support.google.com/mail/?p=DisabledUser x3si123',
  ],
  [
    3002,
    '550-5.2.1 The email account that you tried to reach is inactive. 550 5.2.1 https://support.google.com/mail/?p=DisabledUser',
  ],
  [
    3002,
    '554 delivery error: dd Sorry, your message to jo@example.com cannot be delivered. This mailbox is disabled (554.30).',
  ],
  [
    3002,
    '554 5.2.0 STOREDRV.Deliver.Exception:AccountDisabledException.MapiExceptionMailboxDisabled; mailbox disabled',
  ],
];
