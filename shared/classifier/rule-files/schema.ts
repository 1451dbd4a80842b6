/**
 * The shapes of the rule files. The JSON Schemas for editors (`rules/*.schema.json`) are generated from these; a test
 * holds them equal.
 */
import * as v from 'valibot';
import { MAX_FAILURE_CODE, MIN_FAILURE_CODE } from '../../failure-codes/scheme.ts';
import { tiers } from '../rule.ts';

const ID = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const STATUS = /^[245]?(?:\.\d{1,3}){0,2}(?:-\d{1,3})?$/;

/** An unquoted `4` or `5.1` is a number in YAML. */
const anyText = v.string(({ received }) => `Expected text but found ${received}. Put it in quotation marks.`);
const text = v.pipe(anyText, v.nonEmpty('Must not be empty.'));

const id = v.pipe(
  text,
  v.regex(ID, 'Use lower-case letters, digits and hyphens.'),
  v.description('Unique within the file. A classification names it: FILE/ID.'),
);

const phrases = v.pipe(
  v.record(
    text,
    v.pipe(v.array(text, 'Give a list of phrases.'), v.minLength(1, 'Give at least one phrase.')),
  ),
  v.check((groups) => Object.keys(groups).length > 0, 'Give at least one phrase.'),
  v.description(
    'Phrases by where they were seen (a receiver, an MTA, a document). "user unknown": these words in this order. ' +
      '"blacklist*": the word may go on. "{recipient}": any word of the family. "a .. b": b at most 30 letters after a. ' +
      '"a ... b": at most 90. "a + b": both, anywhere.',
  ),
);

const examples = v.pipe(
  v.array(
    v.union(
      [text, v.strictObject({ reply: text, status: text })],
      'Give a reply, or { reply, status }, as text.',
    ),
    'Give a list of replies.',
  ),
  v.description(
    'Replies that this rule decides; with the status of the report where the reply has none. Use example.com, ' +
      '192.0.2.0/24 and invented people.',
  ),
);

const conditions = v.pipe(
  v.strictObject({
    status: v.optional(
      v.pipe(
        v.array(
          v.pipe(anyText, v.regex(STATUS, 'Give the beginning of a status: "5.1", ".1.1", ".7.230-239".')),
        ),
        v.description('Beginnings of the enhanced status code; ".1.1" is 4.1.1 and 5.1.1.'),
      ),
    ),
    'reply-code': v.optional(
      v.pipe(
        v.array(
          v.pipe(text, v.regex(/^[245]\d{0,2}$/, 'Give the beginning of a reply code: "4", "55", "550".')),
        ),
        v.description('Beginnings of the reply code.'),
      ),
    ),
    command: v.optional(
      v.pipe(
        v.array(v.picklist(['connect', 'helo', 'auth', 'mail', 'rcpt', 'data'])),
        v.description('The SMTP command that the reply answered.'),
      ),
    ),
    provider: v.optional(v.pipe(v.array(text), v.description('The ESP that reports.'))),
  }),
  v.description('Conditions beside the phrases. Every one that is given must hold.'),
);

const code = v.pipe(
  v.number('Give the number of a failure code.'),
  v.integer('Give the number of a failure code.'),
  v.minValue(MIN_FAILURE_CODE, 'A failure code has four digits.'),
  v.maxValue(MAX_FAILURE_CODE, 'A failure code has four digits.'),
  v.description('The failure code: see docs/codes.md.'),
);

const tier = v.pipe(
  v.picklist(tiers, `Use one of: ${tiers.join(', ')}.`),
  v.description(
    'How much the words say. receiver: its own code or published wording. sender: names the sender outright. cause: ' +
      'names a condition outright. recipient: names the recipient as unknown. likely: words that other replies use in ' +
      'passing. weak: less. vague: a specific status code decides before it. hint: one word in passing.',
  ),
);

const words = v.pipe(
  v.record(
    v.pipe(v.string(), v.regex(ID, 'Use lower-case letters, digits and hyphens.')),
    v.array(
      v.union(
        [text, v.strictObject({ combine: v.pipe(v.array(v.array(v.string())), v.minLength(2)) })],
        'Give a word, "{family}", or combine: [[...], [...]].',
      ),
      'Give a list of words.',
    ),
  ),
  v.description(
    'Families of words that stand for each other: {recipient} in a phrase is any word of the family. A word may be ' +
      '"{family}", which includes another family, or combine: every word of the first list with every one of the next.',
  ),
);

/** `rules/causes/*.yaml`, `rules/receivers/*.yaml`, `rules/words/*.yaml`. */
export const rulesFile = v.strictObject({
  words: v.optional(words),
  rules: v.optional(
    v.array(
      v.strictObject({
        id,
        code,
        tier,
        when: v.optional(conditions),
        phrases,
        examples: v.optional(examples),
      }),
      'Give a list of rules.',
    ),
  ),
});

/** `rules/languages/*.yaml`: code, tier and conditions of a rule are those of its id in `language-causes.yaml`. */
export const languageFile = v.strictObject({
  spellings: v.optional(
    v.pipe(
      v.record(text, text),
      v.description(
        'Letters that may be written otherwise: every word and phrase is known in both spellings.',
      ),
    ),
  ),
  words: v.optional(words),
  rules: v.array(v.strictObject({ id, phrases, examples: v.optional(examples) }), 'Give a list of rules.'),
});

/** `rules/language-causes.yaml`. */
export const languageCausesFile = v.record(id, v.strictObject({ code, tier, when: v.optional(conditions) }));

const entries = v.array(v.pipe(text, v.description('Rules, separated by spaces.')), 'Give a list of rules.');

/** `rules/precedence.yaml`. */
export const precedenceFile = v.strictObject({
  languages: v.pipe(v.array(text), v.description('The order of languages where a pattern has several.')),
  tiers: v.pipe(
    v.strictObject({
      receiver: entries,
      sender: entries,
      cause: entries,
      recipient: entries,
      likely: entries,
      weak: entries,
      vague: entries,
      hint: entries,
    }),
    v.description(
      'By tier: the rules in the order in which they decide. FILE/ID, languages/*/ID, or others: the rules of the tier ' +
        'that are not named, in the order of their files; they come last where others is not in the list.',
    ),
  ),
});

/** The operator's `codes/*.yaml`: the tier is optional and orders custom rules among each other. */
export const customRulesFile = v.strictObject({
  words: v.optional(words),
  rules: v.array(
    v.strictObject({
      id,
      code,
      tier: v.optional(tier),
      'applies-to': v.optional(
        v.pipe(
          v.picklist(['reply', 'body'], 'Use reply or body.'),
          v.description(
            'reply: SMTP replies and diagnostics (default). body: the text of a bounce mail without a delivery report.',
          ),
        ),
      ),
      when: v.optional(conditions),
      phrases,
      examples: v.optional(examples),
    }),
    'Give a list of rules.',
  ),
});

/** The files that editors check by, by the name of the JSON Schema. */
export const schemas = {
  'rules.schema.json': rulesFile,
  'language.schema.json': languageFile,
  'language-causes.schema.json': languageCausesFile,
  'precedence.schema.json': precedenceFile,
  'custom-rules.schema.json': customRulesFile,
} as const;
