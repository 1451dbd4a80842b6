/** The rows of the ledger's own format, as `export` writes them. */
import { isFailureCode, isPermanentByDefault, UNKNOWN } from '../../shared/failure-codes/scheme.ts';
import { type SuppressionReason, suppressionReasons } from '../../shared/ledger/policy/suppression-reason.ts';
import { unguardedCell } from '../formula-guard.ts';
import { type Entry, type Fields, required, timeOf } from './entry.ts';

export function fromLedger(fields: Fields): Entry {
  const reason = suppressionReasons.find((known) => known === fields.reason);
  if (reason === undefined) throw new Error('unknown reason');
  const code = Number(fields.code || UNKNOWN);
  if (!isFailureCode(code)) throw new Error('invalid failure code');
  const common = {
    // As `export` writes them; JSON has no guard, and what looks like one is taken off there, too.
    address: unguardedCell(required(fields, 'address')),
    at: timeOf(fields, 'since'),
    ...(fields.list && { list: unguardedCell(fields.list) }),
  };
  switch (reason) {
    case 'complaint':
    case 'unsubscribe':
      return { ...common, kind: reason };
    case 'manual':
      return { ...common, kind: 'suppress' };
    case 'esp-suppression':
      return { ...common, kind: 'dropped' };
    case 'address-unknown':
    case 'address-invalid':
      return { ...common, kind: 'bounce', permanent: true, code };
    default:
      // One bounce alone would hold it for a while: the row says that it was held permanently.
      if (fields.until === '') return { ...common, kind: 'dropped', loss: 'reason' };
      return {
        ...common,
        kind: 'bounce',
        permanent: isPermanentByDefault(code),
        code,
        ...(!isHeldAtOnce(reason) && { loss: 'hold' }),
      };
  }
}

/** Whether one failure is enough for a suppression that ends. */
function isHeldAtOnce(reason: SuppressionReason): boolean {
  return reason === 'inactive' || reason === 'permanent-failure';
}
