/**
 * What a sender's program imports: `bounce-ledger/client`. The adapters to mail libraries are exports of their own, so
 * that a program carries the one that it uses: `bounce-ledger/client/nodemailer`, `/ses`, `/sendgrid`...
 */
export type {
  AddressChange,
  EventSuppression,
  Incident,
  LedgerEvent,
  LedgerEventType,
} from '../shared/events/ledger-event.ts';
export {
  ListUnsubscribeError,
  type ListUnsubscribeHeaders,
  type ListUnsubscribeOptions,
  listUnsubscribeHeaders,
} from '../shared/list-unsubscribe/headers.ts';
export {
  createReturnPathSigner,
  ReturnPathError,
  type ReturnPathSigner,
  type ReturnPathSignerOptions,
} from '../shared/return-path/return-path.ts';
export { SigningKeyError } from '../shared/signing/signing-keys.ts';
export { guard } from './adapters/guard.ts';
export type { GuardOptions, RecipientFilter } from './adapters/guarded.ts';
export type {
  AddressStatus,
  Answer,
  InvalidAnswer,
  KnownAnswer,
  UnavailableAnswer,
  UnavailablePolicy,
} from './answer.ts';
export type { CheckOptions, GetOptions, LedgerClient } from './client.ts';
export { createLedgerClient } from './create-ledger-client.ts';
export type { Decision, UnavailableDecision, WithheldDecision } from './decision.ts';
export { parseLedgerEvent } from './events.ts';
export {
  type LedgerFailure,
  type LedgerFailureKind,
  LedgerOptionsError,
  LedgerUnavailableError,
} from './failure.ts';
export type { AwsCredentialsSource, TokenSource } from './http/authorization.ts';
export type { AwsCredentials } from './http/signature-v4.ts';
export type { CacheOptions } from './lookup/lookups.ts';
export type { LedgerClientOptions, StackOutputs } from './options.ts';
export type { RecipientField } from './recipients/fields.ts';
export type { FilterResult, MessageWithRecipients } from './recipients/split.ts';
export { RecipientsWithheldError, type Withheld } from './recipients/withheld.ts';
