/** Checks and tests rule files: the shipped ones, and the operator's `codes/*.yaml`. */
import { existsSync, readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import type { Command, OptionValues } from '@commander-js/extra-typings';
import { openClassifier } from '../../shared/classifier/create.ts';
import { noCustomRules } from '../../shared/classifier/custom-rules.ts';
import { checkRuleFiles, shippedCodeNumbers } from '../../shared/classifier/rule-files/check.ts';
import {
  customRuleSettings,
  parseCustomRuleFiles,
} from '../../shared/classifier/rule-files/custom-rule-files.ts';
import { RULES_FOLDER, readRuleSources } from '../../shared/classifier/rule-files/sources.ts';
import {
  type TestResult,
  testExamples,
  testRuleFiles,
} from '../../shared/classifier/rule-files/test-examples.ts';
import { formatIssue, type RuleIssue } from '../../shared/classifier/rule-files/yaml.ts';
import { loadCodes, withConfig } from '../code-settings.ts';
import { addExamples, CommandError, type CommandSetup, exitCodes, exitWith } from '../command.ts';
import { counted, print, printJson } from '../terminal.ts';

export const rules: CommandSetup = (command) => {
  addExamples(
    command,
    'rules check',
    'rules check codes/leave.yaml',
    'rules test shared/classifier/rules/causes/mailbox-full.yaml',
  );
  withFiles(
    command.command('check').description('Check rule files; names file and line of each error.'),
  ).action(async (files, options) => report(await check(files, options), options));
  withFiles(
    command.command('test').description('Check rule files, and classify the examples in them.'),
  ).action(async (files, options) => report(await test(files, options), options));
};

function withFiles<A extends unknown[], O extends OptionValues>(command: Command<A, O>) {
  return withConfig(command)
    .argument('[file...]', 'Rule files. Default: all shipped ones.')
    .option('--json', 'Print JSON.');
}

interface Options {
  readonly config?: string | undefined;
  readonly json?: boolean | undefined;
}

interface Report {
  readonly files: number;
  /** Null where they were not run. */
  readonly examples: number | null;
  readonly issues: readonly RuleIssue[];
}

async function check(files: readonly string[], { config }: Options): Promise<Report> {
  const { shipped, custom } = chosen(files);
  const sources = readRuleSources();
  const issues =
    files.length === 0 ? checkRuleFiles(sources) : shipped.flatMap((file) => checkRuleFiles(sources, file));
  const inCustom = custom.length === 0 ? [] : (await parsedCustom(custom, config)).issues;
  return { files: files.length || sources.length, examples: null, issues: [...issues, ...inCustom] };
}

async function test(files: readonly string[], options: Options): Promise<Report> {
  const checked = await check(files, options);
  if (checked.issues.length > 0) return checked;
  const { shipped, custom } = chosen(files);
  const sources = readRuleSources();
  const results: TestResult[] =
    files.length === 0 ? [testRuleFiles(sources)] : shipped.map((file) => testRuleFiles(sources, file));
  if (custom.length > 0) {
    const parsed = await parsedCustom(custom, options.config);
    const classifier = await openClassifier({ ...noCustomRules, ...customRuleSettings(parsed) });
    results.push(testExamples(parsed.rules, classifier));
  }
  return {
    files: checked.files,
    examples: results.reduce((sum, { examples }) => sum + examples, 0),
    issues: results.flatMap(({ issues }) => issues),
  };
}

/** Files of the shipped rules, by their path there, and others, which are the operator's. */
function chosen(files: readonly string[]): {
  readonly shipped: readonly string[];
  readonly custom: readonly string[];
} {
  const paths = files.map((file) => resolve(file));
  const missing = paths.find((path) => !existsSync(path));
  if (missing !== undefined) throw new CommandError(`There is no file ${relative('', missing)}.`);
  return {
    shipped: paths.filter((path) => path.startsWith(RULES_FOLDER)),
    custom: paths.filter((path) => !path.startsWith(RULES_FOLDER)),
  };
}

async function parsedCustom(paths: readonly string[], config: string | undefined) {
  const codes = (await loadCodes(config)).custom.map(({ code }) => code);
  const known = new Set<number>([...shippedCodeNumbers(), ...codes]);
  const files = paths.map((path) => ({ file: relative('', path), text: readFileSync(path, 'utf8') }));
  return parseCustomRuleFiles(files, known);
}

function report({ files, examples, issues }: Report, { json }: Options): void {
  const here = issues.map((issue) => ({ ...issue, file: relative('', resolve(issue.file)) }));
  if (json) printJson({ files, examples, issues: here });
  else {
    for (const issue of here) print(formatIssue(issue));
    const tested = examples === null ? '' : `, ${counted(examples, 'example')}`;
    print(
      `${counted(files, 'file')}${tested}: ${here.length === 0 ? 'no errors' : counted(here.length, 'error')}.`,
    );
  }
  if (here.length > 0) exitWith(exitCodes.problems);
}
