import { once } from 'node:events';
import * as v from 'valibot';
import { CommandError, defineCommand, exitCodes } from '../command.ts';
import { type SuppressionRow, suppressionsShape } from '../documents.ts';
import { csvLine } from '../suppression-lists/csv.ts';
import { openTarget, targetOptions } from '../target/target.ts';

/** Entries a page: as many as the API gives. */
const PAGE = '1000';

interface Writer {
  readonly head?: string;
  readonly line: (row: SuppressionRow & { readonly address: string }) => string;
}

/** What the ledger's rows look like to whoever takes them in. */
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

export const exportRows = defineCommand({
  usage: ['[options] > suppressions.csv'],
  options: {
    format: { type: 'string', value: 'NAME', help: `${Object.keys(writers).join(', ')}; csv unless told.` },
    list: { type: 'string', value: 'NAME', help: 'Those that stand on this list.' },
    code: { type: 'string', value: 'CODE', help: 'Those of this failure code.' },
    group: { type: 'string', value: 'NAME', help: 'Those of this group of codes.' },
    reason: { type: 'string', value: 'NAME', help: 'Those of this cause.' },
    since: { type: 'string', value: 'TIME', help: 'Those suppressed at or after this time (RFC 3339).' },
    ...targetOptions,
  },
  examples: ['export > suppressions.csv', 'export --format ses --reason complaint > for-ses.csv'],
  run: async ({ format = 'csv', list, code, group, reason, since, ...choice }) => {
    const writer = Object.hasOwn(writers, format) ? writers[format] : undefined;
    if (!writer)
      throw new CommandError(
        `There is no format "${format}". There are: ${Object.keys(writers).join(', ')}.`,
      );
    const target = await openTarget(choice);
    // Written with the first page: a question that is refused leaves no file that looks like an empty list.
    let head = writer.head === undefined ? '' : `${writer.head}\n`;
    let cursor: string | undefined;
    let withheld = 0;
    do {
      const query = { list, code, group, reason, since, cursor, limit: PAGE };
      const answer = await target.ask({ method: 'GET', path: '/v1/suppressions', query });
      const page = v.parse(suppressionsShape, answer);
      const known = page.suppressions.filter(hasAddress);
      withheld += page.suppressions.length - known.length;
      const text = known.map((row) => `${writer.line(row)}\n`).join('');
      if (!process.stdout.write(head + text)) await once(process.stdout, 'drain');
      head = '';
      cursor = page.cursor ?? undefined;
    } while (cursor !== undefined);
    if (withheld > 0)
      process.stderr.write(`${withheld} addresses are known by their hash alone and were left out.\n`);
    return exitCodes.fine;
  },
});

function hasAddress(row: SuppressionRow): row is SuppressionRow & { readonly address: string } {
  return row.address !== null;
}
