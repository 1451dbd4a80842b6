/**
 * The failure code scheme: one four-digit code says why a message bounced or failed. The thousands digit is the
 * group. The list is complete until an operator adds custom codes in `ledger.config.ts`. The rows are in codes.ts.
 */
import { type AtFault, type CodeRetentionClass, type CodeSuppressionReason, codeRows } from './codes.ts';

declare const failureCode: unique symbol;
/** A code of the scheme, shipped or custom: an integer from 1000 to 9999. */
export type FailureCode = number & { readonly [failureCode]: true };

type ShippedRow = (typeof codeRows)[number];
/** The number of a shipped code. */
export type ShippedCode = ShippedRow[0];
/** The name of a shipped code: `address-unknown`. */
export type FailureCodeName = ShippedRow[1];

/** The groups, in the order of their thousands digit. */
export const failureGroups = [
  'message-rejected',
  'permanent',
  'temporary',
  'communication',
  'informational',
  'unknown',
] as const;
export type FailureGroup = (typeof failureGroups)[number];

/** A shipped code with all that the scheme says of it. */
export interface CodeEntry {
  readonly code: FailureCode;
  readonly name: FailureCodeName;
  readonly group: FailureGroup;
  readonly meaning: string;
  readonly atFault: AtFault;
  readonly suppressionReason: CodeSuppressionReason;
  readonly retention: CodeRetentionClass;
}

export const MIN_FAILURE_CODE = 1000;
export const MAX_FAILURE_CODE = 9999;

/** Whether a value is a failure code: an integer from 1000 to 9999, shipped or custom. */
export function isFailureCode(value: unknown): value is FailureCode {
  return (
    typeof value === 'number' &&
    Number.isInteger(value) &&
    value >= MIN_FAILURE_CODE &&
    value <= MAX_FAILURE_CODE
  );
}

/** @throws RangeError when `value` is not an integer from 1000 to 9999. */
export function asFailureCode(value: number): FailureCode {
  if (isFailureCode(value)) return value;
  throw new RangeError(
    `Invalid failure code ${value}: a failure code has four digits, ${MIN_FAILURE_CODE} to ${MAX_FAILURE_CODE}.`,
  );
}

/** The shipped codes, in order. */
export const shippedCodes: readonly CodeEntry[] = /* @__PURE__ */ codeRows.map(
  ([number, name, atFault, suppressionReason, retention, meaning]) => {
    const code = asFailureCode(number);
    return { code, name, group: groupOf(code), meaning, atFault, suppressionReason, retention };
  },
);

const entries = /* @__PURE__ */ entriesByCode();

function entriesByCode(): ReadonlyMap<FailureCode, CodeEntry> {
  return new Map(shippedCodes.map((entry) => [entry.code, entry]));
}

/**
 * The shipped code of a name.
 *
 * @example codeNamed('account-inactive') // 3002
 */
export function codeNamed(name: FailureCodeName): FailureCode {
  const row = codeRows.find((each) => each[1] === name);
  if (row === undefined) throw new RangeError(`Unknown failure code name "${name}".`);
  return asFailureCode(row[0]);
}

/** The code of a failure for which no other code applies. */
export const UNKNOWN: FailureCode = /* @__PURE__ */ codeNamed('unknown');

const ACCOUNT_INACTIVE = /* @__PURE__ */ codeNamed('account-inactive');

/** The group of a code: its thousands digit. 6xxx to 8xxx belong to no shipped group and are `unknown`. */
export function groupOf(code: FailureCode): FailureGroup {
  const thousands = Math.floor(code / 1000);
  return thousands < failureGroups.length ? (failureGroups[thousands - 1] ?? 'unknown') : 'unknown';
}

const generalCodes: Readonly<Record<FailureGroup, FailureCodeName>> = {
  'message-rejected': 'message-rejected',
  permanent: 'permanent-failure',
  temporary: 'temporary-failure',
  communication: 'communication-failure',
  informational: 'informational',
  unknown: 'unknown',
};

/** The "any other reason" of a code's group: 2999 for 2001. A custom 6xxx to 8xxx has 9999. */
export function generalCodeOf(code: FailureCode): FailureCode {
  return codeNamed(generalCodes[groupOf(code)]);
}

/** Whether the code reports on the sender or the message (1xxx), which never suppresses an address. */
export function isMessageRejected(code: FailureCode): boolean {
  return groupOf(code) === 'message-rejected';
}

/** Whether the code reports on the address itself (2xxx), its domain or its form. */
export function isAddressFailure(code: FailureCode): boolean {
  return groupOf(code) === 'permanent';
}

/** Whether a bounce with this code is permanent where its report does not say: 1xxx, 2xxx and a disabled account. */
export function isPermanentByDefault(code: FailureCode): boolean {
  return isMessageRejected(code) || isAddressFailure(code) || code === ACCOUNT_INACTIVE;
}

/** The shipped codes whose bounces count for a cause of the default policy. */
export function codesSuppressedAs(reason: CodeSuppressionReason): readonly FailureCode[] {
  return shippedCodes.filter((entry) => entry.suppressionReason === reason).map(({ code }) => code);
}

/** The class in which the ledger retains a bounce; a custom code has its group's, `custom` beyond 5xxx. */
export function retentionOf(code: FailureCode): CodeRetentionClass | 'custom' {
  const entry = entries.get(code);
  if (entry !== undefined) return entry.retention;
  const general = generalCodeOf(code);
  return general === UNKNOWN ? 'custom' : retentionOf(general);
}
