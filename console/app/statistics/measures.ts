/** Which events a plot counts, and by what it splits them. */
import type { StatisticsRow } from '../api/documents.ts';
import { groupInWords, kindInWords, receiverInWords } from '../format/words.ts';

/** What is counted. */
export const measures = {
  failures: { label: 'Failures', kinds: ['bounce', 'deferral', 'dropped'] },
  bounces: { label: 'Bounces', kinds: ['bounce'] },
  feedback: { label: 'Complaints and unsubscribes', kinds: ['complaint', 'unsubscribe'] },
  delivered: { label: 'Deliveries', kinds: ['delivered'] },
} as const satisfies Record<string, { readonly label: string; readonly kinds: readonly string[] }>;
export type Measure = keyof typeof measures;

/** By what it is split. */
export const dimensions = {
  group: 'Code group',
  receiver: 'Receiver',
  source: 'Source',
  kind: 'Kind',
} as const;
export type Dimension = keyof typeof dimensions;

export function isMeasured(row: StatisticsRow, measure: Measure): boolean {
  const kinds: readonly string[] = measures[measure].kinds;
  return kinds.includes(row.kind);
}

const groupOfThousands: Readonly<Record<string, string>> = {
  1: 'message-rejected',
  2: 'permanent',
  3: 'temporary',
  4: 'communication',
  5: 'informational',
};

/** The group of a failure code: its thousands digit. Events without a code have none. */
export function groupOfCode(code: number | null): string {
  return code === null ? 'none' : (groupOfThousands[String(Math.floor(code / 1000))] ?? 'unknown');
}

/** The part of a plot that a row belongs to, as its legend names it. */
export function partOf(row: StatisticsRow, dimension: Dimension): string {
  switch (dimension) {
    case 'group':
      return row.code === null ? kindInWords(row.kind) : groupInWords(groupOfCode(row.code));
    case 'receiver':
      return receiverInWords(row.receiver);
    case 'source':
      return row.source;
    case 'kind':
      return kindInWords(row.kind);
  }
}
