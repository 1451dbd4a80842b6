/** Custom rules in the classifier: which of them decide, and that none of them takes more than linear time. */
import { describe, expect, test } from 'vitest';
import type { Classifier, ClassifyInput } from '../../shared/classifier/classifier.ts';
import { openClassifier } from '../../shared/classifier/create.ts';
import { type CustomRuleSettings, noCustomRules } from '../../shared/classifier/custom-rules.ts';
import { parseListFile } from '../../shared/classifier/list-files.ts';
import {
  customRuleSettings,
  parseCustomRuleFiles,
} from '../../shared/classifier/rule-files/custom-rule-files.ts';
import { testExamples } from '../../shared/classifier/rule-files/test-examples.ts';
import { formatIssue } from '../../shared/classifier/rule-files/yaml.ts';
import { classifyEvent } from '../../shared/intake/classify-event.ts';
import { readMail } from '../../shared/mail/read.ts';
import { sample } from '../mail/samples.ts';

const known = new Set([1004, 2001, 2004, 3001, 3100]);

interface Lists {
  readonly response?: string;
  readonly textBody?: string;
  readonly shipped?: CustomRuleSettings['shipped'];
}

function classifierWith({
  response = '',
  textBody = '',
  shipped = 'after-custom',
}: Lists): Promise<Classifier> {
  return openClassifier({
    ...noCustomRules,
    response: parseListFile('response', response, known).rules,
    textBody: parseListFile('textbody', textBody, known).rules,
    shipped,
  });
}

const code = (classifier: Classifier, input: ClassifyInput) => classifier.classify(input).code;

describe('a list rule for replies', () => {
  test('decides before every shipped rule, and is named by its line', async () => {
    const classifier = await classifierWith({ response: '# custom\nparental leave~~3100\n' });
    expect(classifier.classify({ diagnostic: '550 5.1.1 User unknown: on Parental Leave' })).toMatchObject({
      code: 3100,
      rule: 'response:2',
      basis: 'operator',
    });
    expect(code(classifier, { diagnostic: '550 5.1.1 User unknown' })).toBe(2001);
  });

  test('decides in the order of the file', async () => {
    const classifier = await classifierWith({ response: 'gone~~2004\ngone forever~~2001\n' });
    expect(code(classifier, { diagnostic: '550 gone forever' })).toBe(2004);
  });

  test('decides alone where it replaces the shipped rules: other replies are 9999', async () => {
    const classifier = await classifierWith({ response: 'gone~~2004\n', shipped: 'replaced' });
    expect(code(classifier, { diagnostic: '550 gone' })).toBe(2004);
    expect(code(classifier, { diagnostic: '550 5.1.1 User unknown', status: '5.1.1' })).toBe(9999);
  });
});

describe('a list rule for the text of a bounce mail', () => {
  const textBody = 'over quota~~3100\n';

  test('decides where the mail has no delivery report', async () => {
    const classifier = await classifierWith({ textBody, response: 'no mailbox here~~2004\n' });
    const [inWords] = (await readMail(sample('gateway-labels'))).events;
    const [reported] = (await readMail(sample('dsn-failed'))).events;
    if (!inWords || !reported) throw new Error('The samples have no recipient.');

    expect(classifyEvent(classifier, inWords, '').classification).toMatchObject({
      code: 3100,
      rule: 'textbody:1',
    });
    expect(classifyEvent(classifier, reported, '').classification).toMatchObject({
      code: 2004,
      rule: 'response:1',
    });
  });

  test('is not matched against replies', async () => {
    const classifier = await classifierWith({ textBody });
    expect(code(classifier, { diagnostic: '552 over quota' })).toBe(3001);
  });

  test('works without a rule for replies', async () => {
    const classifier = await classifierWith({ textBody });
    expect(code(classifier, { bodyText: 'Your friend is over quota.' })).toBe(3100);
  });
});

