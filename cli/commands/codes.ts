import { codesDocument } from '../../shared/api/routes/codes.ts';
import { openClassifier } from '../../shared/classifier/create.ts';
import type { CodeSettings } from '../../shared/config/settings.ts';
import { archiveOptions } from '../archive.ts';
import { meaningsIn } from '../codes.ts';
import { CommandError, defineCommand, type ExitCode, exitCodes } from '../command.ts';
import { configOption, loadConfiguration } from '../configuration.ts';
import { printExplanation } from '../explanation.ts';
import { targetOptions } from '../target/target.ts';
import { paint, print, printJson, printTable } from '../terminal.ts';

export const codes = defineCommand({
  usage: [
    'list',
    'check            (names file and line of each fault in your configuration and rules)',
    'test "<reply>"   (which of your rules and of ours would decide; --body: the words of a bounce mail)',
    'hits --since TIME       (how often each rule has decided)',
    'unknown --since TIME    (the texts most seen that no rule knows)',
    'diff --config CHANGED --since TIME    (what other rules would make of replies already seen)',
    'diff --save FILE --since TIME         (keeps what the rules of now make of them ...)',
    'diff --baseline FILE --since TIME     (... to compare with once the shipped rules have changed)',
  ],
  options: {
    body: { type: 'boolean', help: 'Tests the words of a bounce mail without a delivery report.' },
    save: { type: 'string', value: 'FILE', help: 'Keeps what the rules of now say, to compare with later.' },
    baseline: { type: 'string', value: 'FILE', help: 'Compares with what --save kept.' },
    json: { type: 'boolean', help: 'Prints JSON.' },
    ...configOption,
    ...archiveOptions,
    ...targetOptions,
  },
  examples: [
    'codes list',
    'codes test "550 5.1.1 user unknown"',
    'codes diff --config ledger.config.new.ts --since 30d',
  ],
  run: async (options, [verb, ...replies]) => {
    switch (verb) {
      case 'list':
        return list(options);
      case 'check':
        return check(options);
      case 'test':
        return test(replies.join(' '), options);
      case 'hits':
        return (await import('../codes-seen.ts')).hits(options);
      case 'unknown':
        return (await import('../codes-seen.ts')).unknown(options);
      case 'diff':
        return (await import('../codes-diff.ts')).diff(options);
      default:
        throw new CommandError('Say list, check, test, hits, unknown or diff. See: ledger codes --help');
    }
  },
});

/** Which configuration to read, and how to print. */
interface Chosen {
  readonly config?: string | undefined;
  readonly json?: boolean | undefined;
}

function list({ config, json }: Chosen): ExitCode {
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
  return exitCodes.fine;
}

async function check({ config, json }: Chosen): Promise<ExitCode> {
  const settings = loadConfiguration(config);
  const { own, response, textBody } = settings.codes;
  // Compiling them finds the expressions that cannot be matched.
  await openClassifier(settings.codes);
  if (json) printJson({ codes: own.length, response: response.length, textBody: textBody.length });
  else print(`All is well: ${own.length} codes and ${response.length + textBody.length} rules of your own.`);
  return exitCodes.fine;
}

async function test(
  reply: string,
  { body, config, json }: Chosen & { readonly body?: boolean | undefined },
): Promise<ExitCode> {
  if (reply === '')
    throw new CommandError('Give a reply, in quotation marks: codes test "550 5.1.1 user unknown"');
  const { codes: rules } = loadConfiguration(config);
  const question = { diagnostic: reply, ...(body && { bodyText: reply }) };
  const withOwn = (await openClassifier(rules)).explain(question);
  const shipped = (await openClassifier(withoutOwnRules(rules))).explain(question);
  if (json) printJson({ decides: withOwn, shipped });
  else {
    printExplanation(withOwn, meaningsIn(rules));
    if (withOwn.basis === 'operator') {
      print();
      print(`Without your rules: ${shipped.code}, by ${shipped.rule}`);
    }
  }
  return exitCodes.fine;
}

function withoutOwnRules(codes: CodeSettings): CodeSettings {
  return { ...codes, response: [], textBody: [], shipped: 'after-own' };
}
