import {
  type DeadLetterSummary,
  listDeadLetters,
  readDeadLetter,
  redriveDeadLetters,
} from '../../shared/intake/dead-letters.ts';
import { addExamples, CommandError, type CommandSetup } from '../command.ts';
import { type LedgerResources, openTarget, type TargetChoice, withTarget } from '../target/target.ts';
import { counted, paint, print, printJson, printTable, startProgress } from '../terminal.ts';
import { moment } from '../verdict.ts';

export const dlq: CommandSetup = (command) => {
  addExamples(
    command,
    'dlq list',
    'dlq show 0b6c2f1e-6f5e-4f0e-9a54-2f1c1a6f8a3d',
    'dlq redrive --stack BounceLedger',
  );
  withTarget(command.command('list').description('List the dead letters.'))
    .option('--json', 'Print JSON.')
    .action(async ({ json, ...choice }) => {
      const deadLetters = await listDeadLetters(await resourcesOf(choice));
      if (json) printJson(deadLetters);
      else if (deadLetters.length === 0) print('The dead-letter queue is empty.');
      else printTable(['id', 'since', 'source', 'error'], deadLetters.map(rowOf));
    });
  withTarget(command.command('show').description('Show one dead letter.').argument('<id>', 'message id'))
    .option('--json', 'Print the raw queue message as JSON.')
    .action(async (id, { json, ...choice }) => {
      const deadLetter = await readDeadLetter(await resourcesOf(choice), id);
      if (!deadLetter) throw new CommandError(`No dead letter ${id}. See: bounce-ledger dlq list`);
      print(json ? deadLetter.message : deadLetter.delivery);
    });
  withTarget(command.command('redrive').description('Send all dead letters back to the processor.'))
    .option('--json', 'Print JSON.')
    .action(async ({ json, ...choice }) => {
      const { redriven, left } = await redriveWithProgress(await resourcesOf(choice));
      if (json) printJson({ redriven });
      else {
        print(`Sent ${counted(redriven, 'message')} back to the processor.`);
        if (left > 0) print(`${counted(left, 'message')} arrived meanwhile. See: bounce-ledger dlq list`);
      }
    });
};

async function resourcesOf(choice: TargetChoice): Promise<LedgerResources> {
  return (await openTarget(choice)).resources();
}

async function redriveWithProgress(resources: LedgerResources) {
  const bar = startProgress('Redriving', 0);
  try {
    return await redriveDeadLetters(resources, ({ redriven, total }) => bar.step(redriven, total));
  } finally {
    bar.stop();
  }
}

function rowOf({ id, since, source, error }: DeadLetterSummary): readonly string[] {
  return [id, moment(since), source, paint('yellow', error)];
}
