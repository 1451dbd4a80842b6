import type { Command, OptionValues } from '@commander-js/extra-typings';
import type { Stated } from '../../shared/sync/audit-trail.ts';
import { boundExceeded } from '../../shared/sync/bounds.ts';
import { userName } from '../../shared/user-name.ts';
import { withConfig } from '../code-settings.ts';
import {
  addExamples,
  CommandError,
  type CommandSetup,
  exitCodes,
  exitWith,
  wholeNumber,
} from '../command.ts';
import { applyPlan, type ConfirmedResult } from '../sync/apply.ts';
import { printPlan, writePlanCsv, writePlanJson } from '../sync/output.ts';
import { makePlan } from '../sync/plan.ts';
import { comparableSources, openSyncSource } from '../sync/sync-source.ts';
import { type TakenIn, takeInSource } from '../sync/take-in.ts';
import { openTarget, type TargetChoice, withTarget } from '../target/target.ts';
import { counted, legible, paint, print, printJson, printTable, startProgress } from '../terminal.ts';

/** The most changes that `--max` allows. */
const MAX_ALLOWED = 10_000_000;

export const sync: CommandSetup = (command) => {
  addExamples(
    command,
    'sync take-in --all',
    'sync plan sendgrid-news',
    'sync plan sendgrid-news --csv > drift.csv',
    'sync apply sendgrid-news --max 500',
  );
  withSource(command.command('plan').description("Compare an ESP's own suppression list with the ledger."))
    .option('--json', 'Print JSON: the counts, and every change.')
    .option('--csv', 'Print CSV: every address on which the two differ.')
    .action(async (name, { json, csv, asOther, config, ...choice }) => {
      const target = await openTarget({ ...choice, config });
      const source = await openSyncSource(target, name, { config, allowInexact: asOther });
      const plan = await makePlan(source, { keep: json ? 'changes' : csv ? 'differences' : 'counts' });
      try {
        if (json) await writePlanJson(plan);
        else if (csv) await writePlanCsv(plan);
        else printPlan(plan);
      } finally {
        plan.close();
      }
      if (plan.summary.hasDrift) exitWith(exitCodes.problems);
    });
  withStatement(withSource(command.command('apply').description('Carry out what the plan says.')))
    .option(
      '--max <changes>',
      'Stop before a plan with more. Default: 100, and removals of 5 % of the list.',
      wholeNumber('--max', 0, MAX_ALLOWED),
    )
    .option(
      '--json',
      'Print JSON: {"source","results":[{"address","action","as","outcome","detail","confirmed"}]}.',
    )
    .action(apply);
  withStatement(
    withConfig(
      withTarget(command.command('take-in').description("Fill the ledger from the ESPs' own lists.")),
    ),
  )
    .argument('[source...]', 'names of sources')
    .option('--all', 'Every source whose ESP is connected.')
    .option('--json', 'Print JSON: [{"source","listed","takenIn","error"}].')
    .action(takeIn);
};

function withSource(command: Command) {
  return withConfig(withTarget(command.argument('<source>', 'name of the source'))).option(
    '--as-other',
    'Add a suppression as something else where the ESP cannot hold it as what it is.',
  );
}

function withStatement<A extends unknown[], O extends OptionValues>(command: Command<A, O>) {
  return command
    .option(
      '--actor <who>',
      'Who decides; recorded in the audit trail. Default: the name you are logged in by.',
    )
    .option('--reason <why>', 'Why; recorded in the audit trail.');
}

interface Options extends TargetChoice {
  readonly actor?: string | undefined;
  readonly reason?: string | undefined;
  readonly json?: true | undefined;
}

