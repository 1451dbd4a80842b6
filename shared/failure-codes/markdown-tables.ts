/** The failure code scheme as Markdown tables, for the documentation. */
import { type MarkdownTables, markdownTable } from '../markdown-tables.ts';
import { groupMeanings } from './codes.ts';
import { failureGroups, shippedCodes } from './scheme.ts';

/** One row a group, with the numbers and names of its codes. */
function groupsTable(): string {
  const rows = failureGroups.map((group) => {
    const codes = shippedCodes.filter((entry) => entry.group === group);
    const number = codes.length === 1 ? String(codes[0]?.code) : `${String(codes[0]?.code)[0]}xxx`;
    return [number, groupMeanings[group], codes.map(({ code, name }) => `${code} ${words(name)}`).join(', ')];
  });
  return markdownTable(['group', 'meaning', 'codes'], rows);
}

/** One row a code, with all columns of the scheme. */
function codesTable(): string {
  const rows = shippedCodes.map(({ code, name, meaning, atFault, suppressionReason }) => [
    String(code),
    `\`${name}\``,
    meaning,
    atFault ?? '',
    suppressionReason ?? '',
  ]);
  return markdownTable(['code', 'name', 'meaning', 'at fault', 'suppresses as'], rows);
}

/** The tables by the name of their marks in a page. */
export const failureCodeTables: MarkdownTables = {
  'failure-code-groups': groupsTable,
  'failure-codes': codesTable,
};

function words(name: string): string {
  return name.replaceAll('-', ' ');
}
