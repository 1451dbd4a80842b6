import { once } from 'node:events';
import { Option } from '@commander-js/extra-typings';
import * as v from 'valibot';
import type { SuppressionDocument } from '../../shared/api/documents.ts';
import { MAX_PAGE_ENTRIES, suppressionsSchema } from '../../shared/api/routes/suppressions.ts';
import { addExamples, CommandError, type CommandSetup } from '../command.ts';
import { csvLine } from '../suppression-lists/csv.ts';
import { openTarget, withTarget } from '../target/target.ts';

interface Writer {
  readonly head?: string;
  readonly line: (row: SuppressionDocument & { readonly address: string }) => string;
}

/** The rows of each format. */
const writers: Readonly<Record<string, Writer>> = {
  csv: {
    head: 'address,list,reason,code,rule,since,until',
    line: ({ address, list, reason, code, rule, since, until }) =>
      csvLine([address, list, reason, String(code), rule, since, until ?? '']),
  },
  jsonl: { line: (row) => JSON.stringify(row) },
  ses: { line: ({ address, reason }) => csvLine([address, reason === 'complaint' ? 'COMPLAINT' : 'BOUNCE']) },
  sendgrid: { head: 'email', line: ({ address }) => csvLine([address]) },
  mailgun: {
    head: 'address,code,error,created_at',
    // Mailgun asks for the times of RFC 5322.
    line: ({ address, rule, since }) => csvLine([address, '550', rule, new Date(since).toUTCString()]),
  },
  postmark: { head: 'EmailAddress', line: ({ address }) => csvLine([address]) },
  sparkpost: {
    head: 'recipient,type,description',
    line: ({ address, reason, code }) => csvLine([address, 'non_transactional', `${reason} ${code}`]),
  },
};

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
      let cursor: string | undefined;
      let withheld = 0;
      do {
        const query = { list, code, group, reason, since, cursor, limit: String(MAX_PAGE_ENTRIES) };
        const answer = await target.ask({ method: 'GET', path: '/v1/suppressions', query });
        const page = v.parse(suppressionsSchema, answer);
        const known = page.suppressions.filter(hasAddress);
        withheld += page.suppressions.length - known.length;
        const text = known.map((row) => `${writer.line(row)}\n`).join('');
        if (!process.stdout.write(head + text)) await once(process.stdout, 'drain');
        head = '';
        cursor = page.cursor ?? undefined;
      } while (cursor !== undefined);
      if (withheld > 0)
        process.stderr.write(`${withheld} addresses are stored as hashes only and were left out.\n`);
    });
};

function hasAddress(row: SuppressionDocument): row is SuppressionDocument & { readonly address: string } {
  return row.address !== null;
}
