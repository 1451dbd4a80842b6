/** The failure code scheme as Markdown tables, for the documentation. */
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

const tables: Readonly<Record<string, () => string>> = {
  'failure-code-groups': groupsTable,
  'failure-codes': codesTable,
};

const GENERATED = /(<!-- generated: ([\w-]+) -->\n)[\s\S]*?(<!-- \/generated -->)/g;

/**
 * A Markdown document with the tables between its `<!-- generated: NAME -->` and `<!-- /generated -->` marks written
 * anew. NAME is `failure-code-groups` or `failure-codes`; other marks are left alone.
 */
export function withFailureCodeTables(document: string): string {
  return document.replace(GENERATED, (all, begin: string, name: string, end: string) => {
    const table = tables[name];
    return table === undefined ? all : `${begin}\n${table()}\n\n${end}`;
  });
}

function words(name: string): string {
  return name.replaceAll('-', ' ');
}

function markdownTable(head: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
