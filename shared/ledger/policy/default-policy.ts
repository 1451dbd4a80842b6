/** The shipped policy. `docs/policy.md` has it as a generated table, with the reasons behind the numbers. */
import type { Basis } from '../../events/event.ts';
import { codesSuppressedAs } from '../../failure-codes/scheme.ts';
import type { Cause, PolicySettings, Threshold } from './settings.ts';

const DAY_HOURS = 24;
const NO_END = { holdHours: null } as const;
const AT_ONCE: Threshold = { count: 1, withinDays: null, spanDays: 0, consecutive: false };
const PERMANENT_OR_UNSTATED = [true, null] as const;

function days(count: number): { readonly holdHours: number } {
  return { holdHours: count * DAY_HOURS };
}

const complaint: Cause = {
  suppressionReason: 'complaint',
  counts: [{ kinds: ['complaint'] }],
  threshold: AT_ONCE,
  tiers: [NO_END],
  releasedBy: ['manual'],
  needsProof: true,
  scope: 'all-but-transactional',
  stormGuard: false,
};

const manual: Cause = {
  suppressionReason: 'manual',
  counts: [{ kinds: ['suppress'] }],
  threshold: AT_ONCE,
  tiers: [NO_END],
  releasedBy: ['manual'],
  needsProof: false,
  scope: 'own',
  stormGuard: false,
};

const unsubscribe: Cause = {
  suppressionReason: 'unsubscribe',
  counts: [{ kinds: ['unsubscribe'] }],
  threshold: AT_ONCE,
  tiers: [NO_END],
  releasedBy: ['opt-in', 'manual'],
  needsProof: false,
  scope: 'own',
  stormGuard: false,
};

/** A bare 550 also means "blocked" or "not now", a bare 553 "no relaying": a dead address rests on more than that. */
const STATED_BASES: readonly Basis[] = ['operator', 'stated', 'receiver', 'text', 'status', 'esp'];

const addressUnknown: Cause = {
  suppressionReason: 'address-unknown',
  counts: [
    {
      kinds: ['bounce'],
      codes: codesSuppressedAs('address-unknown'),
      permanent: PERMANENT_OR_UNSTATED,
      basis: STATED_BASES,
    },
  ],
  threshold: AT_ONCE,
  tiers: [NO_END],
  releasedBy: ['manual'],
  needsProof: false,
  scope: 'every',
  stormGuard: true,
};

const addressInvalid: Cause = {
  ...addressUnknown,
  suppressionReason: 'address-invalid',
  counts: [
    {
      kinds: ['bounce'],
      codes: codesSuppressedAs('address-invalid'),
      permanent: PERMANENT_OR_UNSTATED,
      basis: STATED_BASES,
    },
  ],
};

const permanentFailure: Cause = {
  suppressionReason: 'permanent-failure',
  counts: [{ kinds: ['bounce'], codes: ['2xxx'], permanent: PERMANENT_OR_UNSTATED }],
  threshold: AT_ONCE,
  tiers: [{ holdHours: 24 }, NO_END],
  escalation: { on: 'next-event', memoryDays: 365 },
  releasedBy: ['delivery', 'manual'],
  needsProof: false,
  scope: 'every',
  stormGuard: true,
};

const inactive: Cause = {
  suppressionReason: 'inactive',
  counts: [{ kinds: ['bounce'], codes: codesSuppressedAs('inactive'), permanent: PERMANENT_OR_UNSTATED }],
  threshold: AT_ONCE,
  tiers: [days(90), NO_END],
  escalation: { on: 'after-hold', memoryDays: 365 },
  releasedBy: ['delivery', 'manual'],
  needsProof: false,
  scope: 'every',
  stormGuard: true,
};

/**
 * The ESP says that its own list has the address, or that the address is bad. Drops over content, quota, a template or
 * a broken request are the sender's affair, whatever their code.
 */
const espSuppression: Cause = {
  suppressionReason: 'esp-suppression',
  counts: [
    { kinds: ['dropped'], onEspSuppressionList: true },
    { kinds: ['dropped'], codes: ['2xxx'] },
  ],
  threshold: AT_ONCE,
  tiers: [NO_END],
  releasedBy: ['manual'],
  needsProof: false,
  scope: 'every',
  stormGuard: false,
};

const mailboxFull: Cause = {
  suppressionReason: 'mailbox-full',
  counts: [{ kinds: ['bounce'], codes: codesSuppressedAs('mailbox-full') }],
  threshold: { count: 3, withinDays: 365, spanDays: 14, consecutive: true },
  tiers: [days(30)],
  releasedBy: ['delivery', 'manual'],
  needsProof: false,
  scope: 'every',
  stormGuard: false,
};

const domainTrouble: Cause = {
  suppressionReason: 'domain-trouble',
  counts: [{ kinds: ['bounce'], codes: codesSuppressedAs('domain-trouble') }],
  threshold: { count: 3, withinDays: 365, spanDays: 14, consecutive: true },
  tiers: [days(14)],
  releasedBy: ['delivery', 'manual'],
  needsProof: false,
  scope: 'every',
  stormGuard: false,
};

/** Every other final failure that may pass; a "permanent" code that the ESP itself calls temporary is one. */
const repeatedFailure: Cause = {
  suppressionReason: 'repeated-failure',
  counts: [
    { kinds: ['bounce'], codes: ['3xxx', '4xxx'] },
    { kinds: ['bounce'], codes: ['2xxx'], permanent: [false] },
  ],
  threshold: { count: 7, withinDays: 90, spanDays: 0, consecutive: true },
  tiers: [days(30)],
  releasedBy: ['delivery', 'manual'],
  needsProof: false,
  scope: 'every',
  stormGuard: false,
};

export const defaultPolicy: PolicySettings = {
  causes: [
    complaint,
    manual,
    unsubscribe,
    addressUnknown,
    addressInvalid,
    permanentFailure,
    inactive,
    espSuppression,
    mailboxFull,
    domainTrouble,
    repeatedFailure,
  ],
  storm: { addresses: 50, withinMinutes: 10, timesMean: 20, holdMinutes: 60 },
  sourceGuard: { addresses: 200, withinMinutes: 10, timesMean: 20, holdMinutes: 60, waitTimesMean: 100 },
};
