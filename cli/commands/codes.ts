import type { Command, OptionValues } from '@commander-js/extra-typings';
import { codesDocument } from '../../shared/api/routes/codes.ts';
import { openClassifier } from '../../shared/classifier/create.ts';
import { noCustomRules } from '../../shared/classifier/custom-rules.ts';
import { withArchiveRange } from '../archive.ts';
import { withConfig } from '../code-settings.ts';
import { meaningsIn } from '../codes.ts';
import { addExamples, CommandError, type CommandSetup } from '../command.ts';
import { loadConfiguration } from '../configuration.ts';
import { printExplanation } from '../explanation.ts';
import { RESUME } from '../resume-folder.ts';
import { withTarget } from '../target/target.ts';
import { counted, paint, print, printJson, printTable } from '../terminal.ts';

export const codes: CommandSetup = (command) => {
  addExamples(
    command,
    'codes list',
    'codes test "550 5.1.1 user unknown"',
    'codes diff --config ledger.config.new.ts --since 30d',
  );
  withConfig(command.command('list').description('List the failure codes with their meanings.'))
    .option('--json', 'Print JSON.')
    .action(list);
  withConfig(
    command.command('check').description('Check custom codes and rules; names file and line of each error.'),
  )
    .option('--json', 'Print JSON.')
    .action(check);
  withConfig(command.command('test').description('Show which custom and shipped rules match a reply.'))
    .argument('<reply...>', 'the SMTP reply, in quotation marks')
    .option('--body', 'Test the text of a bounce mail without a delivery report.')
    .option('--json', 'Print JSON.')
    .action(async (replies, options) => test(replies.join(' '), options));
  withSeen(command.command('hits').description('Count how often each rule decided.')).action(
    async (options) => (await import('../codes-seen.ts')).hits(options),
  );
  withSeen(
    command.command('unknown').description('Show the most frequent texts that no rule matches.'),
  ).action(async (options) => (await import('../codes-seen.ts')).unknown(options));
  withSeen(
    command.command('diff').description('Compare the codes of replies already seen under changed rules.'),
  )
    .option('--save <file>', 'Save the result of the current rules, to compare with later.')
    .option('--baseline <file>', 'Compare with a file that --save wrote.')
    .action(async (options) => (await import('../codes-diff.ts')).diff(options));
};

/** Adds the options of the subcommands that read the archive. */
function withSeen<A extends unknown[], O extends OptionValues>(command: Command<A, O>) {
  return withTarget(withArchiveRange(withConfig(command)))
    .option('--resume <folder>', RESUME)
    .option('--json', 'Print JSON.');
}

/** Which configuration to read, and how to print. */
interface Chosen {
  readonly config?: string | undefined;
  readonly json?: boolean | undefined;
}

function list({ config, json }: Chosen): void {
  const document = codesDocument(loadConfiguration(config).codes);
  if (json) printJson(document);
  else {
    printTable(
      ['code', 'group', 'meaning', ''],
      document.codes.map(({ code, group, meaning, own }) => [
        String(code),
        group,
        meaning,
        own ? paint('cyan', 'yours') : ' ',
      ]),
    );
  }
}

async function check({ config, json }: Chosen): Promise<void> {
  const settings = loadConfiguration(config);
  const { custom, response, textBody, rules } = settings.codes;
  // Compiling them finds the expressions that cannot be matched.
  await openClassifier(settings.codes);
  if (json)
    printJson({
      codes: custom.length,
      response: response.length,
      textBody: textBody.length,
      rules: rules.length,
    });
  else {
    const count = response.length + textBody.length + rules.length;
    print(`No errors: ${counted(custom.length, 'custom code')}, ${counted(count, 'custom rule')}.`);
  }
}

async function test(
  reply: string,
  { body, config, json }: Chosen & { readonly body?: boolean | undefined },
): Promise<void> {
  if (reply === '')
    throw new CommandError('Give a reply, in quotation marks: codes test "550 5.1.1 user unknown"');
  const { codes: rules } = loadConfiguration(config);
  const input = { diagnostic: reply, ...(body && { bodyText: reply }) };
  const withCustom = (await openClassifier(rules)).explain(input);
  const shipped = (await openClassifier({ ...rules, ...noCustomRules })).explain(input);
  if (json) printJson({ decides: withCustom, shipped });
  else {
    printExplanation(withCustom, meaningsIn(rules));
    if (withCustom.basis === 'operator') {
      print();
      print(`Without your rules: ${shipped.code}, by ${shipped.rule}`);
    }
  }
}
