import type { ComponentChildren } from 'preact';

export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => ComponentChildren;
  /** Figures stand right-aligned. */
  readonly numeric?: boolean;
  /** The column whose cell names the row. */
  readonly heading?: boolean;
}

interface TableProps<Row> {
  readonly caption: string;
  readonly columns: ReadonlyArray<Column<Row>>;
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row, index: number) => string;
  /** Shows the caption; it is read out in any case. */
  readonly captionShown?: boolean;
}

/** A table; on a narrow screen each row is a block of labelled values. */
export function Table<Row>({ caption, columns, rows, keyOf, captionShown = false }: TableProps<Row>) {
  return (
    <div class="table-frame">
      <table class="table">
        <caption class={captionShown ? '' : 'visually-hidden'}>{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ title, numeric }) => (
              <th key={title} scope="col" class={numeric ? 'numeric' : ''}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={keyOf(row, index)}>
              {columns.map(({ title, cell, numeric, heading }) =>
                heading ? (
                  <th key={title} scope="row" data-label={title}>
                    {cell(row)}
                  </th>
                ) : (
                  <td key={title} class={numeric ? 'numeric' : ''} data-label={title}>
                    {cell(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
