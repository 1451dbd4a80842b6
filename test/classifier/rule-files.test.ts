import { relative } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { staleFiles } from '../../cli/reference/generate.ts';
import { checkRuleFiles } from '../../shared/classifier/rule-files/check.ts';
import {
  RULES_FOLDER,
  type RuleSource,
  readRuleSources,
} from '../../shared/classifier/rule-files/sources.ts';
import { testRuleFiles } from '../../shared/classifier/rule-files/test-examples.ts';
import { formatIssue } from '../../shared/classifier/rule-files/yaml.ts';
import { shippedCodes } from '../../shared/failure-codes/scheme.ts';
import { shippedRules } from './rule-set.ts';

const sources = readRuleSources();
const checked = checkRuleFiles(sources);
const tested = testRuleFiles(sources);

describe.each(sources.map(({ file }) => [relative(RULES_FOLDER, file), file] as const))('%s', (_, file) => {
  const here = (issues: readonly { file: string; line: number; message: string }[]) =>
    issues.filter((issue) => issue.file === file).map(formatIssue);

  it('has no errors', () => {
    expect(here(checked)).toEqual([]);
  });

  it('gives its examples their codes', () => {
    expect(here(tested.issues)).toEqual([]);
  });
});

test('every rule and every code has examples', () => {
  expect(tested).toMatchObject({ rules: shippedRules.length });
  expect(tested.examples).toBeGreaterThan(2_500);
  const codes = new Set(shippedRules.map(({ code }) => code));
  expect(shippedCodes.map(({ code }) => Number(code)).filter((code) => !codes.has(code))).toEqual([9999]);
});

test('rules of receivers are named above or below words, never among them', () => {
  const words = new Set(['recipient', 'vague', 'hint']);
  const misplaced = shippedRules.filter(({ id, tier }) => id.startsWith('receivers/') && words.has(tier));
  expect(misplaced.map(({ id }) => id)).toEqual([]);
  const receivers = shippedRules.filter(({ tier }) => tier === 'receiver').map(({ id }) => id);
  expect(receivers.filter((id) => !id.startsWith('receivers/'))).toEqual([]);
});

test('the JSON Schemas are those of the rule files (npm run docs)', async () => {
  expect((await staleFiles()).filter((file) => file.endsWith('.json'))).toEqual([]);
});

/** The shipped files with one changed or added. */
function withFile(name: string, text: string): readonly RuleSource[] {
  const file = `${RULES_FOLDER}${name}.yaml`;
  return [...sources.filter((source) => source.name !== name), { name, file, text }];
}

