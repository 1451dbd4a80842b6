import type { RuleFile } from '../../rule.ts';
import { RECEIVER } from '../strength.ts';

/** Exchange, at home and online: the names of its exceptions and resolver results. */
export const exchange: RuleFile = {
  file: 'receivers/exchange',
  rules: [
    {
      name: 'full',
      code: 3001,
      strength: RECEIVER + 1,
      phrases: [
        ['*quotaexceeded*', 'STOREDRV.Deliver: QuotaExceededException'],
        ['*shutoffquotaexceeded*', 'STOREDRV.Deliver: MapiExceptionShutoffQuotaExceeded'],
        ['storedrv.deliver mailbox full', 'STOREDRV.Deliver'],
      ],
    },
    {
      name: 'disabled',
      code: 3002,
      strength: RECEIVER + 1,
      phrases: [
        ['*accountdisabledexception*', 'STOREDRV.Deliver'],
        ['*mapiexceptionmailboxdisabled*', 'STOREDRV.Deliver'],
        ['*mailboxdisabledexception*', 'STOREDRV.Deliver'],
        ['*mailboxinactive*', 'STOREDRV.Deliver'],
      ],
    },
    {
      name: 'not-found',
      code: 2001,
      strength: RECEIVER,
      phrases: [
        ['resolver.adr.recip*', 'RESOLVER.ADR.RecipNotFound, RecipientNotFound'],
        ['resolver.adr.exrecipnotfound', 'RESOLVER.ADR.ExRecipNotFound'],
        ['resolver.adr.ambiguous', 'RESOLVER.ADR.Ambiguous'],
      ],
    },
    {
      name: 'not-found-in-words',
      code: 2001,
      strength: RECEIVER - 5,
      phrases: [
        ['email address could not be found perhaps', 'Exchange 2000: it goes on to guess at a move'],
        ['not found in the recipients email system', 'Exchange 2007'],
        ['not exist at the organi*', 'Exchange 2000'],
      ],
    },
    {
      name: 'bad-address',
      code: 2003,
      strength: RECEIVER,
      phrases: [
        ['resolver.adr.badprimary', 'RESOLVER.ADR.BadPrimary'],
        ['resolver.adr.invalid', 'RESOLVER.ADR.Invalid'],
        ['resolver.adr.invalidinsmtp', 'RESOLVER.ADR.InvalidInSmtp'],
      ],
    },
    {
      name: 'size',
      code: 1999,
      strength: RECEIVER + 2,
      phrases: [
        ['resolver.rst.recipsizelimit', 'RESOLVER.RST.RecipSizeLimit'],
        ['resolver.rst.sendsizelimit*', 'RESOLVER.RST.SendSizeLimit'],
        ['sizelimit', 'Exchange'],
      ],
    },
    {
      name: 'restricted',
      code: 3004,
      strength: RECEIVER,
      phrases: [
        ['resolver.rst.*', 'RESOLVER.RST.NotAuthorized, AuthRequired, SenderNotAuthenticatedForGroup'],
        ['sendernotauthenticated*', 'RESOLVER.RST.SenderNotAuthenticatedForGroup'],
        ['delivery restriction check failed', '550 5.7.133 to 5.7.136'],
        ['sender not in allowed senders list', '550 5.7.124'],
        ['sendasdenied', 'STOREDRV.Submission: SendAsDenied'],
        ['senderdenied', 'Exchange'],
      ],
    },
    {
      name: 'rule',
      code: 1004,
      strength: RECEIVER,
      phrases: [
        ['transport.rules.rejectmessage', 'a transport rule'],
        ['rejected by transport rule', 'a transport rule'],
        ['*contentfilter*', 'the content filter agent'],
      ],
    },
    {
      name: 'expired',
      code: 4004,
      strength: RECEIVER,
      phrases: [['queue.expired', 'QUEUE.Expired; message expired']],
    },
    {
      name: 'domain',
      code: 2002,
      strength: RECEIVER,
      phrases: [
        ['infodomainnonexistent', '550 5.4.310'],
        ['smtpsend.dns.*', 'SMTPSEND.DNS.NonExistentDomain'],
        ['domainnotexist*', '550 5.4.310'],
      ],
    },
  ],
};
