/**
 * Whether a failure is permanent or transient (RFC 3463, 2: class 5 and class 4), decided here alone: from the code of
 * a reply, from what an ESP states, and from both together.
 */
import type { Basis, FailureEvidence, FailureKind } from '../events/event.ts';
import { codeNamed, type FailureCode, isAddressFailure } from '../failure-codes/scheme.ts';
import { parseReply } from './reply.ts';

/** True: permanent. False: transient. Null: neither the ESP nor the reply says. */
export type Permanence = boolean | null;

/** The permanence of a reply code or an enhanced status code, by its first digit. */
export function permanenceOfCode(code: string | undefined): Permanence {
  if (code?.startsWith('5')) return true;
  if (code?.startsWith('4')) return false;
  return null;
}

/** The permanence of the receiver's reply: by the report's status or reply code, else by those in its text. */
export function permanenceOfReply({ status, replyCode, diagnostic }: FailureEvidence): Permanence {
  const stated = status || replyCode;
  if (stated) return permanenceOfCode(stated);
  if (!diagnostic) return null;
  const reply = parseReply({ diagnostic });
  return permanenceOfCode(reply.replyCode || reply.status);
}

/** A failure as its ESP reports it. */
interface StatedFailure {
  readonly kind: FailureKind;
  /** What the ESP states. */
  readonly permanent: Permanence;
  readonly evidence: FailureEvidence;
}

/** What the classifier made of it. */
interface ClassifiedAs {
  readonly code: FailureCode;
  readonly basis: Basis;
}

/**
 * The permanence of a failure from what its ESP states and what the reply says. An ESP that calls a 5yz "transient"
 * retries nothing (SES with 5.4.4), and one that states nothing leaves it to the reply. A reply never makes a
 * permanent failure transient: the ESP has given up.
 */
export function reconcilePermanence(failure: StatedFailure, { code, basis }: ClassifiedAs): Permanence {
  if (failure.kind === 'deferral') return false;
  if (failure.permanent === true) return true;
  const byReply = permanenceOfReply(failure.evidence);
  if (failure.permanent === null) return byReply;
  const namesTheAddress = isAddressFailure(code) && basis !== 'esp' && basis !== 'reply-code';
  return byReply === true && namesTheAddress;
}

const ACCOUNT_INACTIVE = codeNamed('account-inactive');

/**
 * The permanence that the ledger records. For a disabled account the receiver's reply decides where there is one: ESPs
 * put disabled accounts into either class.
 */
export function effectivePermanence(failure: StatedFailure, classified: ClassifiedAs): Permanence {
  const reconciled = reconcilePermanence(failure, classified);
  if (classified.code !== ACCOUNT_INACTIVE || failure.kind !== 'bounce') return reconciled;
  return permanenceOfReply(failure.evidence) ?? reconciled;
}

/** Whether the policy takes a failure for permanent: null counts as permanent. */
export function countsAsPermanent(permanent: Permanence): boolean {
  return permanent !== false;
}