describe('a rule file with an error', () => {
  const rule = (...lines: string[]) =>
    [
      'rules:',
      '  - id: mine',
      '    code: 2001',
      '    tier: cause',
      '    phrases:',
      '      Example MTA:',
      '        - zyx wvu tsr',
      '    examples:',
      '      - 550 zyx wvu tsr',
      ...lines,
    ].join('\n');

  it('is none as long as it is right', () => {
    const file = `${RULES_FOLDER}causes/mine.yaml`;
    expect(checkRuleFiles(withFile('causes/mine', rule()), file)).toEqual([]);
    expect(testRuleFiles(withFile('causes/mine', rule()), file)).toEqual({
      examples: 1,
      rules: 1,
      issues: [],
    });
  });

  test.each([
    ['YAML that does not parse', rule('    when: ['), 10, 'Invalid YAML.'],
    ['an alias', rule('    when: { status: *x }'), 10, 'Aliases are not supported.'],
    ['an unknown key', rule('    strength: 7'), 10, 'rules.0.strength: Unknown key. Remove it'],
    ['a missing key', 'rules:\n  - id: mine\n    code: 2001\n', 2, 'tier: Missing. Add "tier:".'],
    ['an unknown tier', rule().replace('tier: cause', 'tier: strong'), 4, 'Use one of: receiver, sender,'],
    ['an unknown code', rule().replace('2001', '2998'), 2, 'unknown failure code 2998. See docs/codes.md'],
    ['a number for a text', rule().replace('- 550 zyx wvu tsr', '- 550'), 9, 'Give a reply'],
    ['a status that is a number', rule('    when: { status: [5.1] }'), 10, 'Put it in quotation marks'],
    ['an invalid status', rule("    when: { status: ['x.1'] }"), 10, 'Give the beginning of a status'],
    ['an unknown family', rule().replace('- zyx wvu', "- '{nobodies} wvu"), 9, 'Invalid YAML.'],
    [
      'a family without words',
      rule().replace('- zyx wvu tsr', "- '{nobodies} wvu'"),
      7,
      'Unknown word family {nobodies}',
    ],
    [
      'a family beside words in a phrase with a gap',
      rule().replace('- zyx wvu tsr', "- 'zyx {negation} .. wvu'"),
      7,
      'a word family stands alone: "zyx {negation}" is never found',
    ],
    ['a phrase that is too short', rule().replace('- zyx wvu tsr', '- a'), 7, '"a" is in too many words'],
    [
      'a phrase that is covered',
      rule().replace('- zyx wvu tsr', '- zyx wvu tsr\n        - zyx wvu'),
      7,
      'covered by "zyx wvu" in line 8. Remove it.',
    ],
    [
      'a phrase of another rule',
      rule().replace('- zyx wvu tsr', '- over quota'),
      7,
      'is in mailbox-full/full-outright (',
    ],
    [
      'a family that no phrase uses',
      `${rule()}\nwords:\n  some-words: [one, two]\n`,
      11,
      'No phrase uses the word family {some-words}',
    ],
    [
      'a family that exists',
      `${rule()}\nwords:\n  recipient: [one, two]\n`,
      11,
      '{recipient} exists already',
    ],
    [
      'a rule without an example',
      rule().replace(/ {4}examples:[\s\S]*/, ''),
      2,
      'has no example. Add a reply',
    ],
  ])('names line and remedy of %s', (_, text, line, message) => {
    const file = `${RULES_FOLDER}causes/mine.yaml`;
    const issues = checkRuleFiles(withFile('causes/mine', text), file);
    expect(issues.map(formatIssue).join('\n')).toContain(message);
    expect(issues.map((issue) => issue.line)).toContain(line);
  });

  test.each([
    [
      'an example that gets another code',
      rule().replace('- 550 zyx wvu tsr', '- 552 mailbox is full'),
      9,
      'gets 3001 by mailbox-full/',
    ],
    [
      'a rule that decides no example',
      rule().replace('2001', '3001').replace('- 550 zyx wvu tsr', '- 552 mailbox is full'),
      2,
      'No example is decided by mine/mine',
    ],
  ])('names line and remedy of %s', (_, text, line, message) => {
    const { issues } = testRuleFiles(withFile('causes/mine', text), `${RULES_FOLDER}causes/mine.yaml`);
    expect(issues.map((issue) => issue.line)).toContain(line);
    expect(issues.map(formatIssue).join('\n')).toContain(message);
  });

  test.each([
    [
      'a rule that does not exist',
      'mailbox-full/over-quota',
      'mailbox-full/over-qouta',
      'No rule is named mailbox-full/over-qouta',
    ],
    [
      'a rule of another tier',
      'mailbox-full/over-quota',
      'spam/spam-in-passing',
      'has the tier likely, not cause',
    ],
    [
      'a rule that is named twice',
      'mailbox-full/over-quota',
      'mailbox-full/mailbox-is-full',
      'is named twice',
    ],
  ])('names %s in precedence.yaml', (_, before, after, message) => {
    const text = sources.find(({ name }) => name === 'precedence')?.text.replace(before, after) ?? '';
    const issues = checkRuleFiles(withFile('precedence', text), `${RULES_FOLDER}precedence.yaml`);
    expect(issues.map(({ message: found }) => found).join('\n')).toContain(message);
    expect(relative(RULES_FOLDER, issues[0]?.file ?? '')).toBe('precedence.yaml');
  });

  it('names a cause that languages do not have', () => {
    const text = 'rules:\n  - id: bored\n    phrases:\n      MTAs:\n        - zyx wvu\n';
    const [issue] = checkRuleFiles(
      withFile('languages/klingon', text),
      `${RULES_FOLDER}languages/klingon.yaml`,
    );
    expect(issue).toMatchObject({ line: 2 });
    expect(issue?.message).toContain(
      'Unknown cause "bored". Use one of language-causes.yaml: challenge, away,',
    );
  });
});
