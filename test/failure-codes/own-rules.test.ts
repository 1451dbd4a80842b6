/** The operator's own rules in the classifier: which of them decide, and that none of them can hold it up. */
import { describe, expect, test } from 'vitest';
import type { Classifier, Question } from '../../shared/classifier/classifier.ts';
import { openClassifier } from '../../shared/classifier/create.ts';
import { type OwnRuleSettings, readTranslations } from '../../shared/failure-codes/translations.ts';
import { classifyEvent } from '../../shared/intake/ledger-event.ts';
import { readMail } from '../../shared/mail/read.ts';
import { sample } from '../mail/samples.ts';

const known = new Set([1004, 2001, 2004, 3001, 3100]);

interface Lists {
  readonly response?: string;
  readonly textBody?: string;
  readonly shipped?: OwnRuleSettings['shipped'];
}

function classifierWith({ response = '', textBody = '', shipped = 'after-own' }: Lists): Promise<Classifier> {
  return openClassifier({
    response: readTranslations('response', response, known).rules,
    textBody: readTranslations('textbody', textBody, known).rules,
    shipped,
  });
}

const code = (classifier: Classifier, question: Question) => classifier.classify(question).code;

describe('a rule for replies', () => {
  test('goes before every rule of ours, and is named by its line', async () => {
    const classifier = await classifierWith({ response: '# ours\nparental leave~~3100\n' });
    expect(classifier.classify({ diagnostic: '550 5.1.1 User unknown: on Parental Leave' })).toMatchObject({
      code: 3100,
      rule: 'response:2',
      basis: 'operator',
    });
    expect(code(classifier, { diagnostic: '550 5.1.1 User unknown' })).toBe(2001);
  });

  test('goes by the order of the file: the first that matches', async () => {
    const classifier = await classifierWith({ response: 'gone~~2004\ngone for good~~2001\n' });
    expect(code(classifier, { diagnostic: '550 gone for good' })).toBe(2004);
  });

  test('stands alone when it replaces ours: what none of them knows is 9999', async () => {
    const classifier = await classifierWith({ response: 'gone~~2004\n', shipped: 'replaced' });
    expect(code(classifier, { diagnostic: '550 gone' })).toBe(2004);
    expect(code(classifier, { diagnostic: '550 5.1.1 User unknown', status: '5.1.1' })).toBe(9999);
  });
});

describe('a rule for the words of a bounce mail', () => {
  const textBody = 'over quota~~3100\n';

  test('is asked where the mail has no delivery report', async () => {
    const classifier = await classifierWith({ textBody, response: 'no mailbox here~~2004\n' });
    const [inWords] = (await readMail(sample('gateway-labels'))).events;
    const [reported] = (await readMail(sample('dsn-failed'))).events;
    if (!inWords || !reported) throw new Error('The samples report on nobody.');

    expect(classifyEvent(classifier, inWords, '').classification).toMatchObject({
      code: 3100,
      rule: 'textbody:1',
    });
    expect(classifyEvent(classifier, reported, '').classification).toMatchObject({
      code: 2004,
      rule: 'response:1',
    });
  });

  test('is no rule for replies', async () => {
    const classifier = await classifierWith({ textBody });
    expect(code(classifier, { diagnostic: '552 over quota' })).toBe(3001);
  });

  test('works without a rule for replies', async () => {
    const classifier = await classifierWith({ textBody });
    expect(code(classifier, { bodyText: 'Your friend is over quota.' })).toBe(3100);
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
  const spent = (length: number) => {
    const diagnostic = `550 ${piece.repeat(length / piece.length)}\u0000`;
    const began = performance.now();
    classifier.classify({ diagnostic });
    return performance.now() - began;
  };
  spent(200);
  // Backtracking would not come back from a few dozen letters; what is read of a text is bounded besides.
  expect(spent(4_000) / Math.max(spent(1_000), 1)).toBeLessThan(40);
  expect(spent(400_000)).toBeLessThan(20 * Math.max(spent(4_000), 5));
});
