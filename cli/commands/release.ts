import * as v from 'valibot';
import { addressSchema } from '../../shared/api/documents.ts';
import { withConfig } from '../code-settings.ts';
import { addExamples, type CommandSetup } from '../command.ts';
import { loadConfiguration } from '../configuration.ts';
import { makeChange, withStatement } from '../manual-change.ts';
import { printJson } from '../terminal.ts';
import { printAnswer } from './explain.ts';

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