async function apply(
  name: string,
  { max, json, asOther, ...options }: Options & { max?: number | undefined; asOther?: true | undefined },
): Promise<void> {
  const target = await openTarget(options);
  const source = await openSyncSource(target, name, { config: options.config, allowInexact: asOther });
  const plan = await makePlan(source);
  try {
    if ('reason' in source) throw new CommandError(`${source.title} cannot be changed. ${source.reason}`);
    const { summary, counts } = plan;
    if (!json) printPlan(plan);
    const exceeded = boundExceeded(
      { changes: summary.totalChanges, removals: summary.changes('remove'), listed: counts.listed },
      max,
    );
    if (exceeded !== null) throw new CommandError(`Nothing was changed. ${exceeded}`);
    const progress = startProgress('Applying', summary.totalChanges);
    const results = await applyPlan(source, plan.changes(), statedOf(options, 'sync apply'), (done) =>
      progress.step(done),
    ).finally(() => progress.stop());
    if (json) printJson({ source: name, results: results.map(resultRow) });
    else printResults(results);
  } finally {
    plan.close();
  }
}

function statedOf({ actor, reason }: Options, fallback: string): Stated {
  const who = actor ?? userName();
  if (who === null) throw new CommandError('Give an actor: --actor WHO.');
  return { actor: who, reason: reason ?? fallback };
}

function resultRow({ change: { address, action, as }, outcome, detail, confirmed }: ConfirmedResult) {
  return { address, action, as, outcome, detail: detail ?? null, confirmed };
}

const outcomes: Readonly<Record<ConfirmedResult['outcome'], string>> = {
  changed: 'done',
  unchanged: 'was so already',
  accepted: 'accepted',
  refused: 'refused there',
  outdated: 'left alone',
};

function printResults(results: readonly ConfirmedResult[]): void {
  if (results.length === 0) return;
  print();
  printTable(
    ['address', 'change', 'as', 'result', 'read again', 'detail'],
    results.map(({ change, outcome, detail = '', confirmed }) => [
      legible(change.address),
      change.action,
      change.as,
      outcome === 'refused' ? paint('yellow', outcomes[outcome]) : outcomes[outcome],
      confirmed === null ? '' : confirmed ? 'as wanted' : paint('yellow', 'not yet'),
      legible(detail),
    ]),
  );
}

async function takeIn(
  names: readonly string[],
  options: Options & { all?: true | undefined },
): Promise<void> {
  const target = await openTarget(options);
  const sources = options.all ? await comparableSources(target) : names;
  if (sources.length === 0) {
    throw new CommandError(
      options.all
        ? 'No source has an API key whose ESP shows its list. Store one: bounce-ledger sources connect NAME --api-key -'
        : 'Give names of sources, or --all.',
    );
  }
  const stated = statedOf(options, 'sync take-in');
  const progress = startProgress('Taking in', sources.length);
  const taken: TakenIn[] = [];
  try {
    for (const [index, name] of sources.entries()) {
      progress.step(index);
      let read = 0;
      const source = await openSyncSource(target, name, options);
      const failed = (error: string) => taken.push({ source: name, listed: 0, takenIn: 0, error });
      if ('reason' in source) {
        failed(source.reason);
        continue;
      }
      // One ESP that does not answer leaves the others to be read.
      await takeInSource(source, stated, (entries) => {
        read += entries;
        progress.name(`Taking in ${name}: ${read.toLocaleString('en-GB')} entries`);
      }).then(
        (result) => taken.push(result),
        (error: unknown) => failed(error instanceof Error ? error.message : 'The ESP did not answer.'),
      );
    }
  } finally {
    progress.stop();
  }
  if (options.json) printJson(taken);
  else {
    printTable(
      ['source', 'entries there', 'taken in', 'error'],
      taken.map(({ source, listed, takenIn, error }) => [
        source,
        listed.toLocaleString('en-GB'),
        takenIn.toLocaleString('en-GB'),
        error ?? '',
      ]),
    );
    print(
      `Taken in ${counted(
        taken.reduce((sum, one) => sum + one.takenIn, 0),
        'entry',
      )}.`,
    );
  }
  if (taken.some(({ error }) => error !== null)) exitWith(exitCodes.failed);
}
