/** The formats in which suppressions are exported: the ledger's own, which hold every row, and those of ESPs. */
import type { SuppressionDocument } from '../../shared/api/documents.ts';
import { EVERY_LIST } from '../../shared/ledger/policy/list-verdict.ts';
import { guardedCell } from '../formula-guard.ts';
import { csvLine } from './csv.ts';

/** A suppression of an address that is known. */
export type ExportedRow = SuppressionDocument & { readonly address: string };

export interface Writer {
  readonly head?: string;
  readonly line: (row: ExportedRow) => string;
  /** An ESP's list for its whole account, without ends: it holds no row of one list, and none that ends. */
  readonly accountWide?: true;
}

/** By the name of the format. */
export const writers: Readonly<Record<string, Writer>> = {
  csv: {
    head: 'address,list,reason,code,rule,since,until',
    line: ({ address, list, reason, code, rule, since, until }) =>
      csvLine([
        guardedCell(address),
        guardedCell(list),
        reason,
        String(code),
        guardedCell(rule),
        since,
        until ?? '',
      ]),
  },
  jsonl: { line: (row) => JSON.stringify(row) },
  ses: {
    accountWide: true,
    line: ({ address, reason }) => csvLine([address, reason === 'complaint' ? 'COMPLAINT' : 'BOUNCE']),
  },
  sendgrid: { accountWide: true, head: 'email', line: ({ address }) => csvLine([address]) },
  mailgun: {
    accountWide: true,
    head: 'address,code,error,created_at',
    // Mailgun asks for the times of RFC 5322. 605 is its own code for an address that its list has.
    line: ({ address, reason, rule, since }) =>
      csvLine([address, repliesSayIt(reason) ? '550' : '605', rule, new Date(since).toUTCString()]),
  },
  postmark: { accountWide: true, head: 'EmailAddress', line: ({ address }) => csvLine([address]) },
  sparkpost: {
    accountWide: true,
    head: 'recipient,type,description',
    line: ({ address, reason, code }) => csvLine([address, 'non_transactional', `${reason} ${code}`]),
  },
};

function repliesSayIt(reason: ExportedRow['reason']): boolean {
  return reason === 'address-unknown' || reason === 'address-invalid';
}

/** Why a format cannot hold a row; null where it can. */
export type Loss = 'on one list' | 'with an end';

/** What a row would lose in a format: written all the same, it would suppress more than it does. */
export function lossIn(writer: Writer, { list, until }: ExportedRow): Loss | null {
  if (!writer.accountWide) return null;
  if (list !== EVERY_LIST) return 'on one list';
  return until === null ? null : 'with an end';
}
