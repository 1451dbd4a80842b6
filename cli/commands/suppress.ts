import type { Command, OptionValues } from '@commander-js/extra-typings';
import * as v from 'valibot';
import { addressSchema } from '../../shared/api/documents.ts';
import { requireAddress } from '../address.ts';
import { addExamples, CommandError, type CommandSetup } from '../command.ts';
import { openTarget, type TargetChoice, withTarget } from '../target/target.ts';
import { printJson } from '../terminal.ts';
import { printAnswer } from './explain.ts';

/** Adds what every manual change states. */
function withStatement<A extends unknown[], O extends OptionValues>(command: Command<A, O>) {
  return withTarget(command)
    .option('--actor <who>', 'Who decides; recorded with the address and in the audit trail.')
    .option('--reason <why>', 'Why; recorded in the same places.')
    .option('--list <name>', 'One list. Default: every list.')
    .option('--json', 'Print JSON: the status after the change.');
}

export const suppress: CommandSetup = (command) => {
  addExamples(command, 'suppress ann@example.com --actor support --reason "asked by letter"');
  withStatement(command.argument('<address>')).action(async (address, options) =>
    change('PUT', options, address),
  );
};

export const release: CommandSetup = (command) => {
  addExamples(
    command,
    'release ann@example.com --actor support --reason "typo fixed"',
    'release bob@example.com --actor support --reason "opted in" --proof "ticket 4711"',
  );
  withStatement(command.argument('<address>'))
    .option(
      '--proof <what>',
      'What shows that the recipient asked for mail again; required after a complaint.',
    )
    .action(async (address, options) => change('DELETE', options, address));
};

interface Stated extends TargetChoice {
  readonly actor?: string | undefined;
  readonly reason?: string | undefined;
  readonly list?: string | undefined;
  readonly proof?: string | undefined;
  readonly json?: boolean | undefined;
}

async function change(method: 'PUT' | 'DELETE', options: Stated, given: string): Promise<void> {
  const { actor, reason, list, proof, json, ...choice } = options;
  const address = requireAddress(given);
  if (!actor || !reason) throw new CommandError('Give an actor and a reason: --actor WHO --reason WHY.');
  const target = await openTarget(choice);
  const answer = await target.ask({
    method,
    path: `/v1/suppressions/${encodeURIComponent(address)}`,
    body: { actor, reason, ...(list !== undefined && { list }), ...(proof !== undefined && { proof }) },
  });
  if (json) printJson(answer);
  else await printAnswer(target, v.parse(addressSchema, answer));
}
