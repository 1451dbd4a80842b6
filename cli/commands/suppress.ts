import type { Command, OptionValues } from '@commander-js/extra-typings';
import * as v from 'valibot';
import { addressSchema } from '../../shared/api/documents.ts';
import { requireAddress } from '../address.ts';
import { withConfig } from '../code-settings.ts';
import { addExamples, CommandError, type CommandSetup } from '../command.ts';
import { loadConfiguration } from '../configuration.ts';
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
    'release ann@example.com --actor support --reason "typo fixed" --everywhere',
    'release bob@example.com --actor support --reason "opted in" --proof "ticket 4711"',
  );
  withConfig(withStatement(command.argument('<address>')))
    .option(
      '--proof <what>',
      'What shows that the recipient asked for mail again; required after a complaint.',
    )
    .option('--everywhere', "Lift it at each connected ESP as well, where the ESP's API can.")
    .action(async (given, { everywhere = false, config, json, ...options }) => {
      const settings = loadConfiguration(config);
      const { target, address, stated, answer } = await makeChange('DELETE', options, given, everywhere);
      const status = v.parse(addressSchema, answer);
      const { entriesEverywhere, printEntries } = await import('../esp/lift.ts');
      const entries = await entriesEverywhere(target, address, {
        ...stated,
        everywhere,
        proof: options.proof,
        suppressedOn: status.lists.map(({ list }) => list),
        settings,
      });
      if (json) printJson({ ...status, esp: entries });
      else {
        await printAnswer(target, status);
        printEntries(entries, address);
      }
    });
};

interface Stated extends TargetChoice {
  readonly actor?: string | undefined;
  readonly reason?: string | undefined;
  readonly list?: string | undefined;
  readonly proof?: string | undefined;
  readonly json?: boolean | undefined;
}

async function change(method: 'PUT', { json, ...options }: Stated, given: string): Promise<void> {
  const { target, answer } = await makeChange(method, options, given);
  if (json) printJson(answer);
  else await printAnswer(target, v.parse(addressSchema, answer));
}

/** @param repeats an address that is not suppressed is no error: it may still be lifted elsewhere */
async function makeChange(
  method: 'PUT' | 'DELETE',
  { actor, reason, list, proof, ...choice }: Stated,
  given: string,
  repeats = false,
) {
  const address = requireAddress(given);
  if (!actor || !reason) throw new CommandError('Give an actor and a reason: --actor WHO --reason WHY.');
  const target = await openTarget(choice);
  const path = encodeURIComponent(address);
  const body = { actor, reason, ...(list !== undefined && { list }), ...(proof !== undefined && { proof }) };
  const answer = await target
    .ask({ method, path: `/v1/suppressions/${path}`, body })
    .catch(async (error: unknown) => {
      if (!repeats || !(error instanceof CommandError)) throw error;
      const now = await target.ask({
        method: 'GET',
        path: `/v1/addresses/${path}`,
        query: { list, consistent: 'true' },
      });
      if (v.parse(addressSchema, now).suppressed) throw error;
      return now;
    });
  return { target, address, stated: { actor, reason }, answer };
}