describe('custom rules in YAML', () => {
  const leave = `
words:
  leave: [parental leave, sabbatical]
rules:
  - id: leave
    code: 3100
    phrases:
      our partners:
        - '{recipient} .. {leave}'
    examples:
      - 550 5.1.1 User unknown, on parental leave
  - id: moved
    code: 2004
    applies-to: body
    when: { provider: [] }
    phrases:
      our partners:
        - has a new address
`;
  const parsed = (text: string) => parseCustomRuleFiles([{ file: 'codes/leave.yaml', text }], known);
  const open = (text: string, lists: Partial<CustomRuleSettings> = {}) =>
    openClassifier({ ...noCustomRules, ...customRuleSettings(parsed(text)), ...lists });

  test('decide before the shipped rules, with shipped and custom word families', async () => {
    const classifier = await open(leave);
    expect(classifier.classify({ diagnostic: '550 5.1.1 Mailbox closed: sabbatical' })).toMatchObject({
      code: 3100,
      rule: 'codes/leave/leave',
      basis: 'operator',
    });
    expect(code(classifier, { diagnostic: '550 5.1.1 User unknown' })).toBe(2001);
  });

  test('are explained with the words they match', async () => {
    const reply = '550 5.1.1 Mailbox closed: sabbatical';
    const { matched } = (await open(leave)).explain({ diagnostic: reply });
    expect(matched[0]).toMatchObject({ rule: 'codes/leave/leave', basis: 'operator' });
    expect(matched[0]?.spans.map(({ start, end }) => reply.slice(start, end))).toEqual([
      '550 5.1.1 Mailbox',
      'sabbatical',
    ]);
  });

  test('for bodies are matched against bounce mails without a delivery report alone', async () => {
    const classifier = await open(leave.replace('    when: { provider: [] }\n', ''));
    const text = 'Jo has a new address';
    expect(classifier.classify({ bodyText: text })).toMatchObject({ code: 2004, rule: 'codes/leave/moved' });
    expect(classifier.classify({ diagnostic: text }).basis).not.toBe('operator');
  });

  test('come after the lists, and in the order of their tiers', async () => {
    const tiered = `${leave}  - id: first\n    code: 1004\n    tier: receiver\n    phrases: { x: [on parental leave] }\n`;
    const { rules } = parsed(tiered.replace('    code: 3100\n', '    code: 3100\n    tier: likely\n'));
    expect(rules.map(({ id }) => id)).toEqual([
      'codes/leave/moved',
      'codes/leave/first',
      'codes/leave/leave',
    ]);
    const lists = { response: parseListFile('response', 'parental~~3001\n', known).rules };
    expect(code(await open(leave, lists), { diagnostic: '550 User on parental leave' })).toBe(3001);
  });

  test('stand alone where they replace the shipped rules', async () => {
    const classifier = await open(leave, { shipped: 'replaced' });
    expect(code(classifier, { diagnostic: '550 5.1.1 User unknown' })).toBe(9999);
  });

  test('are plain JSON in the settings, with the families they name and no others', () => {
    const settings = customRuleSettings(parsed(leave));
    expect(JSON.parse(JSON.stringify(settings))).toEqual(settings);
    expect(Object.keys(settings.words).sort()).toEqual(['leave', 'recipient']);
  });

  test('are tested by their examples', async () => {
    const classifier = await open(leave);
    expect(testExamples(parsed(leave).rules, classifier)).toEqual({ examples: 1, rules: 2, issues: [] });
    const wrong = parsed(leave.replace('on parental leave', 'on Tuesdays'));
    expect(testExamples(wrong.rules, classifier).issues.map(formatIssue)[0]).toMatch(
      /^codes\/leave\.yaml:11: "550 5\.1\.1 User unknown, on Tuesdays" gets 2001 by /,
    );
  });

  test.each([
    [
      'an unknown code',
      leave.replace('3100', '3101'),
      'codes/leave.yaml:5: codes/leave/leave: unknown failure code 3101',
    ],
    [
      'an unknown family',
      leave.replace('{leave}', '{leaves}'),
      'codes/leave.yaml:9: Unknown word family {leaves}',
    ],
    ['an unknown key', `${leave}rool: 1\n`, 'codes/leave.yaml:19: rool: Unknown key'],
  ])('name file and line of %s', (_, text, message) => {
    expect(parsed(text).issues.map(formatIssue).join('\n')).toContain(message);
  });
});

/** Each takes a backtracking engine exponential or cubic time on the text beside it. */
const catastrophic: ReadonlyArray<readonly [expression: string, text: string]> = [
  ['(a+)+$', 'a'],
  ['(a|aa)+$', 'a'],
  ['(.*a){20}$', 'a'],
  ['^(([a-z])+.)+[A-Z]([a-z])+$', 'a'],
  ['(x+x+)+y', 'x'],
  ['(\\s*\\S*)*!', 'a '],
  ['(?:\\d+){1,20}\\.[^0-9]', '1'],
];

test.each(catastrophic)('%s takes time linear in the text', async (expression, piece) => {
  const classifier = await classifierWith({ response: `${expression}~~1004\n` });
  // The least of several times: a collection of garbage takes time, and none away.
  const spent = (length: number) => {
    const diagnostic = `550 ${piece.repeat(length / piece.length)}\u0000`;
    const once = () => {
      const began = process.cpuUsage();
      classifier.classify({ diagnostic });
      const { user, system } = process.cpuUsage(began);
      return (user + system) / 1_000;
    };
    return Math.min(once(), once(), once());
  };
  // Backtracking would not come back from a few dozen letters; what is read of a text is bounded besides.
  expect(spent(4_000) / Math.max(spent(1_000), 1)).toBeLessThan(40);
  expect(spent(400_000)).toBeLessThan(20 * Math.max(spent(4_000), 5));
});
