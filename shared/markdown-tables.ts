/** Markdown tables that the documentation generates from the code. */

/** A table's Markdown, by the name of its marks in a page. */
export type MarkdownTables = Readonly<Record<string, () => string>>;

const GENERATED = /(<!-- generated: ([\w-]+) -->\n)[\s\S]*?(<!-- \/generated -->)/g;

/**
 * A Markdown document with the tables between its `<!-- generated: NAME -->` and `<!-- /generated -->` marks written
 * anew; marks of other names are left alone.
 */
export function withMarkdownTables(document: string, tables: MarkdownTables): string {
  return document.replace(GENERATED, (all, begin: string, name: string, end: string) => {
    const table = tables[name];
    return table === undefined ? all : `${begin}\n${table()}\n\n${end}`;
  });
}

export function markdownTable(head: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
