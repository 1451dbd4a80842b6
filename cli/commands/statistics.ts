import { Option } from '@commander-js/extra-typings';
import * as v from 'valibot';
import { codesSchema } from '../../shared/api/routes/codes.ts';
import { type StatisticsDocument, statisticsSchema } from '../../shared/api/routes/statistics.ts';
import { meaningsOf } from '../codes.ts';
import { addExamples, CommandError, type CommandSetup } from '../command.ts';
import { printStatistics } from '../statistics/report.ts';
import { csvOf } from '../statistics/table.ts';
import { openTarget, withTarget } from '../target/target.ts';
import { printJson } from '../terminal.ts';
import { parseTime } from '../time.ts';

export const statistics: CommandSetup = (command) => {
  addExamples(
    command,
    'statistics',
    'statistics --from 24h --by hour',
    'statistics --from 2026-04-01 --to 2026-05-01 --csv > april.csv',
  );
  withTarget(command)
    .option(
      '--from <time>',
      'Start: 2026-05-01, 2026-05-01T12:00:00Z, 36h or 30d. Default: 7d, by the hour 24h.',
    )
    .option('--to <time>', 'End, exclusive. Default: now.')
    .addOption(new Option('--by <period>', 'Length of a period.').choices(['hour', 'day']).default('day'))
    .addOption(new Option('--csv', 'Print the rows as CSV.').conflicts('json'))
    .option('--json', 'Print JSON: the answer of GET /v1/statistics.')
    .action(async ({ from, to, by, csv, json, ...choice }) => {
      const now = Date.now();
      const target = await openTarget(choice);
      const answer = await target.ask({
        method: 'GET',
        path: '/v1/statistics',
        query: { by, from: timeOf('--from', from, now), to: timeOf('--to', to, now) },
      });
      if (json) {
        printJson(answer);
        return;
      }
      const document: StatisticsDocument = v.parse(statisticsSchema, answer);
      if (csv) {
        process.stdout.write(csvOf(document));
        return;
      }
      const { codes } = v.parse(codesSchema, await target.ask({ method: 'GET', path: '/v1/codes' }));
      printStatistics(document, meaningsOf(codes));
    });
};

/** @throws CommandError */
function timeOf(option: string, text: string | undefined, now: number): string | undefined {
  if (text === undefined) return undefined;
  const time = parseTime(text, now);
  if (Number.isFinite(time)) return new Date(time).toISOString();
  throw new CommandError(`Invalid ${option}. Use 2026-05-01, 2026-05-01T12:00:00Z, 36h or 7d.`);
}
