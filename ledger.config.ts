/**
 * What this ledger listens to. It is checked when the stack is synthesised; a mistake is answered with the line to
 * fix. No secret belongs here: `bounce-ledger sources add NAME` puts each into SSM.
 */
import { defineLedger } from './shared/config/define.ts';

export default defineLedger({
  // The webhooks, by name: the last part of each URL. A name alone stands for { provider: name }.
  sources: {
    ses: 'ses',
    sendgrid: 'sendgrid',
    socketlabs: 'socketlabs',

    // Any number of sources may have one provider; what a source reports can count for a list of its own.
    // 'mailgun-receipts': { provider: 'mailgun', list: 'receipts', ratePerSecond: 200 },

    // An ESP that signs nothing is held to the addresses it calls from.
    // zeptomail: { provider: 'zeptomail', allow: ['192.0.2.0/24'] },
  },

  // Lists of their own: an address can be suppressed for one of them alone.
  // lists: { receipts: { transactional: true }, news: {} },

  // What differs from the shipped policy, cause by cause; null: that cause never suppresses.
  // policy: { causes: { 'mailbox-full': { threshold: { count: 4 } }, 'domain-trouble': null } },

  // Custom codes; custom rules are in ./codes/*.yaml.
  // codes: { custom: [{ code: 3100, meaning: 'on parental leave', effect: null }] },

  // Keyed hashes in the table instead of addresses.
  // addresses: { stored: 'hashed' },

  // Who may call the API: 'iam' (SigV4), or callers with tokens of an issuer, by scope.
  // api: {
  //   jwt: {
  //     issuer: 'https://login.example.com/',
  //     audience: ['ledger'],
  //     scopes: { read: 'ledger:read', list: 'ledger:list', write: 'ledger:write', erase: 'ledger:erase' },
  //   },
  // },

  // Bounce and complaint rates, percent, above which there is an alarm; false: none.
  // reputation: { bouncePercent: [5, 10], complaintPercent: [0.1, 0.3, 0.5], minMessages: 1000 },

  // Let the stack subscribe its topic to an SES configuration set; `create` makes the set as well.
  // sesConfigurationSet: { name: 'ledger', create: true },
});
