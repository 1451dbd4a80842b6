import { Option } from '@commander-js/extra-typings';
import * as v from 'valibot';
import type { SuppressionDocument } from '../../shared/api/documents.ts';
import { MAX_PAGE_ENTRIES, suppressionsSchema } from '../../shared/api/routes/suppressions.ts';
import { addExamples, CommandError, type CommandSetup } from '../command.ts';
import { boundHeapGrowth } from '../heap-growth.ts';
import { ahead, writeOut } from '../streams.ts';
import { type Loss, lossIn, writers } from '../suppression-lists/writers.ts';
import { type ApiCall, openTarget, type Target, withTarget } from '../target/target.ts';
import { counted, startCounter } from '../terminal.ts';

export const exportRows: CommandSetup = (command) => {
  addExamples(command, 'export > suppressions.csv', 'export --format ses --reason complaint > for-ses.csv');
  withTarget(command)
    .addOption(
      new Option('--format <name>', 'Format of the rows.').choices(Object.keys(writers)).default('csv'),
    )
    .option('--list <name>', 'Suppressed on this list.')
    .option('--code <code>', 'With this failure code.')
    .option('--group <name>', 'With this group of failure codes.')
    .option('--reason <name>', 'With this suppression reason.')
    .option('--since <time>', 'Suppressed at or after this time (RFC 3339).')
    .action(async ({ format, list, code, group, reason, since, ...choice }) => {
      const writer = writers[format];
      if (!writer)
        throw new CommandError(`Unknown format "${format}". Use one of: ${Object.keys(writers).join(', ')}.`);
      const target = await openTarget(choice);
      // Written with the first page: a rejected query leaves no file that looks like an empty list.
      let head = writer.head === undefined ? '' : `${writer.head}\n`;
      let withheld = 0;
      const losses = new Map<Loss, number>();
      const counter = startCounter('rows read');
      try {
        for await (const suppressions of ahead(pagesOf(target, { list, code, group, reason, since }))) {
          const known = suppressions.filter(hasAddress);
          withheld += suppressions.length - known.length;
          let text = '';
          for (const row of known) {
            const loss = lossIn(writer, row);
            if (loss === null) text += `${writer.line(row)}\n`;
            else losses.set(loss, (losses.get(loss) ?? 0) + 1);
          }
          await writeOut(head + text);
          head = '';
          counter.add(suppressions.length);
          boundHeapGrowth();
        }
      } finally {
        counter.stop();
      }
      if (withheld > 0)
        process.stderr.write(`${withheld} addresses are stored as hashes only and were left out.\n`);
      for (const [loss, rows] of [...losses].sort()) {
        process.stderr.write(
          `Left out ${counted(rows, 'row')} ${loss}, which the format ${format} cannot hold; csv holds all rows.\n`,
        );
      }
    });
};

/** The suppressions that a query finds, a page at a time. */
async function* pagesOf(
  target: Target,
  query: NonNullable<ApiCall['query']>,
): AsyncGenerator<readonly SuppressionDocument[]> {
  let cursor: string | undefined;
  do {
    const answer = await target.ask({
      method: 'GET',
      path: '/v1/suppressions',
      query: { ...query, cursor, limit: String(MAX_PAGE_ENTRIES) },
    });
    const page = v.parse(suppressionsSchema, answer);
    yield page.suppressions;
    cursor = page.cursor ?? undefined;
  } while (cursor !== undefined);
}

function hasAddress(row: SuppressionDocument): row is SuppressionDocument & { readonly address: string } {
  return row.address !== null;
}
