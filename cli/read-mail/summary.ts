/** Counts of `read-mail --summary`: by failure code, by receiver and by rule. */
import { shippedCodes } from '../../shared/failure-codes/scheme.ts';
import { counted, legible, print, printJson, printTable } from '../terminal.ts';
import type { MailResult } from './result.ts';

/** Receivers that are counted by name; a list of millions of addresses has more domains. */
const MAX_RECEIVERS = 100_000;
/** Receivers beyond those, in one row. */
const OTHER_RECEIVERS = '(others)';
/** Rows of each table on a terminal. */
const SHOWN_ROWS = 30;

type Counts = ReadonlyMap<string, number>;

/** Counts that one thread hands to another. */
export interface SummaryCounts {
  readonly mails: number;
  readonly recipients: number;
  readonly errors: number;
  readonly codes: Counts;
  /** By the domain of the recipient. */
  readonly receivers: Counts;
  readonly rules: Counts;
}

export class Summary {
  #mails = 0;
  #recipients = 0;
  #errors = 0;
  readonly #codes = new Map<string, number>();
  readonly #receivers = new Map<string, number>();
  readonly #rules = new Map<string, number>();

  /** Counts a mail. */
  add({ lines }: MailResult): void {
    this.#mails += 1;
    for (const line of lines) {
      if ('error' in line) {
        this.#errors += 1;
        continue;
      }
      this.#recipients += 1;
      increase(this.#codes, String(line.code));
      this.#countReceiver(line.recipient.slice(line.recipient.lastIndexOf('@') + 1).toLowerCase(), 1);
      increase(this.#rules, line.rule);
    }
  }

  /** Adds the counts of a batch. */
  merge(counts: SummaryCounts): void {
    this.#mails += counts.mails;
    this.#recipients += counts.recipients;
    this.#errors += counts.errors;
    for (const [code, count] of counts.codes) increase(this.#codes, code, count);
    for (const [receiver, count] of counts.receivers) this.#countReceiver(receiver, count);
    for (const [rule, count] of counts.rules) increase(this.#rules, rule, count);
  }

  counts(): SummaryCounts {
    return {
      mails: this.#mails,
      recipients: this.#recipients,
      errors: this.#errors,
      codes: this.#codes,
      receivers: this.#receivers,
      rules: this.#rules,
    };
  }

  #countReceiver(receiver: string, count: number): void {
    const isNamed = this.#receivers.has(receiver) || this.#receivers.size < MAX_RECEIVERS;
    increase(this.#receivers, isNamed ? receiver : OTHER_RECEIVERS, count);
  }
}

function increase(counts: Map<string, number>, key: string, by = 1): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}

/** Prints the counts as tables, or as one JSON document, the highest first. */
export function printSummary(counts: SummaryCounts, isJson: boolean): void {
  const { mails, recipients, errors } = counts;
  const codes = descending(counts.codes).map(([code, count]) => ({
    code: Number(code),
    name: nameOf(Number(code)),
    count,
  }));
  const receivers = descending(counts.receivers).map(([receiver, count]) => ({ receiver, count }));
  const rules = descending(counts.rules).map(([rule, count]) => ({ rule, count }));
  if (isJson) {
    printJson({ mails, recipients, errors, codes, receivers, rules });
    return;
  }
  print(
    `${counted(mails, 'mail')}, ${counted(recipients, 'recipient')}, ${counted(errors, 'mail')} without a report.`,
  );
  printCounts(
    ['code', 'name', 'recipients'],
    codes.map((row) => [String(row.code), row.name, String(row.count)]),
  );
  printCounts(
    ['receiver', 'recipients'],
    receivers.map((row) => [legible(row.receiver), String(row.count)]),
  );
  printCounts(
    ['rule', 'recipients'],
    rules.map((row) => [row.rule, String(row.count)]),
  );
}

function printCounts(head: readonly string[], rows: ReadonlyArray<readonly string[]>): void {
  if (rows.length === 0) return;
  print();
  printTable(head, rows.slice(0, SHOWN_ROWS));
  if (rows.length > SHOWN_ROWS) print(`and ${rows.length - SHOWN_ROWS} more; --json lists all`);
}

function descending(counts: Counts): ReadonlyArray<readonly [string, number]> {
  return [...counts].sort(([, one], [, other]) => other - one);
}

/** Custom codes have no name. */
function nameOf(code: number): string {
  return shippedCodes.find((entry) => entry.code === code)?.name ?? '';
}
