import { readFile, writeFile } from 'node:fs/promises';
import * as v from 'valibot';
import { codesDocument } from '../../shared/api/routes/codes.ts';
import type { LedgerSettings } from '../../shared/config/settings.ts';
import { archiveOptions, rangeOf } from '../archive.ts';
import { type Codes, codesBy, type Difference, differences, failuresSeen } from '../codes-diff.ts';
import { CommandError, defineCommand, type ExitCode, exitCodes } from '../command.ts';
import { classifierOf, configOption, loadConfiguration } from '../configuration.ts';
import { printExplanation } from '../explanation.ts';
import { openTarget, targetOptions } from '../target/target.ts';
import { counted, paint, print, printJson, printTable } from '../terminal.ts';

const SHOWN = 40;

export const codes = defineCommand({
  summary: 'Lists the failure codes; checks, tests and compares rules of your own.',
  usage: [
    'list',
    'check                          (reads your configuration and rules; names file and line of each fault)',
    'test "<reply>"                 (which of your rules and of ours would decide)',
    'diff --config CHANGED --since TIME   (what changed rules would do to replies already seen)',
    'diff --save FILE --since TIME, later --baseline FILE   (the same, over a change of the shipped rules)',
  ],
  options: {
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
      case 'diff':
        return diff(options);
      default:
        throw new CommandError('Say list, check, test or diff. See: ledger codes --help');
    }
  },
});

interface Options {
  readonly save?: string | undefined;
  readonly baseline?: string | undefined;
  readonly json?: boolean | undefined;
  readonly config?: string | undefined;
  readonly since?: string | undefined;
  readonly source?: string | undefined;
  readonly url?: string | undefined;
  readonly stack?: string | undefined;
  readonly region?: string | undefined;
}

function list({ config, json }: Options): ExitCode {
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

async function check({ config, json }: Options): Promise<ExitCode> {
  const settings = loadConfiguration(config);
  const { own, response, textBody } = settings.codes;
  // Compiling them finds the expressions that cannot be matched.
  await classifierOf(settings);
  if (json) printJson({ codes: own.length, response: response.length, textBody: textBody.length });
  else print(`All is well: ${own.length} codes and ${response.length + textBody.length} rules of your own.`);
  return exitCodes.fine;
}

async function test(reply: string, { config, json }: Options): Promise<ExitCode> {
  if (reply === '')
    throw new CommandError('Give a reply, in quotation marks: codes test "550 5.1.1 user unknown"');
  const settings = loadConfiguration(config);
  const withOwn = (await classifierOf(settings)).explain({ diagnostic: reply });
  const shipped = (await classifierOf(withoutOwnRules(settings))).explain({ diagnostic: reply });
  if (json) printJson({ decides: withOwn, shipped });
  else {
    printExplanation(withOwn);
    if (withOwn.basis === 'operator') {
      print();
      print(`Without your rules: ${shipped.code}, by ${shipped.rule}`);
    }
  }
  return exitCodes.fine;
}

function withoutOwnRules(settings: LedgerSettings): LedgerSettings {
  return { ...settings, codes: { ...settings.codes, response: [], textBody: [], shipped: 'after-own' } };
}

async function diff(options: Options): Promise<ExitCode> {
  const { save, baseline, config, json } = options;
  if (save === undefined && baseline === undefined && config === undefined) {
    throw new CommandError(
      'Compare with what? --config CHANGED, or --save FILE now and --baseline FILE later.',
    );
  }
  const now = Date.now();
  const range = rangeOf(options, now);
  const current = loadConfiguration();
  const kept = baseline === undefined ? null : await readBaseline(baseline);
  const places = await (await openTarget(options)).places();
  const failures = await failuresSeen(places, current, range, now);
  const before = kept ?? codesBy(await classifierOf(current), failures);
  if (save !== undefined) {
    await writeFile(save, JSON.stringify([...before]));
    print(`Kept the codes of ${counted(failures.size, 'different failure')} in ${save}.`);
    return exitCodes.fine;
  }
  const changed = await classifierOf(config === undefined ? current : loadConfiguration(config));
  const changes = differences(failures, before, codesBy(changed, failures));
  if (json) printJson({ failures: failures.size, changes });
  else reportDiff(failures.size, changes);
  return exitCodes.fine;
}

const baselineShape = v.array(v.tuple([v.string(), v.number()]));

async function readBaseline(file: string): Promise<Codes> {
  try {
    return new Map(v.parse(baselineShape, JSON.parse(await readFile(file, 'utf8'))));
  } catch {
    throw new CommandError(`${file} is no file that "codes diff --save" wrote.`);
  }
}

function reportDiff(failures: number, changes: readonly Difference[]): void {
  print(`${changes.length} of ${counted(failures, 'different failure')} would get another code.`);
  if (changes.length === 0) return;
  print();
  printTable(
    ['times', 'now', 'then', 'ESP', 'reply'],
    changes
      .slice(0, SHOWN)
      .map(({ times, before, after, provider, reply }) => [
        String(times),
        String(before),
        String(after),
        provider,
        reply.slice(0, 80),
      ]),
  );
}
